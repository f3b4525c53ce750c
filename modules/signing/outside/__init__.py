"""Those outside whom we ask: for a trusted time, for the state of a certificate, for a list of revoked ones."""

"""Certified copies as a service of the one-stop desk; imported only where the module `dossiers` is here, too."""

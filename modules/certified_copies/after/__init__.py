"""What comes after the release of a copy: look-up by code, annulment, the transparency log, links, figures."""

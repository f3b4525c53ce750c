"""Births and deaths as services of the one-stop desk; imported only where the module `dossiers` is here, too."""

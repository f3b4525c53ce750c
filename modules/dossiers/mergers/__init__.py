"""Open dossiers of a merged unit: heirs.py (who takes over) · passing.py (passing them on) · pages.py (who chooses)."""

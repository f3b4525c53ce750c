"""The dossier at the desk: codes.py · papers.py · dossier.py (its words) · supplement.py · returning.py."""

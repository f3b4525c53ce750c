"""Dossiers that a module serves with a record of its own: service.py (its declaration) · records.py (which) · following.py."""

"""What happens to a dossier inside: handlings.py (the rows) · travel.py (from step to step) · promise.py (the clock)."""

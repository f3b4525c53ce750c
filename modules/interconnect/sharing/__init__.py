"""Data for others: datasets.py (the catalogue) · shares.py (who may take what, until when) · subscribers.py (whom events are told)."""

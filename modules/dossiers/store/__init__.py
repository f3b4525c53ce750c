"""Kho kết quả: results.py (what is kept) · consents.py · readings.py (the log) · reuse.py (instead of a paper) · pages."""

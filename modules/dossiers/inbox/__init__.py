"""What waits for whoever acts, by step and role: asking.py (the statements) · waiting.py (the rows) · pages.py (the page)."""

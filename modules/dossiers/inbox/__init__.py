"""What waits for whoever acts, by step and role: waiting.py (the rows) · pages.py (the page)."""

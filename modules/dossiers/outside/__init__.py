"""What a citizen sees from outside: status.py (the answer, which names nobody) · pages.py (the page /ho-so)."""

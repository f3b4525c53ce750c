"""What goes out and comes in: outgoing.py · sending.py · polling.py · marking.py (what follows from an answer) · incoming.py · calls.py (the log)."""

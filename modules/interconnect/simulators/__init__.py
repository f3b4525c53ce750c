"""Other agencies' systems in one process of its own: server.py · memory.py · moods.py · one file per system · command.py."""

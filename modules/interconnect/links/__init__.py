"""Systems reached through ports: connections.py · accounts.py · sealed.py · places.py (which addresses) · line.py (HTTP) · health.py · pages.py."""

"""The registers: a book a kind, unit and year, numbered without gaps."""

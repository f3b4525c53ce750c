"""Numbers of rows as they come in addresses and forms, where anything may stand."""

LARGEST = 2**31 - 1  # what an id column holds on both databases


def row_id(typed: object) -> int | None:
    """Return the number of a row that somebody sent; None for what no row can have."""
    text = str(typed)
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
    return number if 0 < number <= LARGEST else None

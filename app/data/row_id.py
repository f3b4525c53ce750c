"""Whole numbers as they come in addresses and forms, where anything may stand."""

from __future__ import annotations

from collections.abc import Iterable

LARGEST = 2**31 - 1  # what an id column holds on both databases


def whole_number(typed: object, low: int, high: int) -> int | None:
    """Return the whole number that somebody sent, in plain digits; None for anything that is none from `low` to `high`."""
    text = str(typed).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    return number if number is not None and low <= number <= high else None


def row_id(typed: object) -> int | None:
    """Return the number of a row that somebody sent; None for what no row can have."""
    return whole_number(typed, 1, LARGEST)


def row_ids(typed: Iterable[object]) -> list[int]:
    """Return the numbers of rows that somebody ticked, each once, in their order; what is none is left out."""
    return list(dict.fromkeys(number for one in typed if (number := row_id(one)) is not None))

"""What a book can be saved as, beside it."""

from __future__ import annotations

from dataclasses import dataclass

from app.toolkit import acting, resource_of
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.book.numbers import KINDS


@dataclass(frozen=True)
class Offered:
    """A book whose entries may be saved by whoever looks at it."""

    book: RegisterBook


def offered(book: RegisterBook) -> Offered | None:
    """None leaves the panel out: one who may not export entries gets no files of them."""
    may = acting().may("export", resource_of(KINDS[book.event]), book.unit_id)
    return Offered(book) if may else None

"""What a book can be saved as, beside it."""

from __future__ import annotations

from dataclasses import dataclass

from app.toolkit import acting, resource_of
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases.kinds import VITAL


@dataclass(frozen=True)
class Offered:
    """A book whose entries may be saved by whoever looks at it."""

    book: RegisterBook


def offered(book: RegisterBook) -> Offered | None:
    """None leaves the panel out: of changes there are no sheets, and one who may not export entries gets no files of them."""
    may = book.event in VITAL and acting().may("export", resource_of(KINDS[book.event]), book.unit_id)
    return Offered(book) if may else None

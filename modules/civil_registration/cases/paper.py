"""The papers of the register as pages: one page each, and where the signatures stand on it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from app.toolkit import db, lazily, render_pdf
from modules.signing.pades import Places

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

PLACES = Places(official=(330, 120, 540, 190), agency=(330, 50, 540, 116))  # of an A4 page, in points
CHECK = "civil_registration_check.check"  # the public page that takes their code
SIZES = (12, 11, 10, 9, 8)  # of letters, in points; nearly every paper fits with the first, so that it is drawn once


def on_one_page(template: str, words: dict[str, Any]) -> bytes:
    """Draw a paper so large that it fits on one page: long names and many notes make its letters smaller."""
    return fitted(template, words)[1]


def fitted(template: str, words: dict[str, Any]) -> tuple[int, bytes]:
    """Return the largest size of letters with which a paper fits on one page, and the paper (PDF)."""
    for size in SIZES:
        page = render_pdf(template, words | {"size": size})
        with pikepdf.open(io.BytesIO(page)) as document:
            if len(document.pages) == 1:
                break
    return size, page


def named(kind: type[Any], row: int | None) -> str:
    """Return the name of a row of a list, which a form may have chosen a moment ago; empty for none."""
    found = db.session.get(kind, row) if row else None
    return str(found) if found else ""

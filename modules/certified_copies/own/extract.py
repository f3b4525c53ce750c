"""Which pages an extract takes: "2-3, 5" as a person writes it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from app.toolkit import _, lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")


def wanted(text: str, pages: int) -> list[int]:
    """Return the places (from 0) of the pages that a text names, in order; ValueError with a sentence."""
    found: set[int] = set()
    for part in text.replace(";", ",").split(","):
        first, dash, last = (one.strip() for one in part.partition("-"))
        if not (first.isascii() and first.isdigit() and (not dash or (last.isascii() and last.isdigit()))):
            raise ValueError(str(_("Write the pages as 2-3, 5.")))
        begin, end = int(first[:6]), int((last or first)[:6])
        if not 1 <= begin <= end <= pages:
            raise ValueError(str(_("The paper has pages 1 to %(pages)s.", pages=pages)))
        found |= set(range(begin - 1, end))
    return sorted(found)


def taken(pdf: bytes, places: list[int] | None) -> bytes:
    """Return a PDF of the chosen pages (all, when None), each upright, so that the corner is where a reader sees it."""
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as made:
        sheets = [source.pages[at] for at in places] if places is not None else list(source.pages)
        for sheet in sheets:
            turn = int(sheet.get("/Rotate", 0)) % 360
            if not turn:
                made.pages.append(sheet)
                continue
            left, bottom, right, top = (float(edge) for edge in sheet.mediabox)
            wide, high = (top - bottom, right - left) if turn % 180 else (right - left, top - bottom)
            made.add_blank_page(page_size=(wide, high))
            made.pages[-1].add_overlay(sheet, pikepdf.Rectangle(0, 0, wide, high))
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()

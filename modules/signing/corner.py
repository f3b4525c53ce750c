"""The agency's signature as text alone in the corner of page 1: copies of the agency's own papers.

NĐ 30/2020/NĐ-CP, Phụ lục I: top right of the first page, no picture; form of the copy, agency, time of signing by
ISO 8601 in Vietnam's zone; size 10, upright, black.
"""

from __future__ import annotations

import io

import pikepdf

from modules.signing.look import LEADING, Words
from modules.signing.outside.timestamps import if_possible
from modules.signing.pdf_fields import Box, Field, Signing
from modules.signing.signer import Signer

FIELD = "ChuKyBanSao"
SIZE, WIDE, EDGE = 10, 330.0, 14.0  # points


def sign_corner(pdf: bytes, key: Signer, name: str, words: str) -> bytes:
    """Sign as the agency with `words` in the upper right corner, and lock the document."""
    look, place = Words((words,), size=SIZE, right=True, margin=0), Field(FIELD, 0, corner_of(pdf, words), locks=True)
    return Signing(FIELD, name, look, certifies=True, new=place).made(pdf, key, if_possible())


def corner_of(pdf: bytes, words: str) -> Box:
    """Return the box for the words on page 1, in points: one line on A4, as many as needed on narrow pages."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        left, bottom, right, top = (float(edge) for edge in document.pages[0].mediabox)
    width = min(WIDE, right - left - 2 * EDGE)
    lines = len(Words((words,), size=SIZE).broken(words, width))
    high = min(lines * SIZE * LEADING + 2, top - bottom - EDGE)
    return round(right - EDGE - width), round(top - EDGE - high), round(right - EDGE), round(top - EDGE)

"""The agency's signature as text alone in the corner of page 1: copies of the agency's own papers.

NĐ 30/2020/NĐ-CP, Phụ lục I: no picture; upright, black. Its place, size and width are dated rows (`appearance.py`).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from app.toolkit import _, lazily
from modules.signing.appearance import POINTS, Appearance, Manner
from modules.signing.look import LEADING, Words
from modules.signing.models import Holder
from modules.signing.outside.timestamps import if_possible
from modules.signing.pdf_fields import Box, Field, Signing
from modules.signing.signer import Signer

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

FIELD = "ChuKyBanSao"
EDGE = 14.0  # points: printers reach no further


def sign_corner(pdf: bytes, key: Signer, name: str, words: str, paper: str) -> bytes:
    """Sign as the agency with `words` in the corner, as is in force for this kind of document; lock it.

    ValueError: no row in force puts words in the corner.
    """
    row = Appearance.of(paper, Holder.AGENCY)
    if row is None or row.manner is not Manner.CORNER:
        told = _("No rule in force puts words in the corner of this kind of document. Ask your administrator.")
        raise ValueError(str(told))
    look = Words((words,), size=row.size, right=True, margin=0)
    place = Field(FIELD, 0, corner_of(pdf, look, row.width * POINTS), locks=True)
    return Signing(FIELD, name, look, certifies=True, new=place).made(pdf, key, if_possible())


def corner_of(pdf: bytes, look: Words, wide: float) -> Box:
    """Return the box for the words on page 1, in points: one line on A4, as many as needed on narrow pages."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        left, bottom, right, top = (float(edge) for edge in document.pages[0].mediabox)
    width = min(wide, right - left - 2 * EDGE)
    lines = sum(len(look.broken(line, width)) for line in look.lines)
    high = min(lines * look.size * LEADING + 2, top - bottom - EDGE)
    return round(right - EDGE - width), round(top - EDGE - high), round(right - EDGE), round(top - EDGE)

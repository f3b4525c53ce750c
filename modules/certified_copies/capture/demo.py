"""A copy whose pages the clerk has yet to look through: one is skewed, one was scanned twice, one is coarse."""

from __future__ import annotations

import io

from PIL import Image
from sqlalchemy.orm import Session

from app.toolkit import keep
from modules.certified_copies.models import Copy

PAPER = (253, 250, 240)


def more_pages(session: Session, copy: Copy, first: bytes, second: bytes) -> None:
    """Hang three more pages on a copy, none of them as it should be."""
    again, skewed = _opened(first), _opened(second)
    coarse = skewed.resize((skewed.width // 2, skewed.height // 2))
    for name, picture, dpi in (
        ("trang-2-nghieng.jpg", skewed.rotate(-3, fillcolor=PAPER), 200),
        ("trang-3-lap.jpg", again.rotate(0.4, fillcolor=PAPER), 200),
        ("trang-4-mo-net.jpg", coarse, 100),
    ):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80, dpi=(dpi, dpi))
        keep(session, copy, name, out.getvalue(), slot="scan")


def _opened(scan: bytes) -> Image.Image:
    return Image.open(io.BytesIO(scan)).convert("RGB")

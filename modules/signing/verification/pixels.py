"""What the eye would see differently: the signed revision beside the file as it is, signature fields covered.

Only pages that carry annotations are drawn; of the others the parts are compared (structure.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from modules.signing.verification.structure import Rect
from modules.signing.verification.verdict import Finding

DPI = 40
SCALE = DPI / 72
MOST = 8  # pages drawn
NOISE = 40  # shades that blank scanned paper may differ by


def seen_differences(
    signed: bytes, now: bytes, known: dict[int, list[Rect]], new: dict[int, list[Rect]], pages: Iterable[int]
) -> list[Finding]:
    """Return the pages that show something else, and new signature fields that cover what was to be seen."""
    found = []
    before, after = pypdfium2.PdfDocument(signed), pypdfium2.PdfDocument(now)
    try:
        for document in (before, after):
            document.init_forms()
        for number in sorted(set(pages))[:MOST]:
            first, second = (_drawn(one, number) for one in (before, after))
            if first.size != second.size:
                found.append(Finding("page", number))
                continue
            found += [Finding("cover", number) for rect in new.get(number, []) if _covers(first, rect)]
            for rect in (*known.get(number, []), *new.get(number, [])):
                for picture in (first, second):
                    ImageDraw.Draw(picture).rectangle(_box(picture, rect), fill="white")
            if ImageChops.difference(first, second).getbbox():
                found.append(Finding("page", number))
    finally:
        before.close()
        after.close()
    return found


def _drawn(document: Any, number: int) -> Image.Image:
    page = document[number - 1]
    try:
        return page.render(scale=SCALE, may_draw_forms=True).to_pil().convert("RGB")
    finally:
        page.close()


def _box(picture: Image.Image, rect: Rect) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (number * SCALE for number in rect)
    return x0 - 1, picture.height - y1 - 1, x1 + 1, picture.height - y0 + 1


def _covers(picture: Image.Image, rect: Rect) -> bool:
    """Whether something stood where a new field was put."""
    x0, y0, x1, y1 = (round(number) for number in _box(picture, rect))
    under = picture.crop((max(0, x0), max(0, y0), min(picture.width, x1), min(picture.height, y1)))
    shades: Any = under.getextrema()  # (low, high) of red, green and blue
    return any(high - low > NOISE for low, high in shades)

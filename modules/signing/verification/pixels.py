"""What the eye would see differently: the signed revision beside the file as it is, signature fields covered.

Only pages that carry annotations are drawn; of the others the parts are compared (structure.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import c_int
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from modules.signing.verification.structure import Rect
from modules.signing.verification.verdict import Finding

DPI = 40
SCALE = DPI / 72
MOST = 8  # pages drawn
NOISE = 40  # shades that blank scanned paper may differ by

Box = tuple[int, int, int, int]


def seen_differences(
    signed: bytes, now: bytes, known: dict[int, list[Rect]], new: dict[int, list[Rect]], pages: Iterable[int] = ()
) -> list[Finding]:
    """Return the pages that show something else, and new signature fields that cover what was to be seen.

    Every page with a new field is drawn; of those with known fields, and of `pages`, the first ones.
    """
    import pypdfium2  # large, and a server at rest does not need it

    found = []
    wanted = dict.fromkeys([*sorted(new), *sorted({*pages, *known})])
    before, after = pypdfium2.PdfDocument(signed), pypdfium2.PdfDocument(now)
    try:
        for document in (before, after):
            document.init_forms()
        for number in list(wanted)[: max(MOST, len(new))]:
            (first, places), (second, _same) = (
                _drawn(one, number, [*new.get(number, []), *known.get(number, [])]) for one in (before, after)
            )
            if first.size != second.size:
                found.append(Finding("page", number))
                continue
            found += [Finding("cover", number) for box in places[: len(new.get(number, []))] if _covers(first, box)]
            for box in places:
                for picture in (first, second):
                    ImageDraw.Draw(picture).rectangle(box, fill="white")
            if ImageChops.difference(first, second).getbbox():
                found.append(Finding("page", number))
    finally:
        before.close()
        after.close()
    return found


def _drawn(document: Any, number: int, rects: list[Rect]) -> tuple[Image.Image, list[Box]]:
    """Draw a page; say where on the picture its rectangles lie, however the page is turned or cut."""
    page = document[number - 1]
    try:
        picture: Image.Image = page.render(scale=SCALE, may_draw_forms=True).to_pil().convert("RGB")
        return picture, [_box(page, picture, rect) for rect in rects]
    finally:
        page.close()


def _box(page: Any, picture: Image.Image, rect: Rect) -> Box:
    from pypdfium2.raw import FPDF_PageToDevice

    corners = []
    for x, y in (rect[:2], rect[2:]):
        across, down = c_int(), c_int()
        FPDF_PageToDevice(page, 0, 0, *picture.size, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 1, max(y0, y1) + 1


def _covers(picture: Image.Image, box: Box) -> bool:
    """Whether something stood where a new field was put."""
    x0, y0, x1, y1 = box
    left, top, right, bottom = max(0, x0), max(0, y0), min(picture.width, x1), min(picture.height, y1)
    if left >= right or top >= bottom:
        return False  # beside the page
    under = picture.crop((left, top, right, bottom))
    shades: Any = under.getextrema()  # (low, high) of red, green and blue
    return any(high - low > NOISE for low, high in shades)

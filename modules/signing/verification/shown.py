"""A changed file as the eye sees it: pages as they were signed beside pages as they are, what differs outlined."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image


DPI = 75
CELL = 6  # points of the picture that count as one spot
MOST, DRAWN = 3, 8  # pages shown; pages drawn to find them
BOX = 4  # Pillow's way of making a picture smaller
NOISE = 24  # shades that two drawings of the same thing may differ by
MARK = (190, 18, 60)
MILLIMETRES = 25.4 / DPI
WIDEST = 1400  # points of a picture; larger pages are drawn smaller

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Shown:
    """One page, counted from 1: the signed picture and the present one (PNG), empty where there is no such page.

    `regions` are what differs: left, top, right, bottom in millimetres from the upper left corner.
    """

    page: int
    signed: bytes
    now: bytes
    regions: tuple[tuple[float, float, float, float], ...] = ()

    @property
    def addresses(self) -> tuple[str, str]:
        """Both pictures as addresses that a page holds in itself."""
        first, second = (_address(one) for one in (self.signed, self.now))
        return first, second


def changes_shown(signed: bytes, now: bytes, named: Iterable[int]) -> tuple[Shown, ...]:
    """Return the pages that were named in the findings, or else those that look different."""
    import pypdfium2  # large, and a server at rest does not need it

    before, after = pypdfium2.PdfDocument(signed), pypdfium2.PdfDocument(now)
    try:
        for document in (before, after):
            document.init_forms()
        wanted = sorted(set(named))
        numbers = wanted or range(1, min(DRAWN, max(len(before), len(after))) + 1)
        found = (_page(before, after, number) for number in numbers)
        telling = (one for one in found if wanted or one.regions or not (one.signed and one.now))
        return tuple(islice(telling, MOST))
    finally:
        before.close()
        after.close()


def _page(before: Any, after: Any, number: int) -> Shown:
    from PIL import ImageChops, ImageDraw

    first, second = (_drawn(document, number) for document in (before, after))
    if first is None or second is None or first.size != second.size:
        return Shown(number, _png(first), _png(second))
    boxes = _boxes(ImageChops.difference(first, second).convert("L").point(lambda shade: 255 * (shade > NOISE)))
    for picture in (first, second):
        for left, top, right, bottom in boxes:
            ImageDraw.Draw(picture).rectangle((left - 3, top - 3, right + 3, bottom + 3), outline=MARK, width=2)
    unit = MILLIMETRES * (DPI / 72) / _scale(after[number - 1])
    regions = [tuple(round(side * unit, 1) for side in box) for box in boxes]
    return Shown(number, _png(first), _png(second), tuple(regions))  # type: ignore[arg-type]


def _drawn(document: Any, number: int) -> Image.Image | None:
    if not 0 < number <= len(document):
        return None
    page = document[number - 1]
    try:
        picture: Image.Image = page.render(scale=_scale(page), may_draw_forms=True).to_pil().convert("RGB")
    finally:
        page.close()
    return picture


def _scale(page: Any) -> float:
    return float(min(DPI / 72, WIDEST / max(page.get_size())))


def _boxes(differing: Image.Image) -> list[Box]:
    """Return the rectangles around spots that touch each other, row by row."""
    wide, high = -(-differing.width // CELL), -(-differing.height // CELL)
    cells: Any = differing.resize((wide, high), BOX).load()
    spots = {(x, y) for x in range(wide) for y in range(high) if cells[x, y]}
    boxes = []
    while spots:
        group, edge = [], [spots.pop()]
        while edge:
            x, y = edge.pop()
            group.append((x, y))
            near = {(x + dx, y + dy) for dx in (-2, -1, 0, 1, 2) for dy in (-1, 0, 1)} & spots
            spots -= near
            edge.extend(near)
        across, down = [x for x, _y in group], [y for _x, y in group]
        boxes.append((min(across) * CELL, min(down) * CELL, (max(across) + 1) * CELL, (max(down) + 1) * CELL))
    return sorted(_apart(boxes), key=lambda box: (box[1], box[0]))


def _apart(boxes: list[Box]) -> list[Box]:
    """Join rectangles that overlap, until none do."""
    found: list[Box] = []
    for box in boxes:
        joined = box
        while touching := [one for one in found if _overlap(one, joined)]:
            found = [one for one in found if one not in touching]
            sides = list(zip(joined, *touching, strict=True))
            joined = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
        found.append(joined)
    return found


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else ""


def _png(picture: Image.Image | None) -> bytes:
    if picture is None:
        return b""
    stream = io.BytesIO()
    picture.quantize(64).save(stream, "PNG")
    return stream.getvalue()

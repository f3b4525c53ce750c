"""Fitting a text into its place on the blank: as large as it can be, on the dotted lines, else in smaller lines between."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from app.toolkit import FONT_FILE, _, lazily
from modules.civil_registration.blank.places import Box

if TYPE_CHECKING:
    from PIL import ImageFont
else:
    ImageFont = lazily("PIL.ImageFont")

POINT = 25.4 / 72  # millimetres
BASE = 0.8375  # of its size, from the top of a line of Liberation Serif with line-height 1 to its base line
SMALLEST, EASY = 6, 9  # points: the smallest letters, and those with which a text stays on the dotted lines
CLOSE = 1.05  # of its size, from line to line where lines are put between the dotted ones
MEASURED = 100  # points, at which letters are measured once


class Line(NamedTuple):
    """One line to print: its upper left corner in millimetres, the size of its letters in points."""

    text: str
    left: float
    top: float
    size: int
    bold: bool


def lines_of(text: str, box: Box, *, bold: bool, right: float = 0, below: float = 0) -> list[Line]:
    """Return the lines of a text in its place, moved by a printer's offset. ValueError: it is too long for the blank."""
    size, parts, pitch = _fit(text, box, bold=bold)
    # Lines between the dotted ones end on the last dotted line.
    first = box.down if pitch == box.pitch else box.down + (box.lines - 1) * box.pitch - (len(parts) - 1) * pitch
    return [
        Line(part, box.across + right, first + at * pitch - BASE * size * POINT + below, size, bold)
        for at, part in enumerate(parts)
    ]


def _fit(text: str, box: Box, *, bold: bool) -> tuple[int, list[str], float]:
    for size in range(box.size, EASY - 1, -1):
        parts = list(_wrapped(text, box.width, size, bold=bold))
        if len(parts) <= box.lines and all(_wide(one, size, bold=bold) <= box.width for one in parts):
            return size, parts, box.pitch
    for size in range(EASY, SMALLEST - 1, -1):
        parts = list(_wrapped(text, box.width, size, bold=bold))
        pitch = CLOSE * size * POINT
        if len(parts) * pitch <= box.lines * box.pitch and all(
            _wide(one, size, bold=bold) <= box.width for one in parts
        ):
            return size, parts, pitch
    raise ValueError(str(_("“%(text)s” is too long for its place on the blank.", text=text)))


def _wrapped(text: str, width: float, size: int, *, bold: bool) -> Iterator[str]:
    for part in text.splitlines():
        line = ""
        for word in part.split():
            longer = f"{line} {word}".strip()
            if line and _wide(longer, size, bold=bold) > width:
                yield line
                line = word
            else:
                line = longer
        if line:
            yield line


def _wide(text: str, size: int, *, bold: bool) -> float:
    """How wide a text is, in millimetres."""
    return float(_letters(bold).getlength(text)) * size / MEASURED * POINT


@cache
def _letters(bold: bool) -> ImageFont.FreeTypeFont:  # noqa: FBT001 - a key of the cache
    file = FONT_FILE.with_name("LiberationSerif-Bold.ttf") if bold else FONT_FILE
    return ImageFont.truetype(str(file), MEASURED)

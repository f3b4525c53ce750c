"""What can be measured of a scanned page: resolution, colour, how much is written, how sharp, how crooked, what it looks like."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.toolkit import Seen, lazily

if TYPE_CHECKING:
    from PIL import Image, ImageFilter, ImageOps
else:
    Image = lazily("PIL.Image")
    ImageFilter = lazily("PIL.ImageFilter")
    ImageOps = lazily("PIL.ImageOps")

GRID = 24  # cells along each side of the look
EDGE = 0.04  # share of each side that is left out: shadows of the lid
INKED = 40  # a pixel so much darker or lighter than the paper carries something
CHROMA = 28  # the least distance between the channels of a coloured pixel
MOST_SKEW = 8.0  # degrees; what is more crooked is turned, not skewed
_LAPLACE = (0, 1, 0, 1, -4, 1, 0, 1, 0)


@dataclass(frozen=True)
class Measures:
    """What was measured of a page; kept as JSON beside it."""

    dpi: int | None  # None: the page is drawn, not scanned
    colour: bool
    ink: float  # pixels that carry something, in a thousand
    sharpness: int  # the strongest edges against the contrast of the page, in a hundred
    skew: float  # degrees clockwise
    look: str  # a hash of the picture: pages that look alike differ in few bits


def measure(page: Seen) -> Measures:
    """Measure one page, of a picture about 1000 pixels wide."""
    grey = page.picture.convert("L")
    side = [int(EDGE * size) for size in grey.size]
    inner = grey.crop((side[0], side[1], grey.width - side[0], grey.height - side[1]))
    return Measures(
        dpi=page.dpi,
        colour=page.colours and _has_colour(page.picture),
        ink=round(_ink(inner) * 1000, 2),
        sharpness=_sharpness(inner),
        skew=_skew(inner),
        look=_look(grey),
    )


def _has_colour(picture: Image.Image) -> bool:
    small = picture.resize((200, max(1, 200 * picture.height // picture.width)), Image.Resampling.BOX)
    _hue, saturation, value = small.convert("HSV").split()
    chroma = Image.composite(saturation, Image.new("L", small.size), value.point(lambda level: 255 * (level > 48)))
    coloured = sum(chroma.histogram()[CHROMA:])
    return coloured > small.width * small.height / 2000


def _ink(grey: Image.Image) -> float:
    small = grey.resize((max(1, grey.width // 2), max(1, grey.height // 2)), Image.Resampling.BOX)
    levels = small.histogram()
    paper = levels.index(max(levels))
    return (sum(levels[: max(0, paper - INKED)]) + sum(levels[paper + INKED :])) / sum(levels)


def _sharpness(grey: Image.Image) -> int:
    """The Laplacian of the sharpest two in a thousand pixels; its variance would tell much text from little."""
    levels = (
        grey.filter(ImageFilter.Kernel((3, 3), _LAPLACE, scale=1, offset=128))
        .crop((1, 1, grey.width - 1, grey.height - 1))
        .histogram()
    )
    edge = _reached([levels[128]] + [levels[128 + at] + levels[128 - at] for at in range(1, 128)], 0.002)
    shades = grey.histogram()
    contrast = _reached(shades, 0.5) - (255 - _reached(shades[::-1], 0.002))
    return min(100, round(100 * edge / contrast)) if contrast > 0 else 0


def _reached(levels: list[int], share: float) -> int:
    """The highest level that so large a share of the pixels has, or more."""
    left = sum(levels) * share
    for level in range(len(levels) - 1, -1, -1):
        left -= levels[level]
        if left < 0:
            return level
    return 0


def _skew(grey: Image.Image) -> float:
    """The angle at which the lines of the page stand out most against the room between them."""
    small = ImageOps.invert(ImageOps.autocontrast(grey.resize((300, max(1, 300 * grey.height // grey.width)))))
    small = small.point(lambda level: 255 * (level > 110)).convert("L")
    best = max((float(step) for step in range(-8, 9)), key=lambda angle: (_lines(small, angle), -abs(angle)))
    near = [best + step / 5 for step in range(-5, 6)]
    angle = max(near, key=lambda angle: (_lines(small, angle), -abs(angle)))
    return 0.0 if abs(angle) > MOST_SKEW else round(-angle, 1) + 0.0


def _lines(picture: Image.Image, angle: float) -> float:
    turned = picture.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.convert("F").resize((1, turned.height), Image.Resampling.BOX)
    levels: list[float] = list(rows.get_flattened_data())  # type: ignore[arg-type]  # one band: plain numbers
    return sum((one - other) ** 2 for one, other in itertools.pairwise(levels))


def _look(grey: Image.Image) -> str:
    """Which of two neighbouring cells is lighter, cell by cell: light, contrast and noise of a scanner do not matter."""
    soft = grey.filter(ImageFilter.BoxBlur(max(1, grey.width // (GRID * 3))))
    cells = ImageOps.autocontrast(soft, cutoff=1).resize((GRID + 1, GRID), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(GRID):
        for at in range(row * (GRID + 1), row * (GRID + 1) + GRID):
            bits = bits << 1 | (cells[at] > cells[at + 1] + 2)
    return f"{bits:0{GRID * GRID // 4}x}"

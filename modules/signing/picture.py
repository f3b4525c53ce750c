"""A picture as a signature shows it: PNG with a transparent ground, at its true width, in the middle of the box."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from app.toolkit import lazily
from modules.signing.look import form

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image
else:
    pikepdf = lazily("pikepdf")
    Image = lazily("PIL.Image")

MOST = 1200  # dots on the longer side: 600 dpi of two inches


@dataclass(frozen=True)
class Picture:
    """A picture made ready for files. `width` in points."""

    size: tuple[int, int]
    colours: bytes = field(repr=False)
    cover: bytes = field(repr=False)
    width: float

    @classmethod
    def of(cls, sha256: str, content: bytes, width: float) -> Picture:
        """Take a PNG; the same one is read once per process. OSError: it is none."""
        return cls(*_read(sha256, content), width)

    def draw(self, document: pikepdf.Pdf, width: float, height: float) -> pikepdf.Object:
        """Draw it at its width, or as large as the box allows."""
        across, down = self.size
        scale = min(self.width, width, height * across / down) / across
        wide, high = across * scale, down * scale
        content = b"q %.2f 0 0 %.2f %.2f %.2f cm /I Do Q" % (wide, high, (width - wide) / 2, (height - high) / 2)
        picture = self._image(document, self.colours, pikepdf.Name.DeviceRGB)
        picture.SMask = document.make_indirect(self._image(document, self.cover, pikepdf.Name.DeviceGray))
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=document.make_indirect(picture)))
        return form(document, width, height, content, resources)

    def _image(self, document: pikepdf.Pdf, packed: bytes, space: pikepdf.Name) -> pikepdf.Stream:
        across, down = self.size
        words = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": across, "Height": down}
        made = pikepdf.Stream(document, packed, **words, ColorSpace=space, BitsPerComponent=8)
        made.Filter = pikepdf.Array([pikepdf.Name.FlateDecode])
        return made


@lru_cache(maxsize=64)
def _read(_sha256: str, content: bytes) -> tuple[tuple[int, int], bytes, bytes]:
    with Image.open(io.BytesIO(content)) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((MOST, MOST))
    colours, cover = picture.convert("RGB").tobytes(), picture.getchannel("A").tobytes()
    return picture.size, zlib.compress(colours), zlib.compress(cover)

"""QR codes drawn, and codes read off a photograph, a scan or the last pages of a PDF; nothing of it is kept."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LARGEST_PICTURE = 15 * 2**20  # bytes
MOST_PIXELS, WIDEST = 60_000_000, 3_500
LAST_PAGES, DPI = 3, 150
QUIET = 4  # blank modules around a code (ISO/IEC 18004); fewer where the paper beside it is blank anyway
DOTS = 8  # pixels of a module: sharp where a page or a printer scales the picture


@dataclass(frozen=True)
class QrCode:
    """A QR code of which 15 % may be damaged (level M) or more: `picture` as a data: address, `modules` along its side."""

    picture: str
    modules: int

    @property
    def png(self) -> bytes:
        """The picture as a file."""
        return base64.b64decode(self.picture.partition(",")[2])

    @classmethod
    def of(cls, text: str, quiet: int = QUIET, dots: int = DOTS) -> QrCode:
        """Draw `text` with `quiet` blank modules around it, which count in `modules`, and `dots` pixels for each."""
        from PIL import ImageOps

        code = ImageOps.expand(_drawn(text), quiet, 255).convert("1")
        modules, out = code.width, io.BytesIO()
        code.resize((modules * dots, modules * dots)).save(out, "PNG")
        return cls("data:image/png;base64," + base64.b64encode(out.getvalue()).decode(), modules)


def _drawn(text: str) -> Any:
    """Draw a code as a picture, a pixel for a module, as safe against damage as it can be at the size of level M."""
    import zxingcpp
    from PIL import Image

    def at(level: str) -> Any:
        made: Any = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
        drawn = memoryview(made.to_image(add_quiet_zones=False))
        return Image.frombytes("L", drawn.shape, drawn.tobytes())  # type: ignore[arg-type]

    code = at("M")
    for level in "QH":
        safer = at(level)
        if safer.size != code.size:
            break
        code = safer
    return code


def codes_in(content: bytes) -> Iterator[str]:
    """Yield the text of every QR or bar code that can be read. ValueError: no picture or PDF, or far too large."""
    import zxingcpp

    if len(content) > LARGEST_PICTURE:
        raise ValueError(len(content))
    for sheet in _sheets(content):
        for found in zxingcpp.read_barcodes(sheet):
            yield str(found.text)


def _sheets(content: bytes) -> list[Any]:
    import pypdfium2
    from PIL import Image

    try:
        if content.startswith(b"%PDF-"):
            return _pages(content)
        picture = Image.open(io.BytesIO(content))
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError(picture.size)
        picture.draft("L", (WIDEST, WIDEST))
        grey = picture.convert("L")
    except (OSError, SyntaxError, Image.DecompressionBombError, pypdfium2.PdfiumError) as error:
        raise ValueError(str(error)) from error
    grey.thumbnail((WIDEST, WIDEST))
    return [grey]


def _pages(content: bytes) -> list[Any]:
    """The last pages, the very last first: the statement of a certified copy stands there."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        places = range(len(document) - 1, max(len(document) - 1 - LAST_PAGES, -1), -1)
        found = []
        for at in places:
            page = document[at]
            scale = min(DPI / 72, WIDEST / max(page.get_width(), page.get_height(), 1))
            found.append(page.render(scale=scale).to_pil().convert("L"))
            page.close()
        return found
    finally:
        document.close()

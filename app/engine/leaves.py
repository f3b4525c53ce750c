"""The pages of scans: how many there are, one as a small picture, and all of them with their resolution."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from app.data.text import _
from app.engine.lazily import lazily

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image, ImageOps
else:
    pypdfium2 = lazily("pypdfium2")
    Image = lazily("PIL.Image")
    ImageOps = lazily("PIL.ImageOps")

A4 = (8.27, 11.69)  # inches
LOWEST_SCAN = 100  # dots per inch; below stands only what no scanner writes
_pdfium = threading.Lock()  # the library may be used by one thread at a time


class Seen(NamedTuple):
    """A page as it looks: a small picture, dots per inch of the scan (None: it is no picture), whether it has colours."""

    picture: Image.Image
    dpi: int | None
    colours: bool


def page_picture(content: bytes, kind: str, page: int, width: int = 1000, turn: int = 0) -> bytes:
    """Return one page (from 0) as a JPEG `width` pixels wide, then turned clockwise by `turn` degrees.

    ValueError when the file has no such page.
    """
    if kind == "application/pdf":
        with _opened(content) as document:
            if page >= len(document):
                raise ValueError(str(_("The file has no such page.")))
            sheet = document[page]
            bitmap = sheet.render(scale=_scale(sheet, width))
            picture = bitmap.to_pil().copy()
            bitmap.close()
            sheet.close()
    else:
        # A telephone held upright says so in its notes.
        picture = ImageOps.exif_transpose(_eight_bits(Image.open(io.BytesIO(content))))
        picture.thumbnail((width, width * 2))
    out = io.BytesIO()
    picture.convert("RGB").rotate(-turn, expand=True).save(out, "JPEG", quality=82)
    return out.getvalue()


def _eight_bits(picture: Image.Image) -> Image.Image:
    # Some scanners write grey in sixteen bits, which can be neither made smaller nor shown.
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")


def _scale(sheet: pypdfium2.PdfPage, width: int) -> float:
    # A page may be a hair wide and a kilometre long.
    return min(width / max(1.0, sheet.get_width()), 3 * width / max(1.0, sheet.get_height()))


def page_count(name: str, content: bytes, kind: str) -> int:
    """Return how many pages a scan has; ValueError names a PDF that cannot be opened."""
    if kind != "application/pdf":
        return 1
    with _opened(content, name) as document:
        return len(document)


@contextmanager
def _opened(content: bytes, name: str = "PDF") -> Iterator[pypdfium2.PdfDocument]:
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = error.err_code == FPDF_ERR_PASSWORD
            text = _("%(name)s is protected by a password: send it without one.", name=name)
            raise ValueError(
                str(text if locked else _("%(name)s is damaged and cannot be opened.", name=name))
            ) from error
        try:
            yield document
        finally:
            document.close()


def seen(content: bytes, kind: str, width: int = 1000, only: Iterable[int] | None = None) -> Iterator[Seen]:
    """Yield the pages of a scan, or those asked for, each about `width` pixels wide; ValueError for a damaged PDF."""
    if kind != "application/pdf":
        source = Image.open(io.BytesIO(content))
        size, told = source.size, source.info.get("dpi", (0, 0))
        dpi = round(min(told) if min(told) >= LOWEST_SCAN else _as_a4(size))
        colours = len(source.getbands()) > 2 or source.mode == "P"
        picture = _eight_bits(source)
        picture.thumbnail((width, width * 2))  # of a JPEG only as much is decoded as this needs
        yield Seen(ImageOps.exif_transpose(picture).convert("RGB"), dpi, colours)
        return
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    with _opened(content) as document:
        for at in range(len(document)) if only is None else only:
            sheet = document[at]
            bitmap = sheet.render(scale=_scale(sheet, width))
            picture = bitmap.to_pil().convert("RGB")
            found = [_resolution(one) for one in sheet.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])]
            bitmap.close()
            sheet.close()
            yield Seen(picture, round(max(found)) if found else None, colours=True)


def _as_a4(size: tuple[int, int]) -> float:
    """The resolution of a picture that does not say any: it goes on a sheet of A4."""
    page = sorted(A4, reverse=size[0] > size[1])
    return max(size[0] / page[0], size[1] / page[1])


def _resolution(image: pypdfium2.PdfImage) -> float:
    left, bottom, right, top = image.get_bounds()
    return max(image.get_px_size()) / (max(right - left, top - bottom, 1) / 72)

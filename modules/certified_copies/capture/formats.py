"""In which forms a scan may come: PDF, JPEG and PNG as they are, TIFF and HEIC in another form, the rest not at all.

Of TIFF and HEIC only the new form is kept. The pages of a TIFF are the same pixels in a PDF; a HEIC becomes a JPEG,
since no PDF can hold it, and the JPEG is what is compared with the original and certified. A second file of each
paper would be personal data that nobody looks at.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from app.toolkit import _, lazily
from modules.certified_copies.capture import unfit
from modules.certified_copies.document import MOST_PAGES, sheet

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image
else:
    pikepdf = lazily("pikepdf")
    Image = lazily("PIL.Image")

MOST_PIXELS = 60_000_000  # of one page: A3 at 600 dpi in colour has 70, and no printer of a paper needs that
LEAST_PIXELS = 100  # a side: less is an icon, and nothing on it could be read
TIFF = (b"II*\x00", b"MM\x00*")
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
PROGRAM = "heif-convert"
# The decoder reads what strangers send: the one that Debian mends, in a process of its own, with bounds.
BOUNDED = ["prlimit", f"--as={2**31}", "--cpu=20", "--"]
SECONDS = 30
EXIF, OTHERS = b"\xe1Exif", b"\xe2MPF\x00"
MARKERS = 2**18  # notes and small pictures stand before the picture itself


def taken(name: str, content: bytes) -> tuple[str, bytes]:
    """Return the scan in the form in which it is kept; ValueError with a sentence that names the file."""
    if content.startswith(TIFF):
        return f"{Path(name).stem}.pdf", _from_tiff(name, content)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return f"{Path(name).stem}.jpg", _from_heic(name, content)
    if content.startswith(b"%PDF"):
        _check_pdf(name, content)
    if content.startswith((b"\xff\xd8", b"\x89PNG")):
        _check_size(name, content)
    if content.startswith(b"\xff\xd8") and b"MPF\x00" in content[:MARKERS]:
        return name, _first_picture(content)
    return name, content


def _from_tiff(name: str, content: bytes) -> bytes:
    import img2pdf

    try:
        with Image.open(io.BytesIO(content)) as picture:
            pages = getattr(picture, "n_frames", 1)
            if pages > MOST_PAGES:
                raise ValueError(str(_("%(name)s has more than %(most)s pages.", name=name, most=MOST_PAGES)))
            for page in range(pages):
                picture.seek(page)
                _check_pixels(name, picture.width * picture.height)
                picture.load()
        rotation, engine = img2pdf.Rotation.ifvalid, img2pdf.Engine.internal
        # Without a date the same scan gives the same bytes: who issues a folder again finds what is issued.
        made: bytes = img2pdf.convert(content, rotation=rotation, layout_fun=sheet, engine=engine, nodate=True)
    except img2pdf.AlphaChannelError as error:
        raise ValueError(str(_("%(name)s is transparent; scan it as an ordinary picture.", name=name))) from error
    except (OSError, SyntaxError, Warning, Image.DecompressionBombError, img2pdf.ImageOpenError) as error:
        raise ValueError(str(_("%(name)s is damaged and cannot be opened.", name=name))) from error
    return made


def _from_heic(name: str, content: bytes) -> bytes:
    program = shutil.which(PROGRAM)
    if program is None:
        raise ValueError(str(_("%(name)s is a HEIC picture, which this server cannot read; send a JPEG.", name=name)))
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.heic"), Path(folder, "out.jpg")
        source.write_bytes(content)
        command = [*BOUNDED, program, "--quiet", "-q", "95", str(source), str(target)]
        try:
            subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)  # noqa: S603 - our own words
            # Of several pictures the first one counts: the others are how a telephone keeps a moving picture.
            made = min(Path(folder).glob("out*.jpg"), default=None)
            if made is not None:
                # The decoder has turned the picture already; and where it was taken is nobody's business.
                return _without(made.read_bytes(), EXIF)
        except (subprocess.SubprocessError, OSError) as error:
            raise ValueError(str(_("%(name)s is damaged and cannot be opened.", name=name))) from error
    raise ValueError(str(_("%(name)s is damaged and cannot be opened.", name=name)))


def _first_picture(content: bytes) -> bytes:
    """A telephone may hide more pictures behind the one in a JPEG: each would become a page."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            entries = getattr(picture, "mpinfo", {}).get(0xB002, ())
    except (OSError, SyntaxError, Warning, Image.DecompressionBombError):
        return content  # whoever keeps it names what is wrong with it
    return _without(content[: entries[0]["Size"]], OTHERS) if len(entries) > 1 else content


def _without(jpeg: bytes, beginning: bytes) -> bytes:
    """Leave out the notes of one kind, by the marker and the first bytes of their segments; the picture is untouched."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        size = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1 : at + 2] + jpeg[at + 4 : at + 8] != beginning:
            kept.append(jpeg[at : at + size])
        at += size
    return b"".join([*kept, jpeg[at:]])


def _check_pdf(name: str, content: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            unfit.check(name, document)
            if len(document.pages) > MOST_PAGES:
                raise ValueError(str(_("%(name)s has more than %(most)s pages.", name=name, most=MOST_PAGES)))
            for page in document.pages:
                for picture in page.get_images().values():
                    _check_pixels(name, int(picture.get("/Width", 0)) * int(picture.get("/Height", 0)))
    except pikepdf.PasswordError as error:
        raise ValueError(str(_("%(name)s is protected by a password; scan the paper.", name=name))) from error
    except (pikepdf.PdfError, TypeError) as error:
        raise ValueError(str(_("%(name)s is damaged and cannot be opened.", name=name))) from error


def _check_size(name: str, picture: bytes) -> None:
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            small = min(opened.size) < LEAST_PIXELS
    except (OSError, SyntaxError, Warning, ValueError, Image.DecompressionBombError):
        return  # whoever keeps it names what is wrong with it
    if small:
        raise ValueError(str(_("%(name)s is too small a picture to be a scanned page.", name=name)))


def _check_pixels(name: str, pixels: int) -> None:
    if pixels > MOST_PIXELS:
        raise ValueError(str(_("%(name)s has too many pixels.", name=name)))

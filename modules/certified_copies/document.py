"""The certified copy as a file: the scanned pages untouched, then the statement page with number, QR and code."""

from __future__ import annotations

import io

import img2pdf
import pikepdf
import segno

from app.toolkit import _, render_pdf
from modules.certified_copies.code import shown
from modules.certified_copies.statement import Statement
from modules.signing.page_digest import digest_of
from modules.signing.seal import Seal

MOST_PAGES = 200
LOWEST_SCAN = 100  # dots per inch; below stands only what no scanner writes
A4 = (595.276, 841.89)  # points


def scan_pages(files: list[tuple[str, bytes]]) -> bytes:
    """Join scans (content type, bytes) into one PDF, pictures without recompression.

    ValueError with a sentence when a file is damaged, protected, empty or there are too many pages.
    """
    joined = pikepdf.new()
    for kind, content in files:
        try:
            whole = (
                content
                if kind == "application/pdf"
                else img2pdf.convert(content, rotation=img2pdf.Rotation.ifvalid, layout_fun=_sheet)
            )
            with pikepdf.open(io.BytesIO(whole)) as part:
                joined.pages.extend(part.pages)
        except pikepdf.PasswordError as error:
            raise ValueError(str(_("The PDF is damaged or protected by a password."))) from error
        except (pikepdf.PdfError, img2pdf.ImageOpenError, img2pdf.AlphaChannelError) as error:
            raise ValueError(str(_("A scanned page cannot be used; scan it again."))) from error
    if not joined.pages:
        raise ValueError(str(_("Add the scanned pages of the original first.")))
    if len(joined.pages) > MOST_PAGES:
        raise ValueError(str(_("At most %(most)s pages.", most=MOST_PAGES)))
    return _saved(joined)


def certified(scan: bytes, statement: Statement) -> bytes:
    """Return the unsigned copy: the pages of `scan`, then the statement.

    The statement is the base document, so that its colour profile and PDF/A marks survive.
    """
    with pikepdf.open(io.BytesIO(scan)) as source:
        pages, digest = len(source.pages), digest_of(source)
        seal = Seal(statement.unit_code, statement.number, statement.book, statement.day, pages, digest)
        page = render_pdf(
            "certified_copies/statement.html",
            {
                "statement": statement,
                "code": shown(statement.code),
                "pages": pages,
                "digest": digest.hex(),
                "qr": segno.make(f"{statement.address}/xac-thuc/{statement.code}", error="m").svg_data_uri(
                    scale=3, border=2
                ),
                "seal": segno.make(seal.text(), error="m").svg_data_uri(scale=3, border=2),
            },
            pdf_variant="pdf/a-3b",
        )
        with pikepdf.open(io.BytesIO(page)) as base:
            for at, sheet in enumerate(source.pages):
                base.pages.insert(at, sheet)
            return _saved(base)


def _sheet(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the page and picture size in points: as scanned, or, of a picture that does not say, an A4 sheet."""
    if min(dpi) >= LOWEST_SCAN:
        plain = img2pdf.get_layout_fun(None)
        return plain(width, height, dpi)
    page = sorted(A4, reverse=width > height)
    scale = min(page[0] / width, page[1] / height)
    return page[0], page[1], width * scale, height * scale


def _saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()

"""The certified copy as a file: the scanned pages untouched, then the statement page with number, QR and code."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from app.toolkit import QrCode, _, lazily, render_pdf
from modules.certified_copies.statement import Statement
from modules.signing.code import shown
from modules.signing.page_digest import digest_of
from modules.signing.seal import Seal

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

# img2pdf takes four megabytes of every process: it is loaded by the first who scans.
MOST_PAGES = 500
LOWEST_SCAN = 100  # dots per inch; below stands only what no scanner writes
A4 = (595.276, 841.89)  # points


def pages_in(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def scan_pages(files: list[tuple[str, bytes]], order: Sequence[tuple[int, int]] | None = None) -> bytes:
    """Join scans (content type, bytes) into one PDF, pictures without recompression.

    `order` says which pages, counted through all scans from 0, in which order and turned clockwise by how many
    degrees; without it, all of them as they came.

    ValueError with a sentence when a file is damaged, protected, empty or there are too many pages.
    """
    import img2pdf

    with ExitStack() as stack:
        try:
            parts = list(_wrapped(files))
            documents = [stack.enter_context(pikepdf.open(io.BytesIO(part))) for part in parts]
        except pikepdf.PasswordError as error:
            raise ValueError(str(_("The PDF is damaged or protected by a password."))) from error
        except (pikepdf.PdfError, img2pdf.ImageOpenError, img2pdf.AlphaChannelError) as error:
            raise ValueError(str(_("A scanned page cannot be used; scan it again."))) from error
        pages = sum(len(document.pages) for document in documents)
        if not pages:
            raise ValueError(str(_("Add the scanned pages of the original first.")))
        if pages > MOST_PAGES:
            raise ValueError(str(_("At most %(most)s pages.", most=MOST_PAGES)))
        arranged = order is not None and list(order) != [(at, 0) for at in range(pages)]
        if len(parts) == 1 and parts[0] is not files[0][1] and not arranged:
            return parts[0]  # wrapped by ourselves: nothing to join, nothing to take over
        joined = pikepdf.new()
        if not arranged or order is None:
            for document in documents:
                joined.pages.extend(document.pages)
            return _saved(joined)
        every = [page for document in documents for page in document.pages]
        for at, turn in order:
            joined.pages.append(every[at])
            if turn:
                joined.pages[-1].rotate(turn, relative=True)
        return _saved(joined)


def certified(scan: bytes, statement: Statement) -> bytes:
    """Return the unsigned copy: the pages of `scan`, then the statement."""
    with pikepdf.open(io.BytesIO(scan)) as source:
        pages, digest = len(source.pages), digest_of(source)
        seal = Seal(statement.unit_code, statement.number, statement.book, statement.day, pages, digest)
        page = render_pdf(
            "certified_copies/statement.html",
            {
                "statement": statement,
                "preview": False,
                "code": shown(statement.code),
                "pages": pages,
                "digest": digest.hex(),
                # One pixel for a module, which the page draws without smoothing: large pictures take long to embed.
                "qr": QrCode.of(f"{statement.address}/xac-thuc/{statement.code}", 2, 1).picture,
                "seal": QrCode.of(seal.text(), 2, 1).picture,
            },
            pdf_variant="pdf/a-3b",
            uncompressed_pdf=True,  # all is packed below, once
        )
        return followed_by(source, page)


def followed_by(scan: pikepdf.Pdf, page: bytes) -> bytes:
    """Return the pages of a scan, then a statement; the statement is the base, with its colour profile and marks."""
    with pikepdf.open(io.BytesIO(page)) as base:
        for at, leaf in enumerate(scan.pages):
            base.pages.insert(at, leaf)
        return _saved(base)


def _wrapped(files: list[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield PDF files; pictures that follow each other become one, since wrapping many costs as much as one."""
    import img2pdf

    for is_pdf, group in itertools.groupby(files, lambda file: file[0] == "application/pdf"):
        contents = [content for _kind, content in group]
        if is_pdf:
            yield from contents
        else:
            turned = img2pdf.Rotation.ifvalid
            yield img2pdf.convert(contents, rotation=turned, layout_fun=sheet, engine=img2pdf.Engine.internal)


def sheet(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the page and picture size in points: as scanned, or, of a picture that does not say, an A4 sheet."""
    import img2pdf

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

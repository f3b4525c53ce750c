"""The agency's signature as text alone in the corner of page 1: copies of the agency's own papers.

NĐ 30/2020/NĐ-CP, Phụ lục I: top right of the first page, no picture; form of the copy, agency, time of signing by
ISO 8601 in Vietnam's zone; size 10, upright, black.
"""

from __future__ import annotations

import io
from tempfile import NamedTemporaryFile

import pikepdf
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle

from app.toolkit import render_pdf
from modules.signing.keys import HeldKey
from modules.signing.pades import RESERVED, Box

FIELD = "ChuKyBanSao"
# pyHanko would leave a margin of its own and make the letters smaller than size 10.
MIDDLE = layout.AxisAlignment.ALIGN_MID
FULL = layout.SimpleBoxLayoutRule(MIDDLE, MIDDLE, margins=layout.Margins(0, 0, 0, 0))
WIDE, LINE, EDGE = 330.0, 13.0, 14.0  # points; one line of size 10 holds some 65 letters in WIDE


def sign_corner(pdf: bytes, key: HeldKey, name: str, words: str) -> bytes:
    """Sign as the agency with `words` in the upper right corner, and lock the document."""
    box = corner_of(pdf, words)
    page = render_pdf("signing/corner.html", {"words": words, "width": box[2] - box[0], "height": box[3] - box[1]})
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True, name=name
    )
    place = SigFieldSpec(FIELD, on_page=0, box=box, field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL))
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(page)
        file.flush()
        style = StaticStampStyle.from_pdf_file(file.name, border_width=0, background_opacity=1, background_layout=FULL)
        signer = signers.PdfSigner(meta, key, stamp_style=style, new_field_spec=place)
        return signer.sign_pdf(writer, bytes_reserved=RESERVED).getvalue()


def corner_of(pdf: bytes, words: str) -> Box:
    """Return the box for the words on page 1, in points: one line on A4, as many as needed on narrow pages."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        left, bottom, right, top = (float(edge) for edge in document.pages[0].mediabox)
    width = min(WIDE, right - left - 2 * EDGE)
    lines = -(-len(words) * 5.2 // width)
    high = min(lines * LINE + 2, top - bottom - EDGE)
    return round(right - EDGE - width), round(top - EDGE - high), round(right - EDGE), round(top - EDGE)

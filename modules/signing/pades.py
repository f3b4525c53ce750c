"""Two PAdES signatures on one PDF: the official certifies first, the agency locks (NĐ 45/2020 art. 10(3))."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from tempfile import NamedTemporaryFile

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.stamp import StaticStampStyle

from app.toolkit import _, clock, render_pdf
from modules.signing.keys import HeldKey

OFFICIAL, AGENCY = "ChuKyNguoiChungThuc", "ChuKyCoQuan"
RESERVED = 16_384  # bytes kept for a signature; saves pyHanko's dry run
INKS = {True: "#1a3f8b", False: "#b3200e"}  # blue for the official, red for the agency
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Places:
    """Where the two signatures show, on the last page, in PDF points from the lower left corner."""

    official: Box = (310, 346, 530, 408)
    agency: Box = (310, 282, 530, 344)


def prepare(pdf: bytes, places: Places = Places()) -> bytes:
    """Put both empty fields on the last page; the second one, added later, would spoil the first signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    lock = FieldMDPSpec(FieldMDPAction.ALL)
    append_signature_field(writer, SigFieldSpec(OFFICIAL, on_page=-1, box=places.official))
    append_signature_field(writer, SigFieldSpec(AGENCY, on_page=-1, box=places.agency, field_mdp_spec=lock))
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def sign_official(pdf: bytes, key: HeldKey, name: str) -> bytes:
    """Sign as the certifying official: a certification that lets only form fields be filled afterwards."""
    return _sign(pdf, key, OFFICIAL, name, certify=True)


def seal_agency(pdf: bytes, key: HeldKey, name: str) -> bytes:
    """Sign as the agency, after the official, and lock the document."""
    return _sign(pdf, key, AGENCY, name, certify=False)


def _sign(pdf: bytes, key: HeldKey, field: str, name: str, *, certify: bool) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    filled = {name: value is not None for name, value, _ref in enumerate_sig_fields(writer.prev)}
    if field not in filled:
        raise ValueError(str(_("This file was not prepared for signing.")))
    if filled[field]:
        raise ValueError(str(_("This file is already signed.")))
    if field == AGENCY and not filled[OFFICIAL]:
        raise ValueError(str(_("The official has to sign before the agency.")))
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        name=name,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    # The time follows NĐ 30/2020 Phụ lục I: ISO 8601 with Vietnam's zone.
    page = _stamp(name, clock.now().isoformat(" ", "seconds"), INKS[certify])
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(page)
        file.flush()
        # A fresh style for each signature: shared ones would refer to objects of other files.
        style = StaticStampStyle.from_pdf_file(file.name, border_width=0, background_opacity=1)
        signer = signers.PdfSigner(meta, key, stamp_style=style)
        return signer.sign_pdf(writer, bytes_reserved=RESERVED).getvalue()


@lru_cache(maxsize=64)
def _stamp(name: str, moment: str, ink: str) -> bytes:
    """Draw what a signature shows; whoever signs many copies in a second draws it once."""
    return render_pdf("signing/stamp.html", {"name": name, "moment": moment, "ink": ink})

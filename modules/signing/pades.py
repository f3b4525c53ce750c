"""Two PAdES signatures on one PDF: the official certifies first, the agency locks (NĐ 45/2020 art. 10(3))."""

from __future__ import annotations

from dataclasses import dataclass

from app.toolkit import _, clock
from modules.signing.look import Look, Words
from modules.signing.outside.timestamps import if_possible
from modules.signing.pdf_fields import Box, Field, Signing
from modules.signing.revision import Revision
from modules.signing.signer import Signer

OFFICIAL, AGENCY = "ChuKyNguoiChungThuc", "ChuKyCoQuan"
BLUE, RED = (0.1, 0.25, 0.55), (0.7, 0.13, 0.05)  # inks: of the official, of the agency


@dataclass(frozen=True)
class Places:
    """Where the two signatures show, on the last page, in PDF points from the lower left corner."""

    official: Box = (310, 346, 530, 408)
    agency: Box = (310, 282, 530, 344)


def prepare(pdf: bytes, places: Places = Places()) -> bytes:
    """Put both empty fields on the last page; the second one, added later, would spoil the first signature."""
    revision = Revision(pdf)
    Field(OFFICIAL, -1, places.official).add(revision)
    Field(AGENCY, -1, places.agency, locks=True).add(revision)
    return b"".join((pdf, revision.written()))


def sign_official(pdf: bytes, key: Signer, name: str, look: Look | None = None) -> bytes:
    """Sign as the certifying official: a certification that lets only form fields be filled afterwards."""
    return Signing(OFFICIAL, name, look or said(name, BLUE), certifies=True).made(pdf, key, if_possible())


def seal_agency(pdf: bytes, key: Signer, name: str, look: Look | None = None) -> bytes:
    """Sign as the agency, after the official, and lock the document."""
    return Signing(AGENCY, name, look or said(name, RED), second=True).made(pdf, key, if_possible())


def said(name: str, ink: tuple[float, float, float]) -> Words:
    """Say in words who signs, and when."""
    # The time follows NĐ 30/2020 Phụ lục I: ISO 8601 with Vietnam's zone.
    moment = clock.now().isoformat(" ", "seconds")
    return Words((f"{_('Signed by')}: {name}", f"{_('Time of signing')}: {moment}"), ink)

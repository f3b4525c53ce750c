"""What comes back from elsewhere: our exact bytes, one signature more, by the certificate that was expected; else nothing."""

from __future__ import annotations

import io

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.orm import Session

from app.toolkit import _, as_system, take_as
from modules.signing.agent.models import Handover, Stand
from modules.signing.agent.preparations import PLACE, CameBack
from modules.signing.anchors import anchors
from modules.signing.pdf_fields import fields_of
from modules.signing.revision import Revision
from modules.signing.status import require_good
from modules.signing.verification import Integrity, examine
from modules.signing.verification.sandbox import EXAMINER


def take_back(session: Session, handover: Handover, content: bytes) -> None:
    """Go on with the step that the file was handed out for. ValueError or PermissionError: nothing has changed."""
    prepared, key = handover.content(), handover.key
    require_signed(prepared, content, key.pem or "")
    handover.end(session, Stand.DONE)
    back = CameBack(handover.resource, handover.row, handover.step, content, handover.remembered)
    user_id, seen = handover.user_id, handover.seen
    session.info[PLACE] = back
    try:
        take_as(session, back.resource, back.row, back.step, user_id, seen)
    finally:
        session.info.pop(PLACE, None)


def require_signed(prepared: bytes, content: bytes, pem: str) -> None:
    """ValueError with a sentence unless `content` is `prepared` with one new, good signature of the certificate."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # large, and a server at rest does not need it

    if content == prepared:
        raise ValueError(str(_("The file came back without a signature.")))
    if not content.startswith(prepared):
        raise ValueError(str(_("What came back is not the file that was handed out.")))
    held, before = anchors(), len(examine(prepared, anchors(), look=False).signatures)
    verdict = EXAMINER.examine(content, held)
    if len(verdict.signatures) != before + 1 or verdict.signatures[-1].is_timestamp:
        raise ValueError(str(_("Exactly one signature must have been added.")))
    if verdict.integrity is not Integrity.INTACT or not verdict.signatures[-1].covers_all:
        raise ValueError(verdict.sentence)
    _require_nothing_else(prepared, content)
    last = PdfFileReader(io.BytesIO(content)).embedded_signatures[-1]
    revision = Revision(prepared)  # held: its fields end with it
    fields = fields_of(revision)
    free = {name for name, field in fields.items() if "/V" not in field}
    if last.field_name in free - set(list(fields)[before : before + 1]):  # a field of the device's own does no harm
        raise ValueError(str(_("The signature stands in the place of another signer.")))
    expected = x509.load_pem_x509_certificate(pem.encode()).public_bytes(Encoding.DER)
    if last.signer_cert.dump() != expected:
        raise ValueError(str(_("Another certificate has signed than the one that was expected.")))
    require_good(expected, [one.dump() for one in last.other_embedded_certs], held)


def _require_nothing_else(prepared: bytes, content: bytes) -> None:
    """Of the first signature no earlier one bears witness to what was there: the two files are compared part by part."""
    from modules.signing.verification import (  # with large libraries, which a server at rest does not need
        pixels,
        structure,
    )

    found, known, new = structure.differences(structure.anatomy(prepared), structure.anatomy(content))
    found = found or pixels.seen_differences(prepared, content, known, new)
    if found:
        raise ValueError(str(found[0]))


def end_late(session: Session) -> None:
    """End the handovers that nobody answered in time; a job."""
    for handover in Handover.late(session):
        give_up(session, handover)


def give_up(session: Session, handover: Handover) -> None:
    """End a handover without a signature; the module hears of it, so that a number it drew becomes a void line."""
    words, preparation = handover.remembered, handover.preparation
    with as_system():
        handover.end(session, Stand.OVER)
        preparation.give_up(words)
        session.flush()

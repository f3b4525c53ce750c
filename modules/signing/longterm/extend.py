"""A file extended for the long term (PAdES B-LTA): proofs appended, and a timestamp over all that went before.

ETSI EN 319 142-1, 5.4 and 5.5. Nothing that was signed changes: what is added stands behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.toolkit import clock, lazily
from modules.signing.cms import Timestamper
from modules.signing.longterm.evidence import Evidence
from modules.signing.pdf_fields import Field, fields_of, filled, pdf_time
from modules.signing.revision import Revision
from modules.signing.verification import Anchors

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

NOWHERE = (0, 0, 0, 0)  # a timestamp shows nothing
STAMP = "DauThoiGian"


def extended(pdf: bytes, anchors: Anchors, timestamper: Timestamper) -> bytes:
    """Append proofs and a document timestamp. ValueError: a state or the time cannot be had, or the file is damaged."""
    evidence = Evidence.of(pdf, anchors)
    revision = Revision(pdf)
    _add_store(revision, evidence)
    number = sum(name.startswith(STAMP) for name in fields_of(revision)) + 1
    field = Field(f"{STAMP}{number}", 0, NOWHERE).add(revision)
    field.V = revision.add(
        pikepdf.Dictionary(
            Type=pikepdf.Name.DocTimeStamp,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/ETSI.RFC3161"),
            M=pdf_time(clock.now()),
        )
    )
    return filled(pdf, revision, field.V, timestamper)


def _add_store(revision: Revision, evidence: Evidence) -> None:
    """Put what is new into the document's store of proofs; what stands there stays."""
    document = revision.document
    store = document.Root.get("/DSS")
    if store is None:
        store = document.Root.DSS = revision.add(pikepdf.Dictionary(Type=pikepdf.Name.DSS))
        revision.touch(document.Root)
    elif store.is_indirect:
        revision.touch(store)
    else:
        revision.touch(document.Root)
    for key, ders in (("/Certs", evidence.certificates), ("/OCSPs", evidence.answers), ("/CRLs", evidence.lists)):
        held = list(store.get(key, pikepdf.Array()))
        known = {one.read_bytes() for one in held}
        new = [revision.document.make_stream(der) for der in ders if der not in known]
        if held or new:
            store[key] = pikepdf.Array([*held, *new])

"""The last step of every signed file: our own check, its sealed place on the record, and its keeping for the long term."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.toolkit import Attachment, _, keep
from modules.signing.anchors import anchors
from modules.signing.longterm.preservation import Preservation
from modules.signing.verification import examine


def release(session: Session, record: Any, name: str, content: bytes) -> Attachment:
    """Keep a finished file on its record for good. ValueError: a receiver would not believe it."""
    verdict = examine(content, anchors())
    if not verdict.valid:
        reason = verdict.sentence
        raise ValueError(str(_("The finished file did not pass our own check: %(reason)s", reason=reason)))
    file = keep(session, record, name, content, slot="final", sealed=True)
    Preservation.begin(session, file, timed=verdict.timed)
    return file

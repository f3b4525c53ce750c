"""Telling the Ministry of a case: a message of the transaction that puts it forward, under a key of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import _, db
from modules.civil_registration.cases.actions import Action, note
from modules.civil_registration.cases.kinds import AtMinistry
from modules.interconnect import Outgoing, send

PURPOSE = _("Register at the Ministry of Justice")


def push(case: Any) -> Outgoing:
    """Send a case as it stands; once more after it was mended, under the next key."""
    session = db.session()
    key = _key(case, _times(session, case) + 1)
    content = {"procedure": case.done_by, "module": case.module, "data": {"hoTich": case.for_ministry()}}
    message = send(session, "civil_status", "push", content, key=key, purpose=str(PURPOSE), about=case)
    case.at_ministry, case.ministry_says = AtMinistry.WAITING, None
    case.number_asked()
    note(case, "push")
    return message


def is_last(session: Session, case: Any, message: Outgoing) -> bool:
    """Whether a message is the last one about its case: an answer to an earlier one tells of what has been mended since."""
    return message.key == _key(case, _times(session, case))


def _key(case: Any, place: int) -> str:
    return f"{case.event.value}-{case.id}-{place}"


def _times(session: Session, case: Any) -> int:
    here = (Action.event == case.event, Action.case_id == case.id, Action.kind == "push")
    return session.scalar(select(func.count()).select_from(Action).where(*here)) or 0

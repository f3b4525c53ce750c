"""What the workflow adds to a record page: why it came back, who works on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g

from app.data.base import db
from app.data.people import User
from app.data.record import Record
from app.data.task import Passage
from app.data.text import Text
from app.engine import assignment
from app.spec.flow import Workflow
from app.spec.words import Resource


@dataclass(frozen=True)
class Returned:
    """The last step, when it demanded a reason: the reader must know it before working on."""

    step: Text
    reason: str
    who: str
    at: datetime
    tone: str


def around(res: Resource, record: Record, passages: Sequence[Passage]) -> dict[str, Any]:
    """Return the parts of the page that a workflow needs; nothing for a resource without one."""
    if res.workflow is None:
        return {"returned": None, "duties": []}
    duties = assignment.duties(db.session(), res, record, g.principal)
    return {"returned": _returned(res.workflow, passages), "duties": duties}


def _returned(flow: Workflow, passages: Sequence[Passage]) -> Returned | None:
    """Why the record came back, when its last step gave a reason that a step of this name asks for."""
    last = passages[-1] if passages else None
    step = next((one for one in flow.steps if last and one.name == last.step and one.reason), None)
    if last is None or step is None or not last.reason:
        return None
    actor = db.session.get(User, last.actor_id) if last.actor_id else None
    return Returned(step.label, last.reason, actor.name if actor else "", last.at, step.target.tone)

"""What the workflow adds to a record page: why it came back, who works on it, the drawing of its road."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, g, render_template
from sqlalchemy import select

from app.data.base import db
from app.data.people import User
from app.data.record import Record
from app.data.task import Passage
from app.data.text import Text
from app.engine import assignment
from app.engine.registry import registry
from app.engine.rules import first_day, rules_of
from app.spec.diagram import Drawing
from app.spec.words import Resource


@dataclass(frozen=True)
class Returned:
    """The last step, when it demanded a reason: the reader must know it before working on."""

    step: Text
    reason: str
    who: str
    at: datetime
    tone: str


def around(res: Resource, record: Record) -> dict[str, Any]:
    """Return the parts of the page that a workflow needs; nothing for a resource without one."""
    if res.workflow is None:
        return {"returned": None, "duties": []}
    duties = assignment.duties(db.session(), res, record, g.principal)
    return {"returned": _returned(res, record), "duties": duties}


def road(res: Resource, row: int) -> str:
    """The whole workflow of a record, drawn and as a table, under the rules of the day it began."""
    from app.web import page  # the page shows what this module adds to it

    record = page.load(res, row)
    if res.workflow is None:
        abort(404)
    rules, day = rules_of(db.session(), res), first_day(record)
    drawing = Drawing(res.workflow, rules, day, getattr(record, res.workflow.column.key))
    return render_template("resource/workflow.html", res=res, record=record, drawing=drawing, day=day)


def _returned(res: Resource, record: Record) -> Returned | None:
    where = (Passage.resource == registry.key(res), Passage.row_id == record.id)
    last = select(Passage, User.name).outerjoin(User, User.id == Passage.actor_id).where(*where)
    row = db.session.execute(last.order_by(Passage.id.desc()).limit(1)).first()
    if row is None or not row[0].reason or res.workflow is None:
        return None
    for step in res.workflow.steps:
        if step.name == row[0].step and step.reason:
            return Returned(step.label, row[0].reason, row[1] or "", row[0].at, step.target.tone)
    return None

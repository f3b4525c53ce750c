"""The page of a record's road: its whole workflow, drawn and as a table."""

from __future__ import annotations

from flask import abort, render_template

from app.data.base import db
from app.engine.rules import first_day, rules_of
from app.spec.diagram import Drawing
from app.spec.words import Resource
from app.web import page


def road(res: Resource, row: int) -> str:
    """The whole workflow of a record, drawn and as a table, under the rules of the day it began."""
    record = page.load(res, row)
    if res.workflow is None:
        abort(404)
    rules, day = rules_of(db.session(), res), first_day(record)
    drawing = Drawing(res.workflow, rules, day, getattr(record, res.workflow.column.key))
    return render_template("resource/workflow.html", res=res, record=record, drawing=drawing, day=day)

"""Making, changing and deleting a record: its form, what was typed, conflicts, the step that follows a save."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.data.base import db
from app.data.field import meta
from app.data.format import parse_day
from app.data.record import Record
from app.data.row_id import row_id
from app.data.text import _
from app.engine import forms, overtaken, saving, steps
from app.engine.codes import Codes
from app.engine.differences import between
from app.engine.work import work
from app.spec.words import Lines, Resource
from app.web import drafts, page, typed
from app.web.answers import telling


def new(res: Resource) -> ResponseReturnValue:
    """An empty form, and what was typed into it."""
    g.principal.require("create", res)
    return _form(res, _begun(res))


def edit(res: Resource, row: int) -> ResponseReturnValue:
    """The form of a record in a state that may still be edited."""
    record = page.load(res, row)
    saving.require_editable(res, record, g.principal)
    return _form(res, record)


def delete(res: Resource, row: int) -> ResponseReturnValue:
    """Delete a record that may be edited, if the role allows it."""
    record = page.load(res, row)
    g.principal.require("delete", res, record.unit_id)
    saving.require_editable(res, record, g.principal)
    name = str(record)
    with telling():
        with work(g.principal) as session:
            saving.remove(session, res, record)
        flash(str(_("Deleted %(record)s.", record=name)), "good")
        return redirect(url_for("resource.index", res=res), 303)
    return redirect(url_for("resource.show", res=res, row=row), 303)


def _form(res: Resource, record: Record) -> ResponseReturnValue:
    posted = request.form if request.method == "POST" else None
    form = forms.build(db.session(), forms.parts_of(res), record, posted)
    if posted is None:
        return _shown(res, record, form, draft=drafts.find(res, record))
    valid = form.validate()
    # First of all: a page with mistakes that came back with the new version would overwrite the other person's work.
    if record.id and posted.get("version") != str(record.version):
        return _conflict(res, record, form, posted.get("seen", "")), 409
    if not valid:
        return _shown(res, record, form), 422
    fresh = record.id is None
    try:
        with work(g.principal) as session:
            saving.save(session, res, record, form, g.principal)
            drafts.forget(res, posted.get("version"), record)
    except ValueError as error:
        flash(str(error), "bad")
        # What was not saved is not shown as if it were; a new record keeps nothing of the row that was taken back.
        record = _begun(res) if fresh else page.load(res, record.id)
        return _shown(res, record, form), 422
    if posted.get("then"):
        return _then(res, record, posted["then"])
    flash(str(_("Saved %(record)s.", record=record)), "good")
    return redirect(url_for("resource.show", res=res, row=record.id), 303)


def _conflict(res: Resource, record: Record, form: Any, seen: str) -> str:
    """What was typed stays; what was not touched shows what the other person has saved."""
    by = None
    with suppress(ValueError):  # a page that does not say when it was opened keeps all of its values
        lines = overtaken.lines_since(db.session(), form, record, datetime.fromisoformat(seen).astimezone(UTC))
        by = overtaken.last(db.session(), lines)
        overtaken.keep_theirs(form, forms.build(db.session(), forms.parts_of(res), record), record, lines)
    return _shown(res, record, form, conflict=list(between(form, record, Codes(db.session()).names)), by=by)


def _shown(res: Resource, record: Record, form: Any, **more: Any) -> str:
    more["typed"] = typed.of(res, record, form)
    if record.id is None:
        return render_template(page.own_template(res, "form"), res=res, record=record, form=form, **more)
    return render_template(page.own_template(res, "edit"), form=form, **page.around(res, record), **more)


def _then(res: Resource, record: Record, name: str) -> ResponseReturnValue:
    """Take the step whose button saved the form, or ask for what it needs."""
    step = page.step_of(res, name)
    if step.form or step.reason or step.confirm:
        return redirect(url_for("resource.step", res=res, row=record.id, step=name), 303)
    with telling():
        with work(g.principal) as session:
            steps.take(session, res, record, name, g.principal)
        return page.after(res, record, step)
    return redirect(url_for("resource.show", res=res, row=record.id), 303)


def _begun(res: Resource) -> Record:
    record: Record = res.model()
    _fill_from_address(res, record)
    return record


def _fill_from_address(res: Resource, record: Record) -> None:
    for part in forms.parts_of(res):
        for column in [] if isinstance(part, Lines) else part.columns:
            value = request.args.get(column.key, "")
            if meta(column).kind == "reference" and (number := row_id(value)):
                setattr(record, column.key, number)
            elif value and meta(column).kind == "text":
                setattr(record, column.key, value[: meta(column).high or 200])
            elif value and meta(column).kind == "day":
                with suppress(ValueError):  # an address typed wrong opens an empty form
                    setattr(record, column.key, parse_day(value))

"""The stock screens of every resource: list, record, form, steps, sheets and printouts, from one set of routes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.routing import BaseConverter, ValidationError

from app.data import clock
from app.data.base import db
from app.data.field import meta
from app.data.record import Record
from app.data.text import _
from app.engine import forms, rules, steps
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Lines, Resource
from app.web import bulk, drafts, listing, printing, saved, stream, timeline


class ResourceConverter(BaseConverter):
    """`<module>/<slug>` in an address, as the Resource it names."""

    part_isolating = False
    regex = r"[a-z_]+/[a-z-]+"

    def to_python(self, value: str) -> Resource:
        """Return the resource, or let the address be another page's."""
        found = registry.resources.get(value.replace("/", "."))
        if found is None:
            raise ValidationError
        return found

    def to_url(self, value: Resource) -> str:
        """Return the address part of a resource."""
        return registry.key(value).replace(".", "/")


def init(site: Flask) -> None:
    """Register the routes."""
    bp = Blueprint("resource", __name__)
    rules: list[tuple[str, str, Any, list[str]]] = [
        ("/<resource:res>", "index", listing.index, ["GET"]),
        ("/<resource:res>/sheet.<any(csv,xlsx,json,pdf):kind>", "sheet", listing.sheet, ["GET"]),
        ("/<resource:res>/bulk", "bulk", bulk.act, ["POST"]),
        ("/<resource:res>/filters", "save_filter", saved.save, ["POST"]),
        ("/<resource:res>/filters/<int:number>/delete", "drop_filter", saved.drop, ["POST"]),
        ("/<resource:res>/new", "new", new, ["GET", "POST"]),
        ("/<resource:res>/<int:row>", "show", show, ["GET"]),
        ("/<resource:res>/<int:row>/edit", "edit", edit, ["GET", "POST"]),
        ("/<resource:res>/<int:row>/delete", "delete", delete, ["POST"]),
        ("/<resource:res>/<int:row>/steps/<step>", "step", step, ["GET", "POST"]),
        ("/<resource:res>/<int:row>/print/<name>.pdf", "print", printing.report, ["GET"]),
        ("/<resource:res>/<int:row>/reveal/<column>", "reveal", reveal, ["POST"]),
        ("/<resource:res>/<int:row>/draft", "draft", drafts.keep, ["POST"]),
    ]
    for rule, name, view, methods in rules:
        bp.add_url_rule(rule, name, view, methods=methods)
    site.register_blueprint(bp)


def load(res: Resource, row: int) -> Any:
    """Return a record with what its page shows, or 404 when it does not exist for this person."""
    g.principal.require("read", res)
    statement = select(res.model).where(res.model.id == row)
    statement = statement.options(joinedload(res.model.unit), joinedload(res.model.created_by))
    for table in forms.tables_of(res):
        statement = statement.options(selectinload(table.attribute))
        for column in table.columns:
            if meta(column).kind == "reference":
                row = getattr(column.class_, column.key.removesuffix("_id"))
                statement = statement.options(selectinload(table.attribute).joinedload(row))
    for part in forms.parts_of(res):
        for column in [] if isinstance(part, Lines) else part.columns:
            if meta(column).kind == "reference":
                statement = statement.options(joinedload(getattr(res.model, column.key.removesuffix("_id"))))
    record = db.session.scalars(statement).unique().one_or_none()
    if record is None:
        abort(404)
    return record


def show(res: Resource, row: int) -> str:
    """The record page."""
    record = load(res, row)
    return render_template(
        own_template(res, "detail"),
        res=res,
        record=record,
        parts=_parts(res, record),
        steps=steps.open_steps(db.session(), res, record, g.principal),
        editable=may_edit(res, record),
        files=stream.files_of(res, record),
        tabs=stream.tabs_of(res, record),
        **beside(res, record),
        bar=status_bar(res, record),
    )


def beside(res: Resource, record: Record) -> dict[str, Any]:
    """What the stream beside a record shows, in the tab the address asks for."""
    tab = request.args.get("stream", "all")
    return {
        "stream": stream.stream(res, record, tab),
        "stream_tabs": stream.TABS,
        "stream_tab": tab if tab in stream.TABS else "all",
        "activities": stream.activities(res, record),
        "follows": timeline.follows(res, record.id),
        "today": clock.today(),
    }


def new(res: Resource) -> Any:
    """An empty form, and what was typed into it."""
    g.principal.require("create", res)
    record = res.model()
    _fill_from_address(res, record)
    return _form(res, record, url_for("resource.index", res=res))


def edit(res: Resource, row: int) -> Any:
    """The form of a record in a state that may still be edited."""
    record = load(res, row)
    if not may_edit(res, record):
        raise PermissionError(str(_("This record can no longer be edited in its present state.")))
    return _form(res, record, url_for("resource.show", res=res, row=row))


def _form(res: Resource, record: Record, back: str) -> Any:
    posted = request.form if request.method == "POST" else None
    form = forms.build(db.session(), forms.parts_of(res), record, posted)
    if posted is not None and form.validate():
        if record.id and posted.get("version") != str(record.version):
            return render_template(
                own_template(res, "form"),
                res=res,
                record=record,
                form=form,
                back=back,
                conflict=listing.differences(form, record),
            ), 409
        try:
            with work(g.principal) as session:
                if record.id is None:
                    _own(record)
                    session.add(record)
                form.apply(record)
                session.flush()
                if hasattr(record, "saved"):
                    record.saved()
                if res.workflow and posted.get("version") == "0":
                    steps.arrive(session, res, record)
                drafts.forget(res, posted.get("version"), record)
        except ValueError as error:
            flash(str(error), "bad")
            return render_template(own_template(res, "form"), res=res, record=record, form=form, back=back), 422
        flash(str(_("Saved %(record)s.", record=record)), "good")
        return redirect(url_for("resource.show", res=res, row=record.id), 303)
    status = 422 if posted is not None else 200
    return render_template(
        own_template(res, "form"),
        res=res,
        record=record,
        form=form,
        back=back,
        draft=drafts.find(res, record) if posted is None else None,
    ), status


def delete(res: Resource, row: int) -> Any:
    """Delete a record that may be edited, if the role allows it."""
    record = load(res, row)
    g.principal.require("delete", res, record.unit_id)
    if not may_edit(res, record):
        raise PermissionError(str(_("This record can no longer be edited in its present state.")))
    name = str(record)
    with work(g.principal) as session:
        session.delete(record)
    flash(str(_("Deleted %(record)s.", record=name)), "good")
    return redirect(url_for("resource.index", res=res), 303)


def step(res: Resource, row: int, step: str) -> Any:
    """Ask for what a step needs, then take it."""
    record = load(res, row)
    try:
        declared = steps.find_step(res, step)
    except LookupError:
        abort(404)
    if not g.principal.holds(declared.roles, record.unit_id):
        raise PermissionError(str(_("You have not been given the right to do this step.")))
    posted = request.form if request.method == "POST" else None
    form = forms.build(db.session(), forms.step_parts(declared.form), record, posted)
    asked = declared.form or declared.reason or declared.confirm
    if posted is None or not form.validate():
        return render_template(
            "resource/step.html", res=res, record=record, step=declared, form=form, files=stream.files_of(res, record)
        ), (200 if posted is None else 422)
    if posted.get("version", str(record.version)) != str(record.version):
        flash(str(_("%(record)s was changed meanwhile; look at it again before you go on.", record=record)), "warn")
        return redirect(url_for("resource.show", res=res, row=row), 303)
    try:
        with work(g.principal) as session:
            steps.take(session, res, record, step, g.principal, posted.get("reason", ""), lambda: form.apply(record))
    except ValueError as error:
        flash(str(error), "bad")
        if asked:
            return render_template(
                "resource/step.html",
                res=res,
                record=record,
                step=declared,
                form=form,
                files=stream.files_of(res, record),
            ), 422
        return redirect(url_for("resource.show", res=res, row=row), 303)
    flash(
        str(
            _(
                "%(step)s: done. %(record)s is now “%(state)s”.",
                step=declared.label,
                record=record,
                state=steps.state_of(res, record),
            )
        ),
        "good",
    )
    return redirect(url_for("resource.show", res=res, row=row), 303)


def reveal(res: Resource, row: int, column: str) -> str:
    """Show one masked personal value, and write down who looked."""
    record = load(res, row)
    attribute = getattr(res.model, column, None)
    if attribute is None or not meta(attribute).personal:
        abort(404)
    with work(g.principal) as session:
        timeline.note_reading(session, record, column)
    return render_template("resource/revealed.html", value=getattr(record, column), res=res, row=row)


def may_edit(res: Resource, record: Record) -> bool:
    """Whether this person may change this record in its present state."""
    open_state = not res.workflow or steps.state_of(res, record) in res.workflow.editable
    return open_state and g.principal.may("update", res, record.unit_id)


def own_template(res: Resource, view: str) -> list[str]:
    """The module's own page for a view, when it has one, else the stock page."""
    module, slug = registry.key(res).split(".")
    return [f"{module}/{slug}/{view}.html", f"resource/{view}.html"]


def status_bar(res: Resource, record: Record) -> list[dict[str, Any]]:
    """The straight road of the workflow with the present state on it."""
    if not res.workflow or not res.workflow.bar:
        return []
    now = steps.state_of(res, record)
    bar = rules.bar_of(db.session(), res, record)
    if now not in bar:
        bar = [*bar[:1], now]
    place = bar.index(now)
    return [
        {"label": state, "kind": "done" if at < place else "current" if at == place else "future"}
        for at, state in enumerate(bar)
    ]


def _parts(res: Resource, record: Record) -> list[Any]:
    return [part for part in forms.parts_of(res) if isinstance(part, Lines) or part.when is None or part.when(record)]


def _own(record: Record) -> None:
    record.created_by_id = g.principal.user_id
    if record.unit_id is None:
        record.unit_id = g.principal.unit_id


def _fill_from_address(res: Resource, record: Record) -> None:
    for part in forms.parts_of(res):
        for column in [] if isinstance(part, Lines) else part.columns:
            value = request.args.get(column.key, "")
            if value.isdigit() and meta(column).kind == "reference":
                setattr(record, column.key, int(value))

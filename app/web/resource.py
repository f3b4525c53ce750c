"""The stock routes of every resource, and the two that are small enough to live here: a step and a reveal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import BaseConverter, IntegerConverter, Map, ValidationError

from app.data.base import db
from app.data.field import meta
from app.data.record import Record
from app.data.row_id import LARGEST
from app.data.text import _
from app.engine import forms, readings, steps
from app.engine.elsewhere import Elsewhere
from app.engine.registry import registry
from app.engine.work import work
from app.spec.flow import Step
from app.spec.words import Resource
from app.web import (
    asking,
    assignment,
    bulk,
    drafts,
    editing,
    importing,
    listing,
    page,
    printing,
    road,
    saved,
    stream,
    typed,
)

RULES: list[tuple[str, str, Any, list[str]]] = [
    ("/<resource:res>", "index", listing.index, ["GET"]),
    ("/<resource:res>/sheet.<any(csv,xlsx,json,pdf):kind>", "sheet", listing.sheet, ["GET"]),
    ("/<resource:res>/bulk", "bulk", bulk.act, ["POST"]),
    ("/<resource:res>/filters", "save_filter", saved.save, ["POST"]),
    ("/<resource:res>/filters/<int:number>/delete", "drop_filter", saved.drop, ["POST"]),
    ("/<resource:res>/import", "import", importing.index, ["GET"]),
    ("/<resource:res>/import", "send", importing.send, ["POST"]),
    ("/<resource:res>/import/<any(template,rows):what>.<any(xlsx,csv):kind>", "template", importing.template, ["GET"]),
    ("/<resource:res>/import/<int:number>", "import_file", importing.show, ["GET"]),
    ("/<resource:res>/import/<int:number>", "import_write", importing.write, ["POST"]),
    ("/<resource:res>/new", "new", editing.new, ["GET", "POST"]),
    ("/<resource:res>/<int:row>", "show", page.show, ["GET"]),
    ("/<resource:res>/<int:row>/edit", "edit", editing.edit, ["GET", "POST"]),
    ("/<resource:res>/<int:row>/delete", "delete", editing.delete, ["POST"]),
    ("/<resource:res>/<int:row>/workflow", "road", road.road, ["GET"]),
    ("/<resource:res>/<int:row>/tasks/<int:task>/claim", "claim", assignment.claim, ["POST"]),
    ("/<resource:res>/<int:row>/tasks/<int:task>/give", "give", assignment.give, ["GET", "POST"]),
    ("/<resource:res>/<int:row>/tasks/<int:task>/hand-back", "hand_back", assignment.hand_back, ["GET", "POST"]),
    ("/<resource:res>/print/<name>.pdf", "print_all", printing.every, ["GET"]),
    ("/<resource:res>/<int:row>/print/<name>.pdf", "print", printing.report, ["GET"]),
    ("/<resource:res>/<int:row>/draft", "draft", drafts.keep, ["POST"]),
    ("/<resource:res>/<int:row>/typed", "typed", typed.look, ["POST"]),
    ("/<resource:res>/<int:row>/asked/<name>", "asked", asking.ask, ["POST"]),
]


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


class RowConverter(IntegerConverter):
    """A number that a row can have; an address with any other is no address."""

    regex = "[0-9]+"

    def __init__(self, map: Map, **limits: Any) -> None:  # noqa: A002 - Werkzeug's name
        super().__init__(map, **({"max": LARGEST} | limits))


def init(site: Flask) -> None:
    """Register the routes."""
    bp = Blueprint("resource", __name__)
    for rule, name, view, methods in RULES:
        bp.add_url_rule(rule, name, view, methods=methods)
    bp.add_url_rule("/<resource:res>/<int:row>/steps/<step>", "step", step, methods=["GET", "POST"])
    bp.add_url_rule("/<resource:res>/<int:row>/reveal/<column>", "reveal", reveal, methods=["POST"])
    site.register_blueprint(bp)


def step(res: Resource, row: int, step: str) -> ResponseReturnValue:
    """Ask for what a step needs, then take it."""
    record = page.load(res, row)
    declared = page.step_of(res, step)
    if not g.principal.holds(declared.roles_for(record), declared.place(record)):
        raise PermissionError(str(_("You have not been given the right to do this step.")))
    posted = request.form if request.method == "POST" else None
    late = _too_late(res, record, declared, posted)
    if late:
        flash(late, "warn")
        return redirect(url_for("resource.show", res=res, row=row), 303)
    form = forms.build(db.session(), forms.step_parts(declared.form), record, posted)
    asked = declared.form or declared.reason or declared.confirm
    if posted is None or not form.validate():
        return _ask(res, record, declared, form), (200 if posted is None else 422)
    version, reason = record.version, posted.get("reason", "")
    try:
        with work(g.principal) as session:
            steps.take(session, res, record, step, g.principal, reason, lambda: form.apply(record), seen=version)
    except Elsewhere as onward:
        return redirect(onward.path, 303)
    except ValueError as error:
        flash(str(error), "bad")
        record = page.load(res, row)  # the rolled-back unit of work has let go of what it had loaded
        if asked and record.version == version:
            return _ask(res, record, declared, form), 422
        return redirect(url_for("resource.show", res=res, row=row), 303)
    return page.after(res, record, declared)


def _too_late(res: Resource, record: Record, declared: Step, posted: Mapping[str, str] | None) -> str:
    """Return why the form of a step is not shown, or not read, any more; empty when it is."""
    if posted is None:
        try:  # a form is shown only where it can be sent: an old address, a mail or the way back may lead here
            steps.require_now(db.session(), res, record, declared, g.principal)
        except ValueError as error:
            return str(error)
    elif posted.get("version", "") not in ("", str(record.version)):
        return str(_("%(record)s was changed meanwhile; look at it again before you go on.", record=record))
    return ""


def _ask(res: Resource, record: Record, declared: Step, form: forms.RecordForm) -> str:
    return render_template(
        "resource/step.html",
        res=res,
        record=record,
        step=declared,
        form=form,
        files=stream.files_of(res, record),
        panels=page.panels_of(res, record),
        facts=page.facts_of(res, record, form),
    )


def reveal(res: Resource, row: int, column: str) -> str:
    """Show one masked personal value, and write down who looked."""
    record = page.load(res, row)
    attribute = getattr(res.model, column, None)
    if attribute is None or not meta(attribute).personal:
        abort(404)
    with work(g.principal) as session:
        readings.note(session, record, column)
    return render_template("resource/revealed.html", value=getattr(record, column), res=res, row=row)

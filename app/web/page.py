"""The page of one record: loading it with what the page shows, what stands around it, who may change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from jinja2 import Template
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.data import clock
from app.data.base import db
from app.data.record import Record
from app.data.text import _
from app.engine import forms, rules, saving, steps
from app.engine.registry import registry
from app.engine.whole import whole
from app.engine.work import work
from app.spec.flow import Step
from app.spec.told import words_of
from app.spec.words import Lines, Panel, Resource, Section
from app.web import drafts, stream, tabs, typed, workflow


def load(res: Resource, row: int) -> Any:
    """Return a record with what its page shows, or 404 when it does not exist for this person."""
    g.principal.require("read", res)
    record = whole(db.session(), res, row)
    if record is None:
        abort(404)
    return record


def show(res: Resource, row: int) -> str:
    """The record page: a form where the record may be edited, else its values."""
    if res.opened:
        _tell(res, res.opened, row)
    record = load(res, row)
    if may_edit(res, record):
        form = forms.build(db.session(), forms.parts_of(res), record)
        more = {"draft": drafts.find(res, record), "typed": typed.of(res, record, form)}
        return render_template(own_template(res, "edit"), form=form, **more, **around(res, record))
    parts = forms.applying_to(forms.parts_of(res), record)
    return render_template(own_template(res, "detail"), parts=parts, **around(res, record))


def _tell(res: Resource, opened: Callable[[Any], None], row: int) -> None:
    g.principal.require("read", res)
    with work(g.principal) as session:
        record = session.scalar(select(res.model).where(res.model.id == row))  # only what the person may see
        if record is not None:
            opened(record)


def around(res: Resource, record: Record) -> dict[str, Any]:
    """Return what stands around the values of a record: steps, road, files, tabs, the stream in the asked tab."""
    tab, editable = request.args.get("stream", "all"), may_edit(res, record)
    passages = steps.history(db.session(), res, record) if res.workflow else []
    there = stream.there(res, record)
    return {
        "res": res,
        "record": record,
        "steps": steps.open_steps(db.session(), res, record, g.principal),
        "editable": editable,
        "may_delete": editable and g.principal.may("delete", res, record.unit_id),
        "bar": status_bar(res, record),
        "panels": panels_of(res, record),
        "papers": [one for one in res.reports if one.when is None or one.when(record)],
        "files": stream.files_of(res, record) if there.files else [],
        "tabs": tabs.tabs_of(res, record),
        "stream": stream.stream(res, record, tab, passages, there),
        "stream_tabs": stream.TABS,
        "stream_tab": tab if tab in stream.TABS else "all",
        "activities": stream.activities(res, record) if there.activities else [],
        "follows": there.follows,
        "today": clock.today(),
        **workflow.around(res, record, passages),
    }


def facts_of(res: Resource, record: Record, form: forms.RecordForm) -> list[Section | Lines]:
    """Return the parts of a record that a step does not ask for: what whoever decides must see beside it."""
    asked = {part.attribute.key for part in form.parts if isinstance(part, Lines)}
    shown = forms.applying_to(forms.parts_of(res), record)
    return [part for part in shown if not (isinstance(part, Lines) and part.attribute.key in asked)]


def may_edit(res: Resource, record: Record) -> bool:
    """Whether the person at the screen may change this record in its present state."""
    return saving.may_edit(res, record, g.principal)


def step_of(res: Resource, name: str) -> Step:
    """Return the step that an address names, or 404."""
    try:
        return steps.find_step(res, name)
    except LookupError:
        abort(404)


def own_template(res: Resource, view: str) -> list[str | Template]:
    """The module's own page for a view, when it has one, else the stock page."""
    module, slug = registry.key(res).split(".")
    return [f"{module}/{slug}/{view}.html", f"resource/{view}.html"]


def panels_of(res: Resource, record: Record) -> list[tuple[Panel, str]]:
    """Return the blocks of modules for a record, each with its HTML."""
    found: list[tuple[Panel, str]] = []
    for folder, panel in registry.panels(res):
        told = panel.context(record)
        if told is not None:
            html = render_template(f"{folder}/{panel.template}", res=res, record=record, panel=panel, **words_of(told))
            found.append((panel, Markup(html)))  # noqa: S704 - our own template, escaped by Jinja
    return found


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


def after(res: Resource, record: Record, step: Step) -> Response:
    """Tell the person that a step is done, and lead to the page with which the work goes on."""
    state = steps.state_of(res, record)
    flash(str(_("%(step)s: done. %(record)s is now “%(state)s”.", step=step.label, record=record, state=state)), "good")
    following = step.onward(record) if step.onward else None
    if following is not None:
        shown = registry.of(following)
        if g.principal.may("read", shown, following.unit_id):
            return redirect(url_for("resource.show", res=shown, row=following.id), 303)
    return redirect(url_for("resource.show", res=res, row=record.id), 303)

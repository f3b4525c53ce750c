"""One act on several chosen rows of a list: take a step, print, export. Each row stands or falls by itself.

A step for more than a few rows is done in the background (`engine/batches.py`).
"""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from app.data.base import db
from app.data.row_id import row_ids
from app.data.text import _
from app.engine import batches, query, sheets, steps
from app.spec.flow import Step
from app.spec.words import Resource
from app.web import filters, printing
from app.web.own_path import own_path

MOST = 1000  # rows one click may change; a list page shows 80
MOST_PRINTED = 200


def act(res: Resource) -> ResponseReturnValue:
    """Do what the pressed button says with the ticked rows."""
    g.principal.require("read", res)
    chosen = row_ids(request.form.getlist("rows"))[:MOST]
    if not chosen:
        flash(str(_("Tick at least one row first.")), "warn")
        return _back(res)
    if request.form.get("sheet") in sheets.KINDS:
        g.principal.require("export", res)
        rows = query.chosen_rows(db.session(), res, query.list_of(res), chosen)
        kind = request.form["sheet"]
        stream, content_type = sheets.write(kind, res, query.list_of(res), rows, filters.shown)
        return send_file(stream, content_type, as_attachment=True, download_name=f"{res.slug}.{kind}")
    if request.form.get("print") and len(chosen) > MOST_PRINTED:
        flash(str(_("At most %(most)s papers are printed at once.", most=MOST_PRINTED)), "bad")
        return _back(res)
    if request.form.get("print"):
        return printing.several(res, chosen, request.form["print"])
    return _step(res, chosen)


def _step(res: Resource, chosen: list[int]) -> ResponseReturnValue:
    try:
        step = steps.find_step(res, request.form.get("step", ""))
    except LookupError:
        flash(str(_("This step does not exist.")), "bad")
        return _back(res)
    if step.form:
        flash(str(_("“%(step)s” asks for more and is done on each record.", step=step.label)), "bad")
        return _back(res)
    reason = request.form.get("reason", "").strip()
    if ((step.confirm or step.reason) and not request.form.get("sure")) or (step.reason and not reason):
        rows = list(query.chosen_rows(db.session(), res, query.list_of(res), chosen))
        asked = bool(request.form.get("sure"))
        return render_template(
            "resource/bulk.html", res=res, step=step, rows=rows, lacking=asked, back=_address(res)
        ), 422 if asked else 200
    if len(chosen) > batches.FEW:
        batch = batches.begin(res, step, chosen, g.principal, reason, _address(res))
        return redirect(url_for("batches.show", number=batch.id), 303)
    problems = {row: batches.take(res, row, step.name, g.principal, reason) for row in chosen}
    refused = [problem for problem in problems.values() if problem]
    done = [row for row, problem in problems.items() if not problem]
    if done:
        said = escape(_("%(step)s: done for %(count)s records.", step=step.label, count=len(done)))
        flash(said + _printout(res, step, done), "good")
    for problem in refused[:10]:
        flash(problem, "bad")
    if len(refused) > 10:
        flash(str(_("… and %(count)s more that could not be done.", count=len(refused) - 10)), "bad")
    return _back(res)


def _printout(res: Resource, step: Step, done: list[int]) -> Markup:
    """The way to the paper that goes along with what was just done, where the step has one."""
    paper = printing.goes_along(res, step)
    if paper is None:
        return Markup("")
    address = url_for("resource.print_all", res=res, name=paper.name, rows=done)
    return Markup(' <a href="{}" target="_blank">{}</a>').format(address, paper.title)


def _back(res: Resource) -> ResponseReturnValue:
    return redirect(_address(res), 303)


def _address(res: Resource) -> str:
    query_string = request.form.get("query", "")[:2000]
    listed = url_for("resource.index", res=res) + (f"?{query_string}" if query_string else "")
    return own_path(request.form.get("back", ""), listed)

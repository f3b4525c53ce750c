"""One act on several chosen rows of a list: take a step, print, export. Each row stands or falls by itself."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import HTTPException

from app.data.base import db
from app.data.row_id import row_id
from app.data.text import _
from app.engine import query, sheets, steps
from app.engine.work import work
from app.spec.flow import Step
from app.spec.words import Resource
from app.web import filters, listing, printing
from app.web.own_path import own_path
from app.web.page import load

MOST = 200  # rows one click may change; a list page shows 80


def act(res: Resource) -> Any:
    """Do what the pressed button says with the ticked rows."""
    g.principal.require("read", res)
    chosen = list(dict.fromkeys(row for row in map(row_id, request.form.getlist("rows")) if row))[:MOST]
    if not chosen:
        flash(str(_("Tick at least one row first.")), "warn")
        return _back(res)
    if request.form.get("sheet") in sheets.KINDS:
        g.principal.require("export", res)
        rows = query.chosen_rows(db.session(), res, listing.list_of(res), chosen)
        kind = request.form["sheet"]
        stream, content_type = sheets.write(kind, res, listing.list_of(res), rows, filters.shown)
        return send_file(stream, content_type, as_attachment=True, download_name=f"{res.slug}.{kind}")
    if request.form.get("print"):
        return printing.several(res, chosen, request.form["print"])
    return _step(res, chosen)


def _step(res: Resource, chosen: list[int]) -> Any:
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
        rows = list(query.chosen_rows(db.session(), res, listing.list_of(res), chosen))
        asked = bool(request.form.get("sure"))
        return render_template(
            "resource/bulk.html", res=res, step=step, rows=rows, lacking=asked, back=_address(res)
        ), 422 if asked else 200
    done, refused = 0, []
    for row in chosen:
        problem = _take(res, row, step, reason)
        done += problem is None
        refused += [problem] if problem else []
    if done:
        flash(str(_("%(step)s: done for %(count)s records.", step=step.label, count=done)), "good")
    for problem in refused[:10]:
        flash(problem, "bad")
    if len(refused) > 10:
        flash(str(_("… and %(count)s more that could not be done.", count=len(refused) - 10)), "bad")
    return _back(res)


def _take(res: Resource, row: int, step: Step, reason: str) -> str | None:
    """Take the step on one record; the sentence that says why not, if not."""
    name = f"#{row}"
    try:
        with work(g.principal) as session:
            record = load(res, row)
            name = str(record)
            steps.take(session, res, record, step.name, g.principal, reason)
    except (ValueError, PermissionError) as error:
        return f"{name}: {error}"
    except HTTPException:
        return str(_("%(name)s is no longer there.", name=name))
    return None


def _back(res: Resource) -> Any:
    return redirect(_address(res), 303)


def _address(res: Resource) -> str:
    query_string = request.form.get("query", "")[:2000]
    listed = url_for("resource.index", res=res) + (f"?{query_string}" if query_string else "")
    return own_path(request.form.get("back", ""), listed)

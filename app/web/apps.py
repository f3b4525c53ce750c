"""The administrators' pages of the system: modules and jobs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from sqlalchemy import func, select

from app.data.base import db
from app.data.job import JobRow, JobState, Schedule
from app.data.text import _
from app.engine import jobs as queue
from app.engine import modules
from app.web.guard import administrators_only

bp = Blueprint("apps", __name__, url_prefix="/admin")
bp.before_request(administrators_only)
SHOWN = 200


@bp.get("/apps")
def index() -> str:
    """Every module with its state and what may be done with it."""
    return render_template("admin/apps.html", states=modules.states(), sentences=modules.sentences())


@bp.post("/apps/<name>/<any(install,disable):act>")
def act(name: str, act: str) -> Any:
    """Install (or enable again) or disable a module."""
    try:
        {"install": modules.install, "disable": modules.disable}[act](name)
        flash(str(_("Done: %(name)s", name=name)), "good")
    except LookupError:
        abort(404)
    except ValueError as error:
        flash(str(error), "bad")
    return redirect(url_for("apps.index"), 303)


@bp.post("/apps/<name>/purge")
def purge(name: str) -> Any:
    """Drop a module's tables after its name was typed; the rows are dumped first."""
    if request.form.get("typed") != name:
        flash(str(_("Type the module's name to confirm.")), "bad")
        return redirect(url_for("apps.index"), 303)
    try:
        dump = modules.purge(name, current_app.config["DATA_DIR"] / "purged")
        flash(str(_("The rows were kept in %(file)s.", file=dump.name)), "good")
    except (LookupError, ValueError) as error:
        flash(str(error), "bad")
    return redirect(url_for("apps.index"), 303)


@bp.get("/jobs")
def jobs() -> str:
    """What runs, what waits, what failed for good; and what comes by the clock."""
    asked = request.args.get("state", "")
    statement = select(JobRow).order_by(JobRow.id.desc()).limit(SHOWN)
    if asked in {one.value for one in JobState}:
        statement = statement.where(JobRow.state == JobState(asked))
    counts = db.session.execute(select(JobRow.state, func.count()).group_by(JobRow.state))
    return render_template(
        "admin/jobs.html",
        rows=list(db.session.scalars(statement)),
        counts={row[0]: row[1] for row in counts},
        states=JobState,
        state=asked,
        dead=JobState.DEAD,
        schedules=list(db.session.scalars(select(Schedule).order_by(Schedule.next_at))),
    )


@bp.post("/jobs/<int:number>/<any(retry,drop):act>")
def job(number: int, act: str) -> Any:
    """Let a failed job run again, or forget it."""
    try:
        {"retry": queue.retry, "drop": queue.drop}[act](number)
    except LookupError:
        abort(404)
    flash(str(_("Written down.")), "good")
    return redirect(url_for("apps.jobs"), 303)

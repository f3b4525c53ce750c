"""The administrators' page of background jobs: what runs, waits or has failed, and what comes by the clock."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.data.base import db
from app.data.job import JobRow, JobState, Schedule
from app.data.text import _
from app.engine import jobs
from app.engine.registry import registry
from app.web.guard import administrators_only

bp = Blueprint("background", __name__, url_prefix="/admin/jobs")
bp.before_request(administrators_only)
SHOWN = 200


@bp.get("")
def index() -> str:
    """What runs, what waits, what failed for good; and what comes by the clock."""
    asked = JobState.typed(request.args.get("state"))
    statement = select(JobRow).order_by(JobRow.id.desc()).limit(SHOWN)
    if asked is not None:
        statement = statement.where(JobRow.state == asked)
    counts = db.session.execute(select(JobRow.state, func.count()).group_by(JobRow.state))
    return render_template(
        "admin/jobs.html",
        rows=list(db.session.scalars(statement)),
        counts={row[0]: row[1] for row in counts},
        states=JobState,
        state=asked,
        dead=JobState.DEAD,
        named=registry.job_named,
        schedules=list(db.session.scalars(select(Schedule).order_by(Schedule.next_at))),
    )


@bp.post("/<int:number>/<any(retry,drop):act>")
def act(number: int, act: str) -> ResponseReturnValue:
    """Let a failed job run again, or forget it."""
    try:
        {"retry": jobs.retry, "drop": jobs.drop}[act](number)
    except LookupError:
        abort(404)
    flash(str(_("Written down.")), "good")
    return redirect(url_for("background.index"), 303)

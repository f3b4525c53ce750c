"""How far a job is, for who has started it."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template

from app.data.base import db
from app.data.job import JobRow, JobState

bp = Blueprint("progress", __name__, url_prefix="/jobs")


@bp.get("/<int:number>")
def show(number: int) -> str:
    """The page of a job."""
    job = _load(number)
    return render_template("progress/show.html", job=job, ended=_ended(job))


@bp.get("/<int:number>/state")
def state(number: int) -> str:
    """The part of the page that asks again and again."""
    job = _load(number)
    return render_template("progress/state.html", job=job, ended=_ended(job))


def _load(number: int) -> JobRow:
    job = db.session.get(JobRow, number)
    if job is None or not (g.principal.admin or job.user_id == g.principal.user_id):
        abort(404)
    return job


def _ended(job: JobRow) -> bool:
    return job.state in (JobState.DONE, JobState.DEAD)

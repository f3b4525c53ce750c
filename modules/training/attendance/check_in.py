"""Checking in with a telephone: scan, say who one is, done; a page that lost its connection goes on by itself."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, current_app, g, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import SYSTEM, PerMinute, _, as_system, asked_by_script, normalise, public, work
from modules.training.attendance import codes, roll
from modules.training.catalogue.people import Trainee
from modules.training.timetable.lessons import Lesson

bp = Blueprint("training_check_in", __name__)
_tries = PerMinute()
DEVICE = "training_device"


@bp.get("/diem-danh/<int:row>/<code>")
@public
def scan(row: int, code: str) -> ResponseReturnValue:
    """Open the page by the code on the screen; the pass in it outlives the code."""
    _admit()
    lesson = _lesson(row)
    try:
        given = codes.pass_for(lesson, code[:40], session.setdefault(DEVICE, secrets.token_urlsafe(16)))
    except ValueError as error:
        return _page(lesson, sentence=str(error)), 410
    return _page(lesson, given=given, trainee=_signed_in())


@bp.post("/diem-danh/<int:row>")
@public
def enter(row: int) -> ResponseReturnValue:
    """Note who has scanned; the hour is that of the scan by our clock, whatever the telephone's says."""
    _admit()
    lesson, given = _lesson(row), request.form.get("pass", "")
    try:
        device = session.get(DEVICE, "")
        at = codes.scanned_at(lesson, given[:400], device)
        with work(SYSTEM) as unit_of_work:
            trainee = _signed_in() or _named(unit_of_work, request.form.get("code", ""))
            presence = roll.check_in(unit_of_work, lesson, trainee, at, device)
            said = {"name": trainee.name, "mark": str(presence.mark)}
    except ValueError as error:
        if asked_by_script():
            return {"sentence": str(error)}, 422
        return _page(lesson, sentence=str(error), given=given, trainee=_signed_in()), 422
    text = str(_("%(name)s: %(mark)s.", **said))
    return {"sentence": text} if asked_by_script() else _page(lesson, done=text)


def _named(unit_of_work: Session, typed: str) -> Trainee:
    code = normalise(typed).upper()
    found = unit_of_work.scalar(select(Trainee).where(func.upper(Trainee.code) == code)) if code else None
    if found is None:
        raise ValueError(str(_("No trainee has this staff code; look at your invitation.")))
    return found


def _signed_in() -> Trainee | None:
    if g.principal.user_id is None:
        return None
    with as_system() as reading:
        return reading.scalar(select(Trainee).where(Trainee.user_id == g.principal.user_id))


def _lesson(row: int) -> Lesson:
    with as_system() as reading:
        shown = (joinedload(Lesson.cohort), joinedload(Lesson.room))
        return reading.scalar(select(Lesson).where(Lesson.id == row).options(*shown)) or abort(404)


def _admit() -> None:
    # A whole class sits behind one address; what is bounded is guessing.
    if not _tries.admit_caller(current_app.config["LOOKUPS_PER_MINUTE"] * 20):
        abort(429)


def _page(lesson: Lesson, **words: Any) -> str:
    known = {"sentence": "", "given": "", "done": "", "trainee": None}
    return render_template("training/check_in.html", lesson=lesson, **(known | words))

"""The trainer's pages of a lesson: the list by hand, and the code on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import QrCode, _, as_system, db, public_address, work
from modules.training.attendance import codes, roll
from modules.training.attendance.presences import Mark
from modules.training.catalogue.trainers import Trainer
from modules.training.roles import COORDINATOR, TRAINER
from modules.training.timetable import screens
from modules.training.timetable.lessons import Lesson

bp = Blueprint("training_attendance", __name__, url_prefix="/training/attendance")


@bp.get("/<int:row>")
def show(row: int) -> ResponseReturnValue:
    """The list of a lesson, to be ticked by hand."""
    return _page(row, {})


@bp.post("/<int:row>")
def save(row: int) -> ResponseReturnValue:
    """Write down what was changed on this page: what telephones and colleagues have noted meanwhile stays."""
    lesson, typed = _lesson(row), request.form
    with as_system() as session:
        ids = [line.enrolment.id for line in roll.roll_of(session, lesson)]
    marks = {}
    for one in ids:
        word, said = typed.get(f"mark-{one}", ""), typed.get(f"note-{one}", "").strip()[:200]
        if f"mark-{one}" in typed and typed.get(f"seen-{one}") != f"{word}:{said}":
            marks[one] = (Mark.typed(word), said)
    try:
        with work(g.principal) as session, as_system():
            changed = roll.note(session, session.get_one(Lesson, row), marks, Mark.typed(typed.get("rest")))
    except ValueError as error:
        flash(str(error), "bad")
        return _page(row, typed), 422  # what was typed on the other lines is not lost with the one that is refused
    flash(str(_("%(number)s lines were noted.", number=changed)), "good")
    return redirect(url_for("training_attendance.show", row=row), 303)


@bp.get("/<int:row>/screen")
def screen(row: int) -> ResponseReturnValue:
    """The code, large, for the wall; it renews itself."""
    lesson = _lesson(row)
    try:
        codes.require_open(lesson)
    except ValueError as error:
        flash(str(error), "warn")
        return redirect(url_for("training_attendance.show", row=row), 303)
    return render_template("training/screen.html", lesson=lesson, every=codes.EVERY, **_code(lesson))


@bp.get("/<int:row>/code")
def code(row: int) -> ResponseReturnValue:
    """The part of that page which changes."""
    lesson = _lesson(row)
    return render_template("training/code.html", lesson=lesson, **_code(lesson))


def _page(row: int, typed: Mapping[str, str]) -> str:
    """The list, with what was typed on it and is not kept yet."""
    lesson = _lesson(row)
    with as_system() as session:
        lines = roll.roll_of(session, lesson)
    words = {"lesson": lesson, "lines": lines, "typed": typed, "marks": list(Mark), "res": screens.lessons}
    return render_template("training/roll.html", **words)


def _code(lesson: Lesson) -> dict[str, Any]:
    address = public_address("training_check_in.scan", row=lesson.id, code=codes.code_of(lesson))
    with as_system() as session:
        lines = roll.roll_of(session, lesson)
    there = sum(1 for line in lines if line.presence and line.presence.mark in roll.THERE)
    drawn = QrCode.of(address).picture
    return {"address": address, "code": drawn, "there": there, "all": len(lines)}


def _lesson(row: int) -> Lesson:
    """A lesson of which this person keeps the list: a coordinator any, a trainer his own."""
    with as_system() as session:
        shown = (joinedload(Lesson.cohort), joinedload(Lesson.room))
        lesson = session.scalar(select(Lesson).where(Lesson.id == row).options(*shown)) or abort(404)
        teaches = select(Trainer.id).where(
            Trainer.user_id == g.principal.user_id, Trainer.id.in_((lesson.trainer_id, lesson.assistant_id))
        )
        own = g.principal.holds((TRAINER,)) and db.session.scalar(teaches) is not None
    if not own and not g.principal.holds((COORDINATOR,)):
        raise PermissionError(str(_("Only the trainer of the lesson and coordinators keep its list.")))
    return lesson

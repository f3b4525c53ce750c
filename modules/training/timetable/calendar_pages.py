"""The pages of the calendar: month, week, list; lessons are moved by dragging, or by a form with day and hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import (
    Link,
    _,
    add_record,
    asked_by_script,
    asked_day,
    clock,
    db,
    format_day,
    hand_out,
    parse_day,
    parse_hour,
    render_pdf,
    row_ids,
    telling,
    whole_number,
    work,
)
from modules.training.catalogue.courses import Subject
from modules.training.roles import COORDINATOR, EVERYBODY
from modules.training.timetable import calendar, screens
from modules.training.timetable.clashes import Check
from modules.training.timetable.lessons import Lesson

bp = Blueprint("training_calendar", __name__, url_prefix="/training/calendar")
LINK = Link(_("Training calendar"), "training_calendar.show", "calendar", EVERYBODY, first=True)
VIEWS = ("month", "week", "list")


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show a month ("2026-11-01"), a week or a list from a day on."""
    _require_reader()
    session, day = db.session(), asked_day("day", clock.today())
    view = request.args.get("view", "month") if request.args.get("view") in VIEWS else "month"
    subjects = _subjects()
    words: dict[str, Any] = {"view": view, "day": day, "chosen": subjects, "today": clock.today()}
    if view == "month":
        first = day.replace(day=1)
        words |= {"weeks": calendar.weeks_of_month(session, first, subjects, calendar.SHOWN), "first": first}
        words |= {
            "before": (first - timedelta(days=1)).replace(day=1),
            "after": (first + timedelta(days=32)).replace(day=1),
        }
    elif view == "week":
        words |= {
            "days": calendar.week_of(session, day, subjects),
            "before": day - timedelta(7),
            "after": day + timedelta(7),
        }
    else:
        last = timedelta(days=calendar.LISTED)
        words |= {"days": calendar.listed(session, day, subjects), "before": day - last, "after": day + last}
    days = [one for week in words.get("weeks", [words.get("days", [])]) for one in week]
    return render_template(
        "training/calendar.html",
        res=screens.lessons,
        subjects=list(session.scalars(select(Subject).order_by(Subject.id))),
        coming=calendar.coming(session),
        clashes=[entry for one in days for entry in one.entries if entry.quarrels and one.day >= clock.today()],
        most=calendar.SHOWN,
        noted=calendar.NOTED,
        may_move=g.principal.holds((COORDINATOR,)),
        **words,
    )


@bp.get("/month.pdf")
def paper() -> ResponseReturnValue:
    """The lessons of a month on paper."""
    _require_reader()
    first = asked_day("day", clock.today()).replace(day=1)
    weeks = calendar.weeks_of_month(db.session(), first, _subjects())
    days = [one for week in weeks for one in week if one.entries and one.day.month == first.month]
    pdf = render_pdf("training/month_print.html", {"first": first, "days": days})
    return hand_out(pdf, f"lich-tap-huan-{first:%Y-%m}.pdf")


@bp.get("/<int:row>/move")
def ask(row: int) -> ResponseReturnValue:
    """Ask for a day and an hour, with a free slot beside them: dragging is never the only way (WCAG 2.5.7)."""
    lesson = _lesson(row)
    check = Check(db.session(), lesson)
    return render_template(
        "training/move.html", lesson=lesson, clashes=check.clashes(), free=check.proposal(), typed={}
    )


@bp.post("/<int:row>/move")
def move(row: int) -> ResponseReturnValue:
    """Move a lesson; two who move it at once: the second is told. A script gets the sentence as JSON."""
    lesson, typed = _lesson(row), request.form
    try:
        begins = parse_hour(typed["begins"]) if typed.get("begins") else lesson.begins
        with work(g.principal) as session:
            lesson = session.get_one(Lesson, row)
            if typed.get("version") != str(lesson.version):
                raise ValueError(
                    str(_("Somebody else has moved this lesson in the meantime. Look at the calendar again."))
                )
            lesson.move(parse_day(typed.get("day", "")), begins)
            day, said = lesson.day, str(_("Moved to %(slot)s.", slot=f"{lesson.begins} {format_day(lesson.day)}"))
    except ValueError as error:
        if asked_by_script():
            return {"sentence": str(error)}, 422
        lesson = _lesson(row)
        found = Check(db.session(), lesson)
        words: dict[str, Any] = {
            "lesson": lesson,
            "sentence": str(error),
            "typed": typed,
            "clashes": [],
            "free": found.proposal(),
        }
        return render_template("training/move.html", **words), 422
    if asked_by_script():
        return {"sentence": said}
    flash(said, "good")
    return redirect(url_for("training_calendar.show", day=day.isoformat()), 303)


@bp.post("/<int:row>/repeat")
def repeat(row: int) -> ResponseReturnValue:
    """Repeat a lesson over weeks: all of them, or none and the first week that clashes."""
    lesson, weeks = _lesson(row), whole_number(request.form.get("weeks", ""), 1, 30)
    try:
        if weeks is None:
            raise ValueError(str(_("Type a number of weeks from 1 to 30.")))
        with work(g.principal) as session:
            for one in session.get_one(Lesson, row).repeated(weeks):
                add_record(session, one)
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(url_for("training_calendar.ask", row=row), 303)
    flash(str(_("%(weeks)s lessons were added.", weeks=weeks)), "good")
    return redirect(url_for("training_calendar.show", day=lesson.day.isoformat()), 303)


@bp.post("/<int:row>/cancel")
def cancel(row: int) -> ResponseReturnValue:
    """Cancel a lesson; it stays in the calendar and in the feeds as cancelled."""
    lesson = _lesson(row)
    with telling():
        with work(g.principal) as session:
            session.get_one(Lesson, row).cancel()
        flash(str(_("The lesson is cancelled; feeds and invitations say so.")), "good")
    return redirect(url_for("training_calendar.show", day=lesson.day.isoformat()), 303)


def _require_reader() -> None:
    g.principal.require_role(EVERYBODY)


def _lesson(row: int) -> Lesson:
    """A lesson that this person may move; for everybody else there is no such page."""
    g.principal.require("update", screens.lessons)
    db.session.expire_all()
    statement = calendar.lessons().where(Lesson.id == row)
    return db.session.scalar(statement) or abort(404)


def _subjects() -> set[int]:
    return set(row_ids(request.args.getlist("subject")))

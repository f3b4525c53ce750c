"""Taking a test: begin, answer, hand in; answers are kept every few seconds and on every page that is left."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import _, address_of, as_system, clock, fold, normalise, work
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import TAKEN, Enrolment
from modules.training.quizzes.attempts import Attempt
from modules.training.quizzes.questions import Form
from modules.training.quizzes.quizzes import Moment, Quiz
from modules.training.roles import COORDINATOR, TRAINER
from modules.training.timetable.cohorts import Cohort

bp = Blueprint("training_attempt", __name__)


@bp.post("/training/test/<int:row>/begin")
def begin(row: int) -> ResponseReturnValue:
    """Begin a test, or go on with it."""
    try:
        with work(g.principal) as session, as_system():
            quiz, enrolment = session.get(Quiz, row), _seat(session, row)
            if quiz is None or enrolment is None:
                abort(404)
            number = Attempt.begin(session, quiz, enrolment).id
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(url_for("training_mine.show"), 303)
    return redirect(url_for("training_attempt.show", row=number), 303)


@bp.get("/training/attempt/<int:row>")
def show(row: int) -> ResponseReturnValue:
    """The questions while there is time; the score afterwards."""
    with work(g.principal) as session, as_system():
        attempt = _attempt(session, row)
        attempt.settle(session)
    left = int((attempt.until - clock.now()).total_seconds())
    course = attempt.quiz.cohort.course
    mark = course.pass_mark if course.tested and attempt.quiz.when is Moment.AFTER else None
    return render_template("training/attempt.html", attempt=attempt, left=max(0, left), forms=Form, mark=mark)


@bp.post("/training/attempt/<int:row>/keep")
def keep(row: int) -> ResponseReturnValue:
    """Keep the answers given so far; for the script."""
    try:
        with work(g.principal) as session, as_system():
            attempt = _attempt(session, row)
            attempt.keep(_answers(attempt))
            said = str(_("Kept at %(time)s", time=f"{clock.now():%H:%M:%S}"))
    except ValueError as error:
        return {"sentence": str(error)}, 409
    return {"sentence": said}


@bp.post("/training/attempt/<int:row>")
def hand_in(row: int) -> ResponseReturnValue:
    """Hand the test in. After the time what was kept counts, and the page says so."""
    try:
        with work(g.principal) as session, as_system():
            attempt = _attempt(session, row)
            attempt.keep(_answers(attempt))
            attempt.hand_in(session)
            score = attempt.score
        flash(str(_("Handed in: %(score)s%%.", score=score)), "good")
    except ValueError as error:
        with work(g.principal) as session, as_system():
            _attempt(session, row).settle(session)
        flash(str(error), "bad")
    return redirect(url_for("training_attempt.show", row=row), 303)


@bp.post("/training/tests/<int:row>/open")
def open_(row: int) -> ResponseReturnValue:
    """Open or close a test; the trainer's button on its page."""
    g.principal.require_role((COORDINATOR, TRAINER))
    with work(g.principal) as session:
        quiz = session.get(Quiz, row) or abort(404)
        if quiz.is_open:
            quiz.close()
        else:
            quiz.open()
    return redirect(address_of(Quiz, row), 303)


def _seat(session: Session, quiz_id: int) -> Enrolment | None:
    """The enrolment of whoever is signed in, in the class of a test."""
    mine = (
        select(Enrolment)
        .join(Trainee, Trainee.id == Enrolment.trainee_id)
        .join(Quiz, Quiz.cohort_id == Enrolment.cohort_id)
    )
    where = (Quiz.id == quiz_id, Trainee.user_id == g.principal.user_id, Enrolment.state.in_(TAKEN))
    return session.scalar(mine.where(*where))


def _attempt(session: Session, row: int) -> Attempt:
    """One's own try; of somebody else's nobody learns that it exists."""
    shown = (
        joinedload(Attempt.quiz).joinedload(Quiz.cohort).joinedload(Cohort.course),
        joinedload(Attempt.enrolment).joinedload(Enrolment.trainee),
    )
    attempt = session.scalar(select(Attempt).where(Attempt.id == row).options(*shown).with_for_update(of=Attempt))
    if attempt is None or attempt.enrolment.trainee.user_id != g.principal.user_id or not g.principal.user_id:
        abort(404)
    return attempt


def _answers(attempt: Attempt) -> dict[str, Any]:
    """What was changed on the page that is sent; None where an answer was taken back.

    What another tab has kept since this one was opened stays.
    """
    found: dict[str, Any] = {}
    for question in attempt.questions:
        typed = request.form.getlist(f"q{question['id']}")
        if ",".join(typed) == request.form.get(f"seen-q{question['id']}", ""):
            continue
        given: Any = typed if question["form"] == Form.MULTIPLE.value else next(iter(typed), None)
        if question["form"] == Form.TEXT.value:
            text = normalise(given or "")[:500]
            given = text if fold(text) else None
        found[str(question["id"])] = given or None
    return found

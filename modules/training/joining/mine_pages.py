"""The page of a trainee's own training, and what he does there: confirm, decline, read, say what he thinks."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import (
    FEWEST_ANSWERS,
    Link,
    _,
    as_system,
    clock,
    db,
    hand_out_file,
    kept,
    take_steps,
    telling,
    work,
)
from modules.training.joining.enrolments import Enrolment
from modules.training.joining.mine import mine, trainee_of
from modules.training.outcome.certificates import Certificate, Worth
from modules.training.outcome.opinions import Opinion
from modules.training.quizzes.materials import Material, Reading
from modules.training.roles import EVERYBODY

bp = Blueprint("training_mine", __name__, url_prefix="/training/mine")
LINK = Link(_("My training"), "training_mine.show", "school", EVERYBODY, first=True)
ANSWERS = {"confirm": _("You take part."), "decline": _("You are taken off; the class is told.")}


@bp.get("/")
def show() -> ResponseReturnValue:
    """Everything of one's own."""
    g.principal.require_role(EVERYBODY)
    with as_system() as session:
        trainee = trainee_of(session, g.principal.user_id)
        words = mine(session, trainee) if trainee else None
    return render_template("training/mine.html", mine=words, today=clock.today(), fewest=FEWEST_ANSWERS)


@bp.post("/enrolment/<int:row>/<word>")
def answer(row: int, word: str) -> ResponseReturnValue:
    """Confirm an invitation, or decline it with a reason."""
    if word not in ANSWERS:
        abort(404)
    reason = request.form.get("reason", "").strip()[:500]
    with telling():
        with work(g.principal) as session, as_system():
            enrolment = _own(session, row)
            if word == "decline" and not reason:
                raise ValueError(str(_("Write why you cannot come.")))
            take_steps(session, enrolment, [(word, g.principal.user_id)], reason=reason)
            session.flush()  # here, where the system's reach still holds: a trainee changes no enrolment himself
        flash(str(ANSWERS[word]), "good")
    return redirect(url_for("training_mine.show"), 303)


@bp.post("/opinion/<int:row>")
def opinion(row: int) -> ResponseReturnValue:
    """Keep what a trainee thinks of a class, apart from who he is."""
    typed = request.form
    with telling():
        with work(g.principal) as session, as_system():
            Opinion.give(session, _own(session, row), typed)
        flash(str(_("Thank you. Nobody can tell which answer is yours.")), "good")
    return redirect(url_for("training_mine.show"), 303)


@bp.get("/material/<int:row>")
def material(row: int) -> ResponseReturnValue:
    """Hand a material out and note that it was opened."""
    with work(g.principal) as session, as_system():
        trainee, found = trainee_of(session, g.principal.user_id), session.get(Material, row)
        if trainee is None or found is None:
            abort(404)
        Reading.note(session, found.id, trainee.id)
        files, address = kept(session, found), found.address
    if files:
        return hand_out_file(files[-1], save=True)
    return redirect(address) if address else abort(404)


@bp.get("/certificate/<int:row>.pdf")
def certificate(row: int) -> ResponseReturnValue:
    """Hand out one's own certificate."""
    with as_system() as session:
        trainee = trainee_of(session, g.principal.user_id)
        where = (Certificate.id == row, Certificate.state == Worth.ISSUED)
        found = session.scalar(select(Certificate).where(*where))
        if trainee is None or found is None or found.trainee_id != trainee.id:
            abort(404)
        files = kept(session, found, "final")
        return hand_out_file(files[-1]) if files else abort(404)  # given out on paper only


def _own(session: Session, row: int) -> Enrolment:
    """One's own enrolment; of other people's nobody learns that they exist."""
    trainee, found = trainee_of(session, g.principal.user_id), session.get(Enrolment, row)
    if trainee is None or found is None or found.trainee_id != trainee.id:
        db.session.rollback()
        abort(404)
    return found

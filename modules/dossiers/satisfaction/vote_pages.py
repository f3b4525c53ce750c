"""Where a citizen votes: the page behind the code on his receipt."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import SYSTEM, PerMinute, _, as_system, clock, public, work
from modules.dossiers.satisfaction.ballots import Ballot
from modules.dossiers.satisfaction.questions import Question
from modules.dossiers.satisfaction.votes import Vote

bp = Blueprint("dossiers_vote", __name__)
_misses = PerMinute()


@bp.get("/danh-gia/<secret>")
@public
def form(secret: str) -> ResponseReturnValue:
    """Ask the questions of today, or say why this vote cannot be used."""
    ballot = _found(secret)
    if ballot is None:
        return _told(_("This address leads to no dossier: it is mistyped or cut off. Scan the code once more.")), 404
    return (_told(ballot.refusal), 410) if ballot.refusal else _asked(secret)


@bp.post("/danh-gia/<secret>")
@public
def vote(secret: str) -> ResponseReturnValue:
    """Take the vote."""
    ballot = _found(secret)
    if ballot is None or ballot.refusal:
        return form(secret)
    try:
        with work(SYSTEM) as session:
            Vote.cast(session, session.merge(ballot), request.form)
    except ValueError as error:
        return _asked(secret, str(error)), 422
    return _told("")


def _found(secret: str) -> Ballot | None:
    with as_system() as session:
        ballot = Ballot.behind(session, secret[:100])
    if ballot is None and not _misses.admit_caller(current_app.config["LOOKUPS_PER_MINUTE"]):
        abort(429)
    return ballot


def _asked(secret: str, sentence: str = "") -> str:
    with as_system() as session:
        questions = Question.asked_on(session, clock.today())
    words = {"questions": questions, "secret": secret, "sentence": sentence, "typed": request.form}
    return render_template("dossiers/vote.html", **words)


def _told(refusal: object) -> str:
    return render_template("dossiers/voted.html", refusal=str(refusal), back="")

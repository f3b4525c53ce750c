"""The tablet at the desk: the form of the dossier just handed over, then waiting again; and who sets it up."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.toolkit import SYSTEM, Link, PerMinute, QrCode, _, as_system, clock, db, public, work
from modules.dossiers.roles import RECEPTION
from modules.dossiers.satisfaction.ballots import Ballot
from modules.dossiers.satisfaction.kiosks import Kiosk
from modules.dossiers.satisfaction.questions import Question
from modules.dossiers.satisfaction.votes import Vote

bp = Blueprint("dossiers_kiosk", __name__)
LINK = Link(_("Tablet for ratings"), "dossiers_kiosk.desk", "star", (RECEPTION,), under=_("Ratings"))
WAITS, THANKS = 5, 8  # seconds between two looks; for which thanks stay
_misses = PerMinute()


@bp.get("/dossiers/tablet")
def desk() -> ResponseReturnValue:
    """Whether this official has a tablet, and the button for its address."""
    g.principal.require_role((RECEPTION,))
    return render_template("dossiers/tablet.html", kiosk=Kiosk.of(db.session(), g.principal.user_id or 0), address="")


@bp.post("/dossiers/tablet")
def make() -> ResponseReturnValue:
    """Make the address, shown once; with `take_back` the tablet stops working."""
    g.principal.require_role((RECEPTION,))
    user = g.principal.user_id or 0
    with work(g.principal) as session:
        if "take_back" in request.form:
            Kiosk.take_back(session, user)
            flash(str(_("The tablet's address works no more.")), "good")
            return redirect(url_for("dossiers_kiosk.desk"), 303)
        address = Kiosk.make(session, user)
    words = {"kiosk": Kiosk.of(db.session(), user), "address": address, "picture": QrCode.of(address).picture}
    return render_template("dossiers/tablet.html", **words)


@bp.get("/may-danh-gia/<secret>")
@public
def show(secret: str) -> ResponseReturnValue:
    """The form of the dossier that was just handed over; nothing but a greeting while there is none."""
    return _page(_found(secret), secret)


@bp.post("/may-danh-gia/<secret>")
@public
def vote(secret: str) -> ResponseReturnValue:
    """Take the vote, or pass it over; one that is no longer shown here is not taken, and whoever gave it reads so."""
    kiosk = _found(secret)
    try:
        with work(SYSTEM) as session:
            ballot = Ballot.at_desk(session, kiosk.user_id)
            if ballot is None or str(ballot.id) != request.form.get("ballot"):
                if "pass" in request.form:
                    return redirect(url_for("dossiers_kiosk.show", secret=secret), 303)
                gone = _("This tablet no longer asks about that dossier: it has been rated already, or the next citizen's turn has come.")  # fmt: skip
                return _told(secret, str(gone)), 410
            if "pass" in request.form:
                ballot.passed_over = True
            else:
                Vote.cast(session, ballot, request.form)
    except ValueError as error:
        return _page(kiosk, secret, str(error)), 422
    if "pass" in request.form:
        return redirect(url_for("dossiers_kiosk.show", secret=secret), 303)
    return _told(secret, "")


def _told(secret: str, refusal: str) -> str:
    back = url_for("dossiers_kiosk.show", secret=secret)
    return render_template("dossiers/voted.html", refusal=refusal, back=back, after=THANKS)


def _page(kiosk: Kiosk, secret: str, sentence: str = "") -> str:
    with as_system() as session:
        ballot = Ballot.at_desk(session, kiosk.user_id)
        questions = Question.asked_on(session, clock.today()) if ballot else []
    words = {"ballot": ballot, "secret": secret, "every": WAITS, "typed": request.form, "sentence": sentence}
    return render_template("dossiers/kiosk.html", questions=questions, **words)


def _found(secret: str) -> Kiosk:
    with as_system() as session:
        kiosk = Kiosk.behind(session, secret[:100])
    if kiosk is None:
        abort(404 if _misses.admit_caller(current_app.config["LOOKUPS_PER_MINUTE"]) else 429)
    return kiosk

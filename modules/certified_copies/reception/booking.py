"""Booking without an account: the ward, an hour that has places, a name and a phone; the answer is a code.

No answer names a person; a code that does not exist, or is asked for too often, gets the same page and status.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import (
    SYSTEM,
    PerMinute,
    Unit,
    _,
    as_system,
    clock,
    db,
    phone_of,
    public,
    row_id,
    take_steps,
    telling,
    whole_number,
    work,
)
from modules.certified_copies.after import strangers
from modules.certified_copies.reception import hours, places
from modules.certified_copies.reception.appointments import MOST, OPEN, Appointment
from modules.certified_copies.reception.hours import BookingHours
from modules.certified_copies.reception.papers import PaperType
from modules.signing.code import hash_of, normal, shown

bp = Blueprint("certified_copies_booking", __name__, url_prefix="/dat-lich")
_booked = PerMinute()
BOOKINGS_PER_MINUTE = 10  # from one address


@bp.get("")
@public
def form() -> ResponseReturnValue:
    """Choose a ward, then an hour of it."""
    return _page({})


@bp.post("")
@public
def book() -> ResponseReturnValue:
    """Book a place and show its code, once; 422 with a sentence and what was typed otherwise."""
    typed = request.form
    try:
        if not strangers.admitted("appointment") or not _booked.admit_caller(BOOKINGS_PER_MINUTE):
            raise ValueError(str(_("Too many questions from your network. Wait a minute.")))
        unit = _unit(typed.get("unit", ""))
        words = _read(typed)
        with work(SYSTEM) as session:
            _made, code = Appointment.book(session, unit.id, **words)
    except ValueError as error:
        db.session.rollback()
        return _page(typed, str(error)), 422
    return redirect(url_for("certified_copies_booking.show", code=shown(code)), 303)


@bp.get("/tra-cuu")
@public
def find() -> ResponseReturnValue:
    """Go to the appointment of a typed code."""
    typed = request.args.get("code", "").replace("/", "")[:40]
    return redirect(url_for("certified_copies_booking.show", code=typed or "-"))


@bp.get("/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Tell when and where, never who."""
    found = _found(code)
    words = {"one": found, "code": shown(normal(code)) if found else "", "open": bool(found and found.state in OPEN)}
    words["may_cancel"] = words["open"] and not (found and found.has_begun())
    return render_template("certified_copies/appointment.html", **words), 200 if found else 404


@bp.post("/<code>/huy")
@public
def cancel(code: str) -> ResponseReturnValue:
    """Cancel by code; the place is offered again."""
    found = _found(code)
    if found is None:
        abort(404)
    with telling(), work(SYSTEM) as session:
        mine = session.get_one(Appointment, found.id)
        take_steps(session, mine, [("cancel", None)], reason=str(_("Cancelled with the code")))
    return redirect(url_for("certified_copies_booking.show", code=code), 303)


def _found(typed: str) -> Appointment | None:
    try:
        code = normal(typed)
    except ValueError:
        code = ""
    with as_system() as session:
        loaded = select(Appointment).options(joinedload(Appointment.unit), joinedload(Appointment.paper_type))
        found = session.scalars(loaded.where(Appointment.code_hash == hash_of(code))).one_or_none()
    if not strangers.admitted("appointment"):
        return None
    outcome = strangers.Outcome.FOUND if found else strangers.Outcome.NOTHING
    strangers.note(clock.now(), "appointment", outcome, hash_of(code) if code else None)
    return found


def _read(typed: Any) -> dict[str, Any]:
    """Return what was typed as words for `Appointment.book`; ValueError says what is wrong."""
    name = " ".join(typed.get("requester", "").split())[:200]
    many = whole_number(typed.get("originals", "").strip() or 1, 1, MOST)
    paper = row_id(typed.get("paper_type_id", ""))
    if not name:
        raise ValueError(str(_("Enter your name.")))
    phone = phone_of(typed.get("phone", ""))
    if many is None:
        raise ValueError(str(_("Originals are counted from 1 to %(most)s.", most=MOST)))
    try:
        begins = datetime.fromisoformat(typed.get("begins", ""))
    except ValueError as error:
        raise ValueError(str(_("Choose a day and an hour."))) from error
    if begins.tzinfo is None or paper is None:
        raise ValueError(str(_("Choose the kind of paper, a day and an hour.")))
    return {
        "begins": begins,
        "requester": name,
        "phone": phone,
        "paper_type_id": paper,
        "originals": many,
    }


def _unit(code: str) -> Unit:
    with as_system() as session:
        offers = select(BookingHours.unit_id).where(BookingHours.valid_on(clock.today()))
        found = session.scalar(select(Unit).where(Unit.code == code, Unit.valid_to.is_(None), Unit.id.in_(offers)))
    if found is None:
        raise ValueError(str(_("Choose the ward.")))
    return found


def _page(typed: Any, sentence: str = "") -> str:
    with as_system() as session:
        offers = select(BookingHours.unit_id).where(BookingHours.valid_on(clock.today()))
        units = list(session.scalars(select(Unit).where(Unit.id.in_(offers)).order_by(Unit.name).limit(500)))
        wanted = typed.get("unit") or request.args.get("don-vi", "")
        unit = next((one for one in units if one.code == wanted), None)
        days: dict[Any, list[Any]] = {}
        for slot, left in places.free(session, unit.id, hours.coming(session, unit.id)) if unit else []:
            days.setdefault(slot.begins.date(), []).append((slot, left))
        papers = select(PaperType).where(PaperType.valid_on(clock.today()), PaperType.copyable)
        offered = list(session.scalars(papers.order_by(PaperType.name)))
    return render_template(
        "certified_copies/booking.html",
        units=units,
        unit=unit,
        days=days,
        papers=offered,
        typed=typed,
        sentence=sentence,
        most=MOST,
    )

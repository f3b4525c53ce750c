"""The page on which a plan's timetable is proposed, looked at, taken over or dropped."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import _, clock, db, parse_day, telling, work
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Room
from modules.training.planning.plans import Plan
from modules.training.timetable import screens
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.proposals import SECONDS, Fate, Timetable

bp = Blueprint("training_timetable", __name__, url_prefix="/training/timetable")


@bp.get("/<int:plan>")
def show(plan: int) -> ResponseReturnValue:
    """Show what is proposed for a plan, or how far the search is, with the form to ask anew."""
    return _page(_plan(plan))


@bp.post("/<int:plan>")
def ask(plan: int) -> ResponseReturnValue:
    """Have a timetable worked out between two days."""
    row, typed = _plan(plan), request.form
    try:
        with work(g.principal) as session:
            days = parse_day(typed.get("first", "")), parse_day(typed.get("last", ""))
            Timetable.ask(session, row.id, g.principal.user_id, *days)
    except ValueError as error:
        return _page(_plan(plan), sentence=str(error)), 422
    return redirect(url_for("training_timetable.show", plan=plan), 303)


@bp.post("/<int:plan>/<int:number>/accept")
def accept(plan: int, number: int) -> ResponseReturnValue:
    """Write the lessons of a proposal; what was booked meanwhile is named, and then nothing is written."""
    _plan(plan)
    try:
        with work(g.principal) as session:
            count = _proposal(plan, number).accept(session, g.principal.user_id)
    except ValueError as error:
        return _page(_plan(plan), sentence=str(error)), 422
    flash(str(_("%(number)s lessons are in the calendar; each can be moved there.", number=count)), "good")
    return redirect(url_for("training_timetable.show", plan=plan), 303)


@bp.post("/<int:plan>/<int:number>/drop")
def drop(plan: int, number: int) -> ResponseReturnValue:
    """Drop a proposal."""
    _plan(plan)
    with telling():
        with work(g.principal):
            _proposal(plan, number).drop()
        flash(str(_("The proposal is dropped; nothing was written.")), "good")
    return redirect(url_for("training_timetable.show", plan=plan), 303)


def _plan(plan: int) -> Plan:
    g.principal.require("create", screens.lessons)
    db.session.expire_all()
    return db.session.get(Plan, plan) or abort(404)


def _proposal(plan: int, number: int) -> Timetable:
    where = (Timetable.id == number, Timetable.plan_id == plan)
    return db.session.scalar(select(Timetable).where(*where).with_for_update()) or abort(404)


def _page(plan: Plan, sentence: str = "") -> str:
    session, row = db.session(), Timetable.latest(db.session(), plan.id)
    lines = row.lessons if row else []
    names = [
        dict(session.execute(select(model.id, model.name).where(model.id.in_({one[key] for one in lines}))).all())
        for key, model in (("cohort", Cohort), ("trainer", Trainer), ("room", Room))
    ]
    tomorrow = clock.today() + timedelta(days=1)
    first = max(plan.begins_on, tomorrow)
    return render_template(
        "training/timetable.html",
        plan=plan,
        row=row,
        lines=sorted(lines, key=lambda one: (one["day"], one["begins"], one["cohort"])),
        names=dict(zip(("cohort", "trainer", "room"), names, strict=True)),
        days=(first, max(plan.ends_on, first)),
        typed=request.form,
        solving=row is not None and row.is_running,
        lost=row is not None and row.state is Fate.SOLVING and not row.is_running,
        proposed=row is not None and row.state is Fate.PROPOSED,
        seconds=SECONDS,
        sentence=sentence,
    )

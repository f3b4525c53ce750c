"""The day that was promised: the legal time of its edition in working time, without the hours in which it stood still."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.toolkit import Unit, _, calendar_of, clock
from modules.dossiers.journey.handlings import Handling
from modules.dossiers.journey.rules import DeskRule
from modules.procedures.catalogue.levels import Level
from modules.procedures.editions.contents import Route, TimeUnit

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


def of(session: Session, dossier: Dossier) -> datetime:
    """Return when the result is due, in UTC."""
    begin, calendar = _begin(dossier), calendar_of(session, dossier.competent_id)
    spans = pauses(session, dossier)
    if dossier.extended_until:
        since = dossier.extended_at or begin
        end = calendar.add_working_days(_noon(dossier.extended_until), 0)
        waited = sum(calendar.working_hours_between(one, other) for one, other in spans if one >= since)
        return (calendar.add_working_hours(end, waited) if waited else end).astimezone(UTC)
    route = route_of(session, dossier)
    if route is None or route.time_unit is TimeUnit.SAME_DAY or route.time is None:
        rule = DeskRule.of(session, clock.local(begin).date())
        return calendar.add_working_days(begin, 0, time.fromisoformat(rule.cut_off), spans).astimezone(UTC)
    if route.time_unit is TimeUnit.WORKING_HOURS:
        return calendar.add_working_hours(begin, float(route.time), spans).astimezone(UTC)
    if route.time_unit is TimeUnit.WORKING_DAYS and route.time == int(route.time):
        return calendar.add_working_days(begin, int(route.time), None, spans).astimezone(UTC)
    if route.time_unit is TimeUnit.WORKING_DAYS:  # half a day
        hours = _day_hours(session, dossier, clock.local(begin).date())
        return calendar.add_working_hours(begin, float(route.time * hours), spans).astimezone(UTC)
    stood = sum(((until - since) for since, until in spans), timedelta())
    last = clock.local(begin + stood).date() + timedelta(days=int(route.time))
    return calendar.add_working_days(_noon(last), 0).astimezone(UTC)


def route_of(session: Session, dossier: Dossier) -> Route | None:
    """Return the way it came by, with its legal time; None where the edition names none."""
    rows = session.scalars(_routes(), {"edition": dossier.edition_id}).all()
    return next((row for row in rows if row.way is dossier.way), rows[0] if rows else None)


def pauses(session: Session, dossier: Dossier) -> list[tuple[datetime, datetime]]:
    """Return the times in which the clock stood still."""
    rows = session.execute(_paused(), {"dossier": dossier.id})
    return [(since, until or clock.now()) for since, until in rows]


@cache
def _routes() -> Select[Route]:
    return select(Route).where(Route.edition_id == bindparam("edition")).order_by(Route.position)


@cache
def _paused() -> Select[datetime, datetime | None]:
    where = (Handling.dossier_id == bindparam("dossier"), Handling.paused)
    return select(Handling.came_at, Handling.left_at).where(*where).order_by(Handling.id)


def require_later(session: Session, dossier: Dossier) -> None:
    """Check the new day of a dossier. ValueError: no day, past, no later than promised, or nobody works on it."""
    day, due = dossier.extended_until, dossier.promised_at
    if day is None:
        raise ValueError(str(_("Choose the new day of the result.")))
    if day <= clock.today() or (due is not None and day <= clock.local(due).date()):
        raise ValueError(str(_("The new day must be later than today and than the day that was promised.")))
    if not calendar_of(session, dossier.competent_id).is_working_day(day):
        raise ValueError(str(_("Nobody works on the new day; choose a working day.")))


def _begin(dossier: Dossier) -> datetime:
    return dossier.received_at or clock.now()


def _day_hours(session: Session, dossier: Dossier, day: date) -> Decimal:
    level = Level.of_unit(session, session.get_one(Unit, dossier.competent_id), day)
    if level is None:
        raise ValueError(str(_("Nobody has said how many working hours a day has at this level of government.")))
    return level.day_hours


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.ZONE)

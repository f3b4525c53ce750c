"""What is looked at before a death is registered: what must be mended, and what may be right all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from app.toolkit import Finding, PartialDay, Text, _, as_system, clock, db
from modules.civil_registration.cases import checks
from modules.civil_registration.cases.kinds import GONE, Registration
from modules.population.names import loose_key

if TYPE_CHECKING:
    from modules.civil_registration.deaths.death import Death

OLDEST = 120  # years that somebody may have lived before it is looked at twice
MOST = 5


def of(death: Death) -> list[Finding]:
    """Return what the checks find in a death as it stands or is being typed, in the order of the form."""
    return [*checks.declarer(death), *_person(death), *_day(death), *_notice(death), *_twice(death)]


def _person(death: Death) -> Iterator[Finding]:
    yield from checks.name(death, "person_name")
    yield from checks.number(death, "citizen_id", death.born, death.sex.value if death.sex else None)
    if death.person_name and not death.citizen_id and not death.paper_number:
        sentence = _("Neither a personal number nor a paper of the deceased: say how he is known.")
        yield checks.doubt(death, "citizen_id", "unknown", sentence)


def _day(death: Death) -> Iterator[Finding]:
    if death.died_on is None:
        return
    if death.born and death.died_on.earlier_than(death.born):
        yield checks.stop(death, "died_on", _("Died before the birth: look at both days."))
    elif death.born and death.died_on.year - death.born.year > OLDEST:
        years = death.died_on.year - death.born.year
        yield checks.doubt(death, "born", "old", _("%(years)s years old at the death.", years=years))
    if death.died_on.day is None and death.registration is not Registration.LONG_AGO:
        yield checks.doubt(death, "died_on", "day", _("The day of death is not whole: say why it is not known."))
    if (
        death.died_at
        and death.died_on == PartialDay.of(clock.today())
        and death.died_at > clock.local(clock.now()).strftime("%H:%M")
    ):
        yield checks.stop(death, "died_at", _("This hour is still to come today."))
    if death.place and death.place.count(",") < 1:
        yield checks.stop(
            death, "place", _("Place of death: write the place, the ward or commune, and the province, with commas.")
        )


def _notice(death: Death) -> Iterator[Finding]:
    kind = death.notice.value if death.notice else ""
    if kind == "none" and death.registration is not Registration.LONG_AGO:
        yield checks.stop(
            death, "notice", _("Without a notice only who died long ago is registered: choose that kind.")
        )
    elif kind == "none":
        yield checks.doubt(death, "notice", "none", _("No notice: say which evidence was looked at, and the minutes."))
    elif kind and death.person_name and not death.notice_number:
        yield checks.stop(death, "notice_number", _("Write the number of the notice, or of what stands for it."))
    if death.notice_on and death.died_on and death.notice_on < death.died_on.first:
        yield checks.stop(death, "notice_on", _("The notice is older than the death: look at both days."))


def _twice(death: Death) -> Iterator[Finding]:
    """The same number, or the same name and day, of the whole city."""
    if death.died_on is None or not death.person_name:
        return
    for other in _near(death, death.died_on, death.person_name):
        same = bool(death.citizen_id) and other.citizen_id == death.citizen_id
        why: Text = _("The same personal number.") if same else _("The same name and day of death.")
        told = {
            "case": other.entry or f"KT-{other.id:05d}",
            "name": other.person_name or "–",
            "day": other.died_on or "–",
            "why": why,
        }
        sentence = _("Perhaps registered already: %(case)s, %(name)s, died %(day)s. %(why)s", **told)
        yield checks.doubt(death, "person_name", f"pair-{other.id}", sentence)


def _near(death: Death, day: PartialDay, name: str) -> list[Any]:
    kind = type(death)
    days = [day, PartialDay(day.year, day.month), PartialDay(day.year)] if day.month else [day]
    alike = and_(kind.person_key == loose_key(name), kind.died_on.in_(days))
    if death.citizen_id:
        apart = or_(kind.citizen_id.is_(None), kind.citizen_id == death.citizen_id)
        alike = or_(kind.citizen_id == death.citizen_id, and_(alike, apart))
    where = (alike, kind.id != (death.id or 0), kind.state.not_in(GONE))
    columns = (kind.id, kind.entry, kind.person_name, kind.died_on, kind.citizen_id)
    with as_system():  # a death that another ward has entered stands in the way all the same
        return list(db.session.execute(select(*columns).where(*where).order_by(kind.id).limit(MOST)))

"""The demo of a whole city: what was solved in the first half of 2023, and half a year that is being lived; written at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, selectinload

from app.toolkit import COMMUNE_LEVEL, Unit, add_record, calendar_of, clock, commune_units, fold, invent_name
from modules.dossiers.desk.codes import CITY
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import Applicant, State
from modules.dossiers.journey.handlings import Handling
from modules.dossiers.journey.pace import Pace
from modules.dossiers.journey.travel import NAMES
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.contents import Way
from modules.procedures.processes.process import Process
from modules.procedures.processes.steps import ProcessStep

SOLVED_2023 = 181_177  # dossiers solved from 01/01 to 30/06/2023, as the city reported
HALF_2023 = (date(2023, 1, 3), date(2023, 6, 30))
OLD_CITY = "26734"  # codes of 2023 below it belong to the provinces that joined in 2025 (QĐ 19/2025/QĐ-TTg)
EACH, OPEN = 200, 4  # dossiers of a unit in the half year that is being lived: ended, and still open
PACES = [Pace.EARLY] * 58 + [Pace.ON_TIME] * 39 + [Pace.LATE] * 3
WAYS = [Way.DIRECT] * 48 + [Way.ONLINE] * 47 + [Way.POST] * 5
AT_ONCE, PEOPLE = 20_000, 400
LINE = 5000  # our serials begin above what a desk reaches in a day, so that the desk's own numbers stay free


def load(session: Session) -> None:
    """Load everything once; loading twice changes nothing."""
    if session.scalar(select(Dossier.id).where(Dossier.ended_at < clock.begin_of(date(2024, 1, 1))).limit(1)):
        return
    book = _Book(session)
    old = _units_of_2023(session)
    days = _working_days(session, old[0].id, *HALF_2023)
    _write(session, (book.ended(unit, days) for unit in _in_turn(old)))
    new, today = commune_units(session, clock.today()), clock.today()
    begin = date(today.year, 1 if today.month <= 6 else 7, 1)
    lived = _working_days(session, new[0].id, begin - timedelta(days=20), today - timedelta(days=1))
    _write(session, (book.ended(unit, lived) for unit in new for _n in range(EACH)))
    for unit in new:
        for number in range(OPEN):
            book.open(unit, lived[-1 - number * 2 % len(lived)], late=number == OPEN - 1)


def _units_of_2023(session: Session) -> Sequence[Unit]:
    """The wards and communes that the city had then."""
    where = (Unit.kind.in_(COMMUNE_LEVEL), Unit.valid_on(HALF_2023[1]), Unit.code >= OLD_CITY)
    return session.scalars(select(Unit).where(*where).order_by(Unit.code)).all()


def _in_turn(units: Sequence[Unit]) -> Iterator[Unit]:
    """As many turns as dossiers, unit after unit: rows that lie together in the indexes are written at a fifth of the cost."""
    return (units[place * len(units) // SOLVED_2023] for place in range(SOLVED_2023))


def _working_days(session: Session, unit_id: int, first: date, last: date) -> list[date]:
    calendar = calendar_of(session, unit_id)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if calendar.is_working_day(day)]


def _write(session: Session, rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        session.connection().execute(insert(Dossier), some)


@dataclass
class _Book:
    """Makes dossiers, the same ones each time."""

    session: Session
    dice: Random = field(default_factory=lambda: Random(2023))  # noqa: S311 - demo data
    serials: Counter[tuple[str, date]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        names = [invent_name(f"người nộp {number}") for number in range(PEOPLE)]
        self.people = [(name, fold(name)) for name in names]
        today = clock.today()
        coming = (today + timedelta(days=1), today + timedelta(days=9))
        # Whose result was put off, with an apology, is in time; the others were due the day they came.
        self.ahead = _working_days(self.session, commune_units(self.session, today)[0].id, *coming)
        level = select(Level.id).where(Level.communal).scalar_subquery()
        run = select(ProcessStep.process_id).where(ProcessStep.role.in_(NAMES))
        where = (Process.valid_on(clock.today()), Process.id.in_(run), Process.level_id.in_(level))
        held = select(Process).where(*where).options(selectinload(Process.steps))
        self.processes = {one.procedure_id: one for one in self.session.scalars(held)}
        found = select(Procedure.id, Procedure.name).where(Procedure.id.in_(self.processes))
        self.services = [(row, name[:500], fold(name[:500])) for row, name in self.session.execute(found)]

    def ended(self, unit: Unit, days: Sequence[date]) -> dict[str, Any]:
        """The row of one that was solved on one of the days, and received at most three weeks before."""
        dice = self.dice
        pace, day = dice.choice(PACES), dice.choice(days)
        ended = datetime.combine(day, time(dice.randint(8, 16), dice.randrange(60)), clock.ZONE)
        if pace is Pace.LATE:
            promised = ended - timedelta(days=dice.randint(1, 9))
        elif pace is Pace.EARLY:
            promised = ended.replace(hour=17, minute=0) + timedelta(days=dice.randint(1, 6))
        else:
            promised = ended.replace(hour=17, minute=0)
        came = min(ended, promised) - timedelta(days=dice.randint(1, 12))
        return self._row(unit, came) | {
            "promised_at": promised, "ended_at": ended, "solved_at": ended, "returned_at": ended, "pace": pace,
            "on_time": pace is not Pace.LATE, "digital_result": dice.random() < 0.62, "state": State.RETURNED,
        }  # fmt: skip

    def open(self, unit: Unit, day: date, *, late: bool) -> None:
        """One that waits at a step of its process."""
        came = datetime.combine(day, time(8, self.dice.randrange(60)), clock.ZONE)
        row = self._row(unit, came)
        process = self.processes[row["procedure_id"]]
        place = self.dice.randrange(1, max(2, len(process.steps) - 1))
        step = process.steps[place]
        onward = ";".join(step.next_codes()) or None
        words: dict[str, Any] = {
            "next_codes": onward,
            "back_code": step.back_code or None,
            "process_id": process.id,
            "papers": [],
        }
        dossier = Dossier(
            **row | words, state=State.SOLVING, step_code=step.code, step_role=step.role,
            extended_until=None if late else self.ahead[self.dice.randrange(len(self.ahead))],
        )  # fmt: skip
        add_record(self.session, dossier)
        held = {"name": step.name, "role": step.role, "code": step.code, "hours": step.hours}
        dossier.step_due_at = dossier.promised_at
        self.session.add(Handling(dossier_id=dossier.id, came_at=came, due_at=dossier.promised_at, **held))

    def _row(self, unit: Unit, came: datetime) -> dict[str, Any]:
        dice, day = self.dice, came.date()
        self.serials[unit.code, day] += 1
        code = f"{CITY}.{unit.code}-{day:%y%m%d}-{LINE + self.serials[unit.code, day]}"
        name, folded = dice.choice(self.people)
        procedure, service, words = dice.choice(self.services)
        phone = f"09{dice.randrange(10**8):08d}"
        digitised = dice.random() < 0.78
        return {
            "unit_id": unit.id, "competent_id": unit.id, "at_id": unit.id, "passed_on": True, "version": 1, "created_at": came, "updated_at": came,
            "search_key": f"{code.lower()} {folded} {phone} {words}", "code": code, "procedure_id": procedure,
            "service": service, "way": dice.choice(WAYS), "kind": Applicant.CITIZEN, "applicant": name, "phone": phone,
            "sets": 1, "asked": 0, "received_at": came, "digitised": digitised,
            "reused": digitised and dice.random() < 0.35, "reused_nationally": False,
            "by_population": dice.random() < 0.8,
        }  # fmt: skip

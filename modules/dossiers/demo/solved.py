"""Dossiers that were solved, of many units: some are made here, and the database copies them to each unit in its own mixture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from random import Random
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, func, insert, literal, select
from sqlalchemy.orm import Session

from app.toolkit import Unit, clock, fold, invent_name
from modules.dossiers.desk.codes import CITY
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import Applicant, State
from modules.dossiers.journey.pace import Pace
from modules.procedures.editions.contents import Way

Service = tuple[int, str, str]
"""The id of a procedure, its name, and that name as it is searched."""

MADE, STRIDE = 2500, 7  # without a common divisor, so that a unit takes so many of those made, from all months
LINE = 5000  # our serials begin above what a desk reaches in a day, so that the desk's own numbers stay free
PACES = [Pace.EARLY] * 58 + [Pace.ON_TIME] * 39 + [Pace.LATE] * 3
WAYS = [Way.DIRECT] * 48 + [Way.ONLINE] * 47 + [Way.POST] * 5
COPIED = (
    *("procedure_id", "service", "way", "received_at", "promised_at", "ended_at", "pace", "on_time"),
    *("digitised", "reused", "by_population", "digital_result"),
)
HELD = Table(
    "dossiers_demo_solved",
    MetaData(),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Dossier.__table__.c[name].type) for name in COPIED),
    # The end of the code, who handed it in, the halves of the telephone, what a search reads of the procedure.
    *(Column(name, String) for name in ("code_end", "applicant", "folded", "phone_begin", "phone_end", "words")),
    prefixes=["TEMPORARY"],
)


@dataclass
class Maker:
    """Makes dossiers of some services, the same ones each time."""

    services: Sequence[Service]
    dice: Random = field(default_factory=lambda: Random(2023))  # noqa: S311 - demo data

    def spread(self, session: Session, units: Sequence[Unit], days: Sequence[date], total: int) -> None:
        """Write so many dossiers that ended on these days, more in one unit, fewer in another."""
        connection = session.connection()
        HELD.create(connection)
        connection.execute(insert(HELD), self._made(days))
        sizes = [self.dice.randint(40, 160) for _unit in units]
        ends = [total * end // sum(sizes) for end in accumulate(sizes, initial=0)]
        shares = [
            {"unit": unit.id, "named": unit.code, "begin": self.dice.randrange(MADE), "size": end - begin}
            for unit, (begin, end) in zip(units, pairwise(ends), strict=True)
        ]
        connection.execute(_copies(), shares)
        HELD.drop(connection)

    def _made(self, days: Sequence[date]) -> list[dict[str, Any]]:
        made = sorted((self._one(days) for _n in range(MADE)), key=lambda row: row["received_at"])
        return [row | {"rank": rank, "code_end": _code_end(row, rank)} for rank, row in enumerate(made)]

    def _one(self, days: Sequence[date]) -> dict[str, Any]:
        """One that was solved on one of the days, and received at most three weeks before."""
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
        return self.words(came) | {
            "received_at": came, "promised_at": promised, "ended_at": ended, "pace": pace,
            "on_time": pace is not Pace.LATE, "digital_result": dice.random() < 0.62,
        }  # fmt: skip

    def words(self, came: datetime) -> dict[str, Any]:
        """What somebody hands in at a moment, and who."""
        dice, name = self.dice, invent_name(f"người nộp {self.dice.randrange(10**6)}")
        procedure, service, words = dice.choice(self.services)
        digits, digitised = f"{dice.randrange(10**8):08d}", dice.random() < 0.78
        return {
            "procedure_id": procedure, "service": service, "words": words, "way": dice.choice(WAYS),
            "applicant": name, "folded": fold(name), "phone_begin": digits[:4], "phone_end": digits[4:],
            "digitised": digitised, "reused": digitised and dice.random() < 0.35,
            "by_population": dice.random() < 0.8, "received_at": came,
        }  # fmt: skip


def _code_end(row: dict[str, Any], rank: int) -> str:
    return f"-{row['received_at']:%y%m%d}-{LINE + rank}"


def _copies() -> Any:
    """The statement that gives a unit its share: what was handed in of some, the person of others."""
    held, people = HELD.alias("held"), HELD.alias("people")
    unit = bindparam("unit", type_=Integer)
    begin = bindparam("begin", type_=Integer)
    size = bindparam("size", type_=Integer)
    code = literal(f"{CITY}.") + bindparam("named", type_=String) + held.c.code_end
    phone = literal("09") + held.c.phone_begin + people.c.phone_end
    key = func.lower(code) + " " + people.c.folded + " " + phone + " " + held.c.words
    values: dict[str, Any] = {name: held.c[name] for name in COPIED}
    values |= {"unit_id": unit, "competent_id": unit, "at_id": unit, "code": code, "search_key": key}
    values |= {"applicant": people.c.applicant, "phone": phone}
    values |= dict.fromkeys(("created_at", "updated_at"), held.c.received_at)
    values |= dict.fromkeys(("solved_at", "returned_at"), held.c.ended_at)
    table = Dossier.__table__.c
    fixed = {"state": State.RETURNED, "kind": Applicant.CITIZEN, "version": 1, "sets": 1, "asked": 0, "extensions": 0}
    fixed |= {"passed_on": True, "reused_nationally": False}
    values |= {name: literal(value, table[name].type) for name, value in fixed.items()}
    met = people.c.rank == (held.c.rank + begin) % MADE
    rows = select(*values.values()).select_from(held.join(people, met))
    chosen = rows.where((held.c.rank * STRIDE + begin) % MADE < size).order_by(held.c.rank)
    return insert(Dossier.__table__).from_select(list(values), chosen)

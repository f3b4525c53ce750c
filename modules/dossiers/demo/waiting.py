"""Dossiers of many units that wait at a step of their process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from app.toolkit import Unit, add_records, clock
from modules.dossiers.demo.solved import LINE, MADE, Maker
from modules.dossiers.desk.codes import CITY
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.journey.handlings import Handling
from modules.procedures.processes.process import Process
from modules.procedures.processes.steps import ProcessStep

AS_MADE = ("procedure_id", "service", "way", "applicant", "digitised", "reused", "by_population", "received_at")


@dataclass
class Waiting:
    """Makes open dossiers: those that are not late were put off to one of some days `ahead`."""

    maker: Maker
    processes: Mapping[int, Process]
    ahead: Sequence[date]
    serials: Counter[tuple[str, date]] = field(default_factory=Counter)

    def put(self, session: Session, asked: Iterable[tuple[Unit, date, bool]]) -> None:
        """Write one for each unit and day, with whether it is late."""
        made = [self._one(unit, day, late=late) for unit, day, late in asked]
        add_records(session, [dossier for dossier, _step in made])
        for dossier, step in made:
            dossier.step_due_at = dossier.promised_at
            session.add(
                Handling(
                    dossier_id=dossier.id, came_at=dossier.received_at, due_at=dossier.promised_at, name=step.name,
                    role=step.role, code=step.code, hours=step.hours,
                )
            )  # fmt: skip

    def _one(self, unit: Unit, day: date, *, late: bool) -> tuple[Dossier, ProcessStep]:
        dice = self.maker.dice
        came = datetime.combine(day, time(8, dice.randrange(60)), clock.ZONE)
        words = self.maker.words(came)
        process = self.processes[words["procedure_id"]]
        step = process.steps[dice.randrange(1, max(2, len(process.steps) - 1))]
        self.serials[unit.code, day] += 1
        where: dict[str, Any] = {
            "unit_id": unit.id, "competent_id": unit.id, "at_id": unit.id, "passed_on": True, "created_at": came,
            "code": f"{CITY}.{unit.code}-{day:%y%m%d}-{LINE + MADE + self.serials[unit.code, day]}",
            "phone": f"09{words['phone_begin']}{words['phone_end']}", "process_id": process.id,
        }  # fmt: skip
        stands: dict[str, Any] = {
            "state": State.SOLVING, "step_code": step.code, "step_role": step.role,
            "next_codes": ";".join(step.next_codes()) or None, "back_code": step.back_code or None,
            "extended_until": None if late else dice.choice(self.ahead),
        }  # fmt: skip
        return Dossier(**{name: words[name] for name in AS_MADE} | where | stands), step

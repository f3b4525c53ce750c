"""Procedures that a decision lists and nobody drafted in the house: the list itself becomes their edition."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import add_record, clock, take_steps
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Kind, Procedure
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decision import Decision, ListedProcedure
from modules.procedures.editions.contents import Basis, EditionLevel, Route, TimeUnit, Way
from modules.procedures.editions.edition import HOLDS, Edition, Stage, everything

BATCH = 500  # editions whose tables are read at a time


@dataclass
class Listed:
    """The lines of a decision against the catalogue of its day."""

    session: Session
    decision: Decision
    items: list[ListedProcedure]
    last: dict[int, int] = field(default_factory=dict)

    def editions(self) -> list[Edition]:
        """Write an edition for each line that brings or changes one; the lines have been found to fit."""
        made: list[Edition] = []
        changed = [item for item in self.items if item.act is not Act.ABOLISHED]
        for begin in range(0, len(changed), BATCH):
            batch = changed[begin : begin + BATCH]
            before = self._before([self.known[item.code].id for item in batch if item.code in self.known])
            for item in batch:
                procedure = self.known.get(item.code) or self._procedure(item)
                edition = self._edition(item, procedure, before.get(procedure.id))
                self.session.add(edition)
                self.session.flush()
                take_steps(self.session, edition, [])
                made.append(edition)
        return made

    def abolished(self) -> list[int]:
        """The ids of the procedures that the list abolishes."""
        return [self.known[item.code].id for item in self.items if item.act is Act.ABOLISHED]

    @cached_property
    def known(self) -> dict[str, Procedure]:
        """The procedures of the list that the catalogue has, by code."""
        return Procedure.by_code(self.session, [item.code for item in self.items])

    @cached_property
    def levels(self) -> dict[str, Level]:
        """The levels of the day on which the decision is in force, by code."""
        day = self.decision.effective_on or clock.today()
        return {level.code.upper(): level for level in self.session.scalars(select(Level).where(Level.valid_on(day)))}

    def _before(self, procedure_ids: list[int]) -> dict[int, Edition]:
        numbers = select(Edition.procedure_id, func.max(Edition.number)).where(Edition.procedure_id.in_(procedure_ids))
        self.last.update(self.session.execute(numbers.group_by(Edition.procedure_id)).all())
        holds = (Edition.state.in_(HOLDS), Edition.valid_to.is_(None))
        found = select(Edition).where(Edition.procedure_id.in_(procedure_ids), *holds).options(*everything())
        return {one.procedure_id: one for one in self.session.scalars(found)}

    def _procedure(self, item: ListedProcedure) -> Procedure:
        return add_record(
            self.session,
            Procedure(
                unit_id=self.decision.unit_id,
                code=item.code,
                name=item.name,
                sector_id=item.sector_id,
                kind=Kind.STANDARD,
            ),
        )

    def _edition(self, item: ListedProcedure, procedure: Procedure, before: Edition | None) -> Edition:
        edition = Edition(
            unit_id=self.decision.unit_id,
            code=procedure.code,
            number=self.last.get(procedure.id, 0) + 1,
            procedure_id=procedure.id,
            act=item.act,
            name=item.name or procedure.name,
            decision_id=self.decision.id,
            state=Stage.SUBMITTED,
            levels=self._levels(item),
            routes=self._routes(item),
            bases=[Basis(position=1, number=item.basis[:80], about=item.basis)] if item.basis else [],
        )
        if before is not None:
            edition.take_over(before)
        return edition

    def _levels(self, item: ListedProcedure) -> list[EditionLevel]:
        return [EditionLevel(level_id=self.levels[code].id) for code in dict.fromkeys(item.level_codes())]

    def _routes(self, item: ListedProcedure) -> list[Route]:
        if item.days is None and item.fee is None:
            return []
        unit = TimeUnit.WORKING_DAYS if item.days else TimeUnit.SAME_DAY
        return [Route(position=1, way=Way.DIRECT, time=item.days or None, time_unit=unit, fee=item.fee)]

"""What follows from the signature of a decision: editions come into force, old ones end, processes are approved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import _, acting, as_system, clock, format_day, take_steps
from modules.procedures.catalogue.online import OnlineService
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decision import Decision, ListedProcedure
from modules.procedures.decisions.listed import Listed
from modules.procedures.decisions.turning import turn
from modules.procedures.editions.contents import EditionLevel
from modules.procedures.editions.edition import HOLDS, Edition, Stage
from modules.procedures.processes.process import Process
from modules.procedures.processes.process import Stage as Drafting


def issue(decision: Decision) -> None:
    """Carry a signed decision out. ValueError: its number is missing, nothing is decided, a line no longer fits."""
    if not (decision.number or "").strip():
        raise ValueError(str(_("Enter the number of the decision.")))
    decision.signed_on = decision.signed_on or clock.today()
    decision.effective_on = decision.effective_on or decision.signed_on
    if decision.effective_on < decision.signed_on:
        raise ValueError(str(_("A decision must not be in force before it is signed.")))
    signer = acting().user_id
    with as_system() as session:
        Publication(session, decision, decision.effective_on, signer).carry_out()


@dataclass
class Publication:
    """A decision that is being carried out in one transaction: as a whole or not at all."""

    session: Session
    decision: Decision
    day: date
    signer: int | None

    def carry_out(self) -> None:
        """Publish what was drafted, write what the list brings, end what it abolishes, approve the processes."""
        drafted, processes, items = self._drafted(), self._processes(), self._items()
        if not (drafted or processes or items):
            raise ValueError(str(_("The decision has no procedure and no process yet.")))
        self.decision.require_fit(items)  # the catalogue may have changed since they were typed
        codes = {edition.code for edition in drafted}
        if twice := next((item.code for item in items if item.code in codes), None):
            raise ValueError(str(_("%(code)s stands in the list and was drafted as well; keep one.", code=twice)))
        listed = Listed(self.session, self.decision, items)
        published = [*drafted, *listed.editions()]
        self.session.flush()
        gone = listed.abolished()
        holding = self._holding([*(one.procedure_id for one in published), *gone])
        for edition in published:
            self._publish(edition, holding.get(edition.procedure_id))
        for procedure_id in gone:
            holding[procedure_id].end(self.day)
        self.session.flush()
        self._end_with({one.procedure_id: one.id for one in published}, gone)
        self._require_in_force(processes)
        for process in processes:
            process.approve(self.day)
            take_steps(self.session, process, [("approve", self.signer)])
        self.session.flush()
        turn(self.session, clock.today(), set(holding) | {one.procedure_id for one in published})

    def _publish(self, edition: Edition, before: Edition | None) -> None:
        if before is None and edition.act is not Act.NEW:
            text = _("%(what)s: the procedure is not in force any more, so nothing of it can change.", what=edition)
            raise ValueError(str(text))
        if before is not None:
            before.end(self.day)
        edition.valid_from = self.day
        take_steps(self.session, edition, [("publish", self.signer)])

    def _end_with(self, editions: dict[int, int], gone: Collection[int]) -> None:
        """End processes of procedures that are no more, or no longer of that level, and online services of the former."""
        found = select(EditionLevel.edition_id, EditionLevel.level_id)
        here = EditionLevel.edition_id.in_(editions.values())
        levels = {(row.edition_id, row.level_id) for row in self.session.execute(found.where(here))}
        ids = [*editions, *gone]
        held = (Process.procedure_id.in_(ids), Process.valid_from.is_not(None), Process.valid_to.is_(None))
        for process in self.session.scalars(select(Process).where(*held).order_by(Process.id)):
            if (editions.get(process.procedure_id), process.level_id) not in levels:
                process.end(self.day)
        last = self.day - timedelta(days=1)
        services = (OnlineService.procedure_id.in_(gone), OnlineService.valid_after(last))
        for service in self.session.scalars(select(OnlineService).where(*services).order_by(OnlineService.id)):
            if service.valid_from > last:
                code = self.session.get_one(Procedure, service.procedure_id).code
                words = {"code": code, "name": service.name, "day": format_day(service.valid_from)}
                raise ValueError(
                    str(
                        _(
                            "%(code)s: the online service “%(name)s” begins on %(day)s; delete it before the procedure is abolished.",
                            **words,
                        )
                    )
                )
            service.valid_to = last

    def _require_in_force(self, processes: list[Process]) -> None:
        """ValueError with the first process whose procedure nobody may apply for from that day on."""
        held = (Edition.valid_from.is_not(None), Edition.valid_after(self.day - timedelta(days=1)))
        found = select(Edition.procedure_id).where(
            Edition.procedure_id.in_([one.procedure_id for one in processes]), *held
        )
        ids = set(self.session.scalars(found))
        if lost := next((one for one in processes if one.procedure_id not in ids), None):
            raise ValueError(str(_("%(what)s: its procedure is not in force.", what=lost)))

    def _holding(self, procedure_ids: list[int]) -> dict[int, Edition]:
        """The newest editions that hold, by procedure; what another decision has ended already says so when it is ended."""
        holds = (Edition.procedure_id.in_(procedure_ids), Edition.state.in_(HOLDS))
        found = select(Edition).where(*holds).order_by(Edition.number)
        return {one.procedure_id: one for one in self.session.scalars(found)}

    def _drafted(self) -> list[Edition]:
        where = (Edition.decision_id == self.decision.id, Edition.state == Stage.SUBMITTED)
        return list(self.session.scalars(select(Edition).where(*where).order_by(Edition.id)))

    def _processes(self) -> list[Process]:
        where = (Process.decision_id == self.decision.id, Process.state == Drafting.SUBMITTED)
        return list(self.session.scalars(select(Process).where(*where).order_by(Process.id)))

    def _items(self) -> list[ListedProcedure]:
        where = ListedProcedure.decision_id == self.decision.id
        return list(self.session.scalars(select(ListedProcedure).where(where).order_by(ListedProcedure.position)))

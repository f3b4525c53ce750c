"""What follows from the signature of a decision: editions come into force, old ones end, processes are approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import _, acting, as_system, clock, take_steps
from modules.procedures.decisions.decision import Decision, ListedProcedure
from modules.procedures.decisions.listed import Listed
from modules.procedures.decisions.turning import turn
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
        holding = self._holding([*(one.procedure_id for one in published), *listed.abolished()])
        for edition in published:
            self._publish(edition, holding.get(edition.procedure_id))
        for procedure_id in listed.abolished():
            holding[procedure_id].end(self.day)
        for process in processes:
            process.approve(self.day)
            take_steps(self.session, process, [("approve", self.signer)])
        self.session.flush()
        turn(self.session, clock.today(), set(holding) | {one.procedure_id for one in published})

    def _publish(self, edition: Edition, before: Edition | None) -> None:
        if before is not None:
            before.end(self.day)
        edition.valid_from = self.day
        take_steps(self.session, edition, [("publish", self.signer)])

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

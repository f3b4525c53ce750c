"""Quy trình nội bộ: how a level solves a procedure, version after version; a dossier runs the version of its day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, selectinload

from app.toolkit import Choice, Record, _, db, field
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.decisions.decided import Decided
from modules.procedures.decisions.decision import Decision
from modules.procedures.processes.comparison import Comparison
from modules.procedures.processes.steps import ProcessStep


class Stage(Choice):
    """Where a version of a process stands."""

    DRAFTED = "drafted", _("Drafted"), "grey"
    SENT = "sent", _("Waiting for appraisal"), "amber"
    APPRAISED = "appraised", _("Appraised"), "blue"
    SUBMITTED = "submitted", _("Submitted for the decision"), "amber"
    APPROVED = "approved", _("Approved"), "green"
    RETIRED = "retired", _("Out of force"), "grey"
    RETURNED = "returned", _("Returned for more"), "amber"


OPEN = (Stage.DRAFTED, Stage.RETURNED)
PREPARING = (Stage.DRAFTED, Stage.SENT, Stage.APPRAISED, Stage.SUBMITTED, Stage.RETURNED)


class Process(Decided, Record):
    """Quy trình nội bộ, quy trình điện tử (NĐ 118/2025/NĐ-CP): the steps of one procedure at one level."""

    __tablename__ = "procedures_process"
    __table_args__ = (UniqueConstraint("procedure_id", "level_id", "number"),)
    searched = ("code", "name")

    code: Mapped[str] = field.text(_("Procedure code"), max=40, readonly=True, default="")
    number: Mapped[int] = field.whole(_("Version of the process"), readonly=True, default=0)
    procedure_id: Mapped[int] = field.reference(_("Procedure"), "procedures_procedure", required=True)
    level_id: Mapped[int] = field.reference(_("Level"), "procedures_level", required=True)
    name: Mapped[str] = field.text(_("Name of the process"), max=500, required=True)
    kept: Mapped[str | None] = field.long_text(_("What is kept, and for how long"))
    hours: Mapped[Decimal | None] = field.number(_("Hours in all"), readonly=True)
    hours_before: Mapped[Decimal | None] = field.number(_("Hours before"), readonly=True)
    saved_hours: Mapped[Decimal | None] = field.number(_("Hours saved"), readonly=True)
    dropped: Mapped[int | None] = field.whole(_("Steps dropped"), readonly=True)
    decision_id: Mapped[int | None] = field.reference(_("Decision"), "procedures_decision")
    state: Mapped[Stage] = field.state(Stage)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    procedure: Mapped[Procedure] = field.link("Procedure", procedure_id)
    level: Mapped[Level] = field.link("Level", level_id)
    decision: Mapped[Decision | None] = field.link("Decision", decision_id)
    steps: Mapped[list[ProcessStep]] = field.lines("ProcessStep", _("Steps"), order_by="ProcessStep.position")

    def __str__(self) -> str:
        return f"{self.code} ({_('version')} {self.number})"

    def saved(self) -> None:
        """Number a new version and add its hours up. ValueError: another version of it is being prepared."""
        session = db.session()
        self.code = session.get_one(Procedure, self.procedure_id).code
        if not self.number:
            self._begin(session)
        for step in self.steps:
            step.code = step.code.strip().upper()
        self.hours = sum((step.hours for step in self.steps), Decimal(0))

    def _begin(self, session: Session) -> None:
        where = (Process.procedure_id == self.procedure_id, Process.level_id == self.level_id, Process.id != self.id)
        with session.no_autoflush:
            other = session.scalar(select(Process.number).where(*where, Process.state.in_(PREPARING)).limit(1))
            self.number = (session.scalar(select(func.max(Process.number)).where(*where)) or 0) + 1
        if other:
            raise ValueError(str(_("Version %(number)s of this process is being prepared already.", number=other)))
        before = self.before(session)
        if before is not None and not self.steps:
            self.steps = [ProcessStep(**{key: getattr(step, key) for key in STEP}) for step in before.steps]

    @classmethod
    def of(cls, session: Session, procedure_id: int, level_id: int, day: date) -> Process | None:
        """Return the version in force on a day, with its steps: a dossier runs the version of its day, to its end."""
        found = select(cls).where(cls.procedure_id == procedure_id, cls.level_id == level_id, cls.valid_on(day))
        return session.scalars(found.options(selectinload(cls.steps)).order_by(cls.number.desc()).limit(1)).first()

    def before(self, session: Session) -> Process | None:
        """Return the approved version that this one follows, with its steps."""
        where = (Process.procedure_id == self.procedure_id, Process.level_id == self.level_id)
        found = select(Process).where(*where, Process.number < self.number, Process.valid_from.is_not(None))
        found = found.options(selectinload(Process.steps)).order_by(Process.number.desc()).limit(1)
        return session.scalars(found).first()

    def approve(self, day: date) -> None:
        """Hold from a day on, end the version before, and write down what was saved against it."""
        session = db.session()
        before, own = self.before(session), session.scalars(_with_steps(self.id)).one()
        self.valid_from = day
        if before is not None:
            if before.valid_to is None or before.valid_to >= day:  # one that ended with its procedure is over already
                before.end(day)
            change = Comparison(before.steps, own.steps)
            self.hours_before, self.saved_hours, self.dropped = before.hours, change.saved, len(change.dropped)


STEP = ("position", "code", "name", "role", "hours", "onward", "back_to", "forms_in", "forms_out", "outside")


def _with_steps(process_id: int) -> Any:
    return select(Process).where(Process.id == process_id).options(selectinload(Process.steps))

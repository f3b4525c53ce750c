"""Nhánh liên thông: one agency's part of a birth or a death, what is asked of it and what became of that."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Record, _, field
from modules.civil_registration.branches.kinds import Benefit, Delivery, Kind, Payment, State, Survivors, Trouble
from modules.civil_registration.cases.kinds import Event


class Branch(Record):
    """One kind of branch of one case. `times` is how often it was sent: each sending has a key of its own."""

    __tablename__ = "civil_registration_branch"
    __table_args__ = (
        UniqueConstraint("event", "case_id", "kind"),
        Index("ix_civil_registration_branch_unit_recent", "unit_id", "id"),
        Index("ix_civil_registration_branch_queue", "unit_id", "state", "due_at"),
    )
    searched = ("about", "case_code", "result_number")

    event: Mapped[Event] = field.choice(_("Event"), Event, required=True, readonly=True)
    case_id: Mapped[int] = mapped_column()
    case_code: Mapped[str] = field.text(_("Civil-status case"), max=30, readonly=True)
    about: Mapped[str] = field.text(_("Whom it is about"), max=100, readonly=True)
    kind: Mapped[Kind] = field.choice(_("Branch"), Kind, required=True, readonly=True)
    state: Mapped[State] = field.state(State)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    trouble: Mapped[Trouble | None] = field.choice(_("To be looked at"), Trouble, readonly=True)

    head_name: Mapped[str | None] = field.text(_("Head of the household"), max=100)
    head_citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of the head of the household"))
    head_relation: Mapped[str | None] = field.text(_("What the child is to the head of the household"), max=60)
    address: Mapped[str | None] = field.text(_("Address of the residence"), max=300)
    consent: Mapped[bool] = field.yes_no(_("The head of the household or the owner agrees"))
    clinic: Mapped[str | None] = field.text(_("Clinic of first treatment"), max=200)
    delivery: Mapped[Delivery | None] = field.choice(_("How the card comes"), Delivery)
    post_address: Mapped[str | None] = field.text(_("Address for the post"), max=300)
    benefit: Mapped[Benefit | None] = field.choice(_("Why there is support"), Benefit)
    insurance_number: Mapped[str | None] = field.text(_("Number of the social insurance"), max=20)
    survivors: Mapped[Survivors | None] = field.choice(_("Kind of survivors' benefit"), Survivors)
    dependants: Mapped[str | None] = field.text(
        _("Dependants"), max=500, help=_("Name, year of birth and relation of each.")
    )
    payment: Mapped[Payment | None] = field.choice(_("How the money comes"), Payment)
    bank: Mapped[str | None] = field.text(_("Bank"), max=100)
    account: Mapped[str | None] = field.text(_("Number of the account"), max=40)
    holder: Mapped[str | None] = field.text(_("Who receives it"), max=100)

    times: Mapped[int] = field.whole(_("Times sent"), default=0, required=True, readonly=True)
    sent_at: Mapped[datetime | None] = field.moment(_("Sent at"), readonly=True)
    due_by: Mapped[datetime | None] = field.moment(_("The agency has until"), readonly=True)
    verifying: Mapped[bool] = field.yes_no(_("The agency verifies"), readonly=True)
    supply_by: Mapped[date | None] = field.day(_("To be handed in by"), readonly=True)
    says: Mapped[str | None] = field.text(_("What the agency says"), max=500, readonly=True)
    result_number: Mapped[str | None] = field.text(_("Number of the result"), max=60)
    result_on: Mapped[date | None] = field.day(_("Day of the result"), past=True)

    def __str__(self) -> str:
        return f"{self.case_code} · {self.kind}"

    @property
    def key(self) -> str:
        """The key of its last sending: birth-12-insurance-1."""
        return f"{self.event.value}-{self.case_id}-{self.kind.value}-{self.times}"

    def is_open(self) -> bool:
        """Whether anything is still waited for."""
        return self.state not in (State.DONE, State.WITHDRAWN)

    def is_ended_well(self) -> bool:
        """Whether the agency has given its result."""
        return self.state is State.DONE

    @classmethod
    def of(cls, session: Session, case: Any) -> list[Branch]:
        """Return the branches of a case, in the order in which its group lists them."""
        found = session.scalars(select(cls).where(cls.event == case.event, cls.case_id == case.id))
        order = list(Kind)
        return sorted(found, key=lambda one: order.index(one.kind))

"""Who may take which fields of a dataset for what, until when: asked for, approved by another person, taken back, run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Record, Step, Workflow, _, clock, db, field, take_steps
from modules.interconnect.roles import APPROVER, OFFICER
from modules.interconnect.sharing.datasets import DataField


class Grant(Choice):
    """Where a request for data stands."""

    DRAFTED = "drafted", _("Request being written"), "grey"
    ASKED = "asked", _("Waiting for approval"), "blue"
    GRANTED = "granted", _("Access granted"), "green"
    DENIED = "denied", _("Access denied"), "rose"
    WITHDRAWN = "withdrawn", _("Access taken back"), "rose"
    OVER = "over", _("Access has run out"), "grey"


class DataShare(Record):
    """Yêu cầu khai thác dữ liệu: a consumer, a purpose, the fields, a last day."""

    __tablename__ = "interconnect_share"
    searched = ("consumer", "purpose")

    dataset_id: Mapped[int] = field.reference(_("Dataset"), "interconnect_dataset", required=True)
    consumer: Mapped[str] = field.text(_("Who takes the data"), required=True)
    purpose: Mapped[str] = field.text(_("What the data is taken for"), max=300, required=True)
    names: Mapped[str] = field.text(
        _("Fields asked for"), max=1000, required=True, help=_("Names of fields, with commas")
    )
    from_day: Mapped[date] = field.day(_("Access from"), required=True)
    to_day: Mapped[date] = field.day(_("Access until"), required=True)
    state: Mapped[Grant] = field.state(Grant)
    due_at: Mapped[datetime | None] = field.moment(_("To be approved by"), readonly=True)
    dataset: Mapped[Any] = field.link("Dataset", dataset_id)

    def __str__(self) -> str:
        return self.consumer

    def saved(self) -> None:
        """ValueError: it ends before it begins, or asks for a field that the dataset has not."""
        if self.to_day < self.from_day:
            raise ValueError(str(_("The access must not end before it begins.")))
        known = set(db.session.scalars(select(DataField.name).where(DataField.dataset_id == self.dataset_id)))
        lost = [one for one in self.fields if one not in known]
        if lost:
            raise ValueError(str(_("The dataset has no field %(names)s.", names=", ".join(lost))))

    @property
    def fields(self) -> list[str]:
        """The names of the fields asked for."""
        return [one.strip() for one in self.names.split(",") if one.strip()]

    def grant(self) -> None:
        """The `do` of approving. ValueError: it would have run out already."""
        if self.to_day < clock.today():
            raise ValueError(str(_("The access would have run out already.")))

    def allows(self, name: str, day: date) -> bool:
        """Whether a field may be taken on a day."""
        return self.state is Grant.GRANTED and self.from_day <= day <= self.to_day and name in self.fields


ROAD = Workflow(
    DataShare.state,
    [
        Step("ask", _("Ask for the approval"), Grant.DRAFTED, Grant.ASKED, by=OFFICER, icon="send"),
        Step("grant", _("Grant the access"), Grant.ASKED, Grant.GRANTED, by=APPROVER, not_by=["ask"], not_author=True, do=DataShare.grant, decides=True, icon="circle-check"),
        Step("deny", _("Deny the access"), Grant.ASKED, Grant.DENIED, by=APPROVER, reason=True, main=False, icon="ban"),
        Step("withdraw", _("Take the access back"), Grant.GRANTED, Grant.WITHDRAWN, by=(APPROVER, OFFICER), reason=True, main=False, icon="ban"),
        Step("end", _("Let the access run out"), Grant.GRANTED, Grant.OVER, by=()),
    ],
    bar=[Grant.DRAFTED, Grant.ASKED, Grant.GRANTED],
    editable=[Grant.DRAFTED],
)  # fmt: skip


def end_all(session: Session) -> Iterator[tuple[int, int]]:
    """Let those run out whose last day is over."""
    rows = session.scalars(
        select(DataShare).where(DataShare.state == Grant.GRANTED, DataShare.to_day < clock.today())
    ).all()
    for done, row in enumerate(rows, 1):
        take_steps(session, row, [("end", None)])
        yield done, len(rows)

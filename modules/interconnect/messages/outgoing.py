"""The outbox: a message is a row of the transaction that causes it, and goes out after that, until somebody has answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, _, clock, db, field, later
from modules.interconnect.links.sealed import opened, seal


class State(Choice):
    """Where a message stands."""

    WAITING = "waiting", _("Waiting to be sent"), "grey"
    SENT = "sent", _("Sent, the result comes later"), "violet"
    ANSWERED = "answered", _("Answered by the other system"), "green"
    REFUSED = "refused", _("Refused by the other system"), "rose"
    DEAD = "dead", _("Given up after all tries"), "rose"
    SETTLED = "settled", _("Settled by hand"), "grey"


class Outgoing(Record):
    """Thông điệp gửi đi. `key` is how the other side knows it again: it is sent as often as needed and counts once."""

    __tablename__ = "interconnect_outgoing"
    __untracked__ = (
        True  # what people do with it are steps, which are written down; the rest is a machine's coming and going
    )
    __table_args__ = (
        UniqueConstraint("port", "key"),
        Index("ix_interconnect_outgoing_queue", "state", "connection_id", "next_at"),
        Index("ix_interconnect_outgoing_unit_recent", "unit_id", "id"),
    )
    searched = ("key", "about")

    port: Mapped[str] = field.named(_("System asked"), "ports", required=True)
    call: Mapped[str] = field.text(_("Call of the system"), max=60, required=True, readonly=True)
    connection_id: Mapped[int | None] = field.reference(
        _("Connection"), "interconnect_connection", readonly=True, none=_("None yet")
    )
    key: Mapped[str] = field.text(_("Key of the message"), max=120, required=True, readonly=True)
    about: Mapped[str | None] = field.text(_("About the record"), readonly=True)
    about_resource: Mapped[str | None] = mapped_column()
    about_row: Mapped[int | None] = mapped_column()
    purpose: Mapped[str] = field.text(_("Purpose of the call"), required=True, readonly=True)
    state: Mapped[State] = field.state(State)
    tries: Mapped[int] = field.whole(_("Times sent"), default=0, required=True, readonly=True)
    next_at: Mapped[datetime] = field.moment(_("Next try"), readonly=True, default=clock.now, nullable=False)
    claimed_until: Mapped[datetime | None] = field.moment(_("In hand until"), readonly=True)
    sent_at: Mapped[datetime | None] = field.moment(_("Taken by the other system at"), readonly=True)
    ended_at: Mapped[datetime | None] = field.moment(_("Ended at"), readonly=True)
    problem: Mapped[str | None] = field.text(_("What went wrong"), max=300, readonly=True)
    sealed: Mapped[str] = mapped_column(Text)
    sealed_answer: Mapped[str | None] = mapped_column(Text)
    connection: Mapped[Any] = field.link("Connection", connection_id)

    def __str__(self) -> str:
        return self.key

    @property
    def content(self) -> dict[str, Any]:
        """What is sent; ValueError when the site's secret has changed since."""
        found: dict[str, Any] = opened(self.sealed)
        return found

    @property
    def answer(self) -> dict[str, Any]:
        """What came back; {} before that."""
        found: dict[str, Any] = opened(self.sealed_answer)
        return found

    def end(self, answer: dict[str, Any] | None, problem: str = "") -> None:
        """Nothing more is to be sent."""
        self.sealed_answer = None if answer is None else seal(answer)
        self.ended_at, self.claimed_until, self.problem = clock.now(), None, problem[:300] or None

    def again(self) -> None:
        """The `do` of "send again": all tries anew, under the same key."""
        self.tries, self.next_at, self.claimed_until, self.ended_at, self.problem = 0, clock.now(), None, None, None
        later(db.session(), "interconnect.send")

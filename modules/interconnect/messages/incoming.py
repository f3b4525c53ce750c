"""The inbox: a message that comes is a row once, however often it comes, and is handled by the module that receives it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, Record, _, acting, add_record, as_person, clock, db, field, given, later, take_steps
from modules.interconnect.links import health
from modules.interconnect.links.connections import Connection
from modules.interconnect.links.sealed import opened, seal
from modules.interconnect.messages.listening import Receiver
from modules.interconnect.messages.marking import held, mark
from modules.interconnect.messages.outgoing import Outgoing
from modules.interconnect.ports.port import Content, Refused

log = logging.getLogger(__name__)
TRIES, WAIT, MANY = 8, 30, 200  # times, seconds (doubled each time), messages of one turn


class Stage(Choice):
    """Where a message stands that came in."""

    RECEIVED = "received", _("Received, not handled yet"), "blue"
    HANDLED = "handled", _("Handled by its module"), "green"
    STUCK = "stuck", _("Could not be handled"), "rose"


class Incoming(Record):
    """Thông điệp nhận về. `remote_id` is its id at the other side: unique for the connection."""

    __tablename__ = "interconnect_incoming"
    __untracked__ = True
    __table_args__ = (
        UniqueConstraint("connection_id", "remote_id"),
        Index("ix_interconnect_incoming_queue", "state", "next_at"),
        Index("ix_interconnect_incoming_unit_recent", "unit_id", "id"),
    )
    searched = ("remote_id", "answers")

    connection_id: Mapped[int] = field.reference(
        _("Connection"), "interconnect_connection", required=True, readonly=True
    )
    remote_id: Mapped[str] = field.text(_("Number at the other system"), max=120, required=True, readonly=True)
    call: Mapped[str] = field.text(_("What it brings"), max=60, required=True, readonly=True)
    answers: Mapped[str | None] = field.text(_("Answers our message"), max=120, readonly=True)
    came_at: Mapped[datetime] = field.moment(_("Came at"), readonly=True, default=clock.now)
    state: Mapped[Stage] = field.state(Stage)
    times: Mapped[int] = field.whole(_("Times it came"), default=1, required=True, readonly=True)
    tries: Mapped[int] = field.whole(_("Times handled"), default=0, required=True, readonly=True)
    next_at: Mapped[datetime] = field.moment(_("Next try"), readonly=True, default=clock.now, nullable=False)
    problem: Mapped[str | None] = field.text(_("What went wrong"), max=300, readonly=True)
    sealed: Mapped[str] = mapped_column(Text)
    connection: Mapped[Any] = field.link("Connection", connection_id)

    def __str__(self) -> str:
        return self.remote_id

    @property
    def content(self) -> dict[str, Any]:
        """What it brings; ValueError when the site's secret has changed since."""
        found: dict[str, Any] = opened(self.sealed)
        return found

    def again(self) -> None:
        """The `do` of "handle again"."""
        self.tries, self.next_at, self.problem = 0, clock.now(), None
        later(db.session(), "interconnect.handle")

    def handle(self, session: Session) -> None:
        """Have it worked on. ValueError: that cannot be done now; LookupError: nobody takes what it brings."""
        connection = session.get_one(Connection, self.connection_id)
        if self.answers:
            where = (Outgoing.port == connection.port, Outgoing.key == self.answers)
            row_id = session.scalar(select(Outgoing.id).where(*where))
            if row_id is None:
                raise LookupError(str(_("It answers a message that we have not sent.")))
            row = held(session, row_id)
            if row is not None:
                no = self.content.get("refused")
                told: Content | Refused = Refused(str(self.content.get("code", "")), str(no)) if no else self.content
                mark(session, row, told, first=False)
            return None
        for one in given(Receiver):
            if (one.port, one.call) == (connection.port, self.call):
                return one.handle(session, self, self.content)
        raise LookupError(str(_("No module takes what this message brings.")))


def accept(
    session: Session, connection: Connection, remote_id: str, call: str, content: Content, answers: str = ""
) -> bool:
    """Write down a message that came; False when it has come before: it is thanked for and not handled again."""
    with as_person(acting().user_id):
        row = Incoming(connection_id=connection.id, unit_id=connection.unit_id, remote_id=remote_id, call=call)
        row.answers, row.sealed = answers or None, seal(content)
        try:
            with session.begin_nested():
                add_record(session, row)
        except IntegrityError:
            here = (Incoming.connection_id == connection.id, Incoming.remote_id == remote_id)
            twin = session.scalars(select(Incoming).where(*here).with_for_update()).one()
            twin.times += 1
            session.flush()
            return False
        health.well(session, connection.id)
        later(session, "interconnect.handle")
    return True


def handle_all(session: Session) -> Iterator[tuple[int, int]]:
    """Handle what came and is due; one that cannot be handled is tried again and holds up no other."""
    due = (Incoming.state == Stage.RECEIVED, Incoming.next_at <= clock.now())
    ids = list(session.scalars(select(Incoming.id).where(*due).order_by(Incoming.id).limit(MANY)))
    for done, number in enumerate(ids, 1):
        row = session.get(Incoming, number, populate_existing=True, with_for_update=True)
        if row is not None and row.state is Stage.RECEIVED:
            _try(session, row)
        yield done, len(ids)


def _try(session: Session, row: Incoming) -> None:
    try:
        with session.begin_nested():
            row.handle(session)
            row.state, row.problem, row.tries = Stage.HANDLED, None, row.tries + 1
    except Exception as error:
        if not isinstance(error, (ValueError, LookupError)):
            log.exception("incoming message %s could not be handled", row.id)
        session.refresh(row)
        row.tries, row.problem = row.tries + 1, str(error)[:300]
        row.next_at = clock.now() + timedelta(seconds=WAIT * 2 ** min(row.tries, 10))
        if row.tries >= TRIES or isinstance(error, LookupError):
            take_steps(session, row, [("stick", None)])

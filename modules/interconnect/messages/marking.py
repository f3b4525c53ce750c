"""What follows from an answer: the message is marked and its listeners run in one transaction, or neither."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from app.toolkit import _, clock, given, take_steps
from modules.interconnect.links.connections import Connection
from modules.interconnect.messages.listening import Listener
from modules.interconnect.messages.outgoing import Outgoing, State
from modules.interconnect.ports.declared import operation_of
from modules.interconnect.ports.port import Content, Refused

OPEN = (State.WAITING, State.SENT)


def held(session: Session, row_id: int) -> Outgoing | None:
    """Return a message that still waits for an answer, locked until the commit; None when it has one by now."""
    row = session.get(Outgoing, row_id, populate_existing=True, with_for_update=True)
    return row if row is not None and row.state in OPEN else None


def mark(session: Session, row: Outgoing, outcome: Content | Refused, *, first: bool = True) -> None:
    """Mark a message by what was answered; `first`: to its sending, which for some calls says only that it was taken.

    ValueError: a listener cannot do its part; nothing is marked then.
    """
    if isinstance(outcome, Refused):
        row.end({"code": outcome.code, "sentence": str(outcome)}, str(outcome))
        for one in _listeners(row):
            one.refused(session, row, outcome)
        take_steps(session, row, [("refuse", None)])
        return
    if first and operation_of(row.port, row.call).polled is not None:
        connection = session.get(Connection, row.connection_id)
        wait = connection.poll_every if connection else 0
        row.state, row.sent_at, row.claimed_until, row.problem = State.SENT, clock.now(), None, None
        row.next_at = clock.now() + timedelta(seconds=wait)
        for one in _listeners(row):
            one.taken(session, row)
        return
    row.sent_at = row.sent_at or clock.now()
    row.end(outcome)
    row.state = State.ANSWERED
    for one in _listeners(row):
        one.answered(session, row, outcome)


def miss(session: Session, row: Outgoing, why: str) -> None:
    """It is tried again after a while, or given up after its last try: then it waits for an official."""
    connection = session.get(Connection, row.connection_id)
    row.tries, row.problem, row.claimed_until = row.tries + 1, why[:300], None
    if connection is None or row.tries < connection.most_tries:
        row.next_at = clock.now() + (connection.wait(row.tries) if connection else timedelta(minutes=1))
        return
    row.ended_at = clock.now()
    take_steps(session, row, [("give_up", None)])


def fail(session: Session, row: Outgoing, why: str) -> None:
    """Give it up at once: it can never be sent as it is."""
    row.tries, row.problem, row.claimed_until, row.ended_at = row.tries + 1, why[:300], None, clock.now()
    take_steps(session, row, [("give_up", None)])


def _listeners(row: Outgoing) -> list[Listener]:
    return [one for one in given(Listener) if (one.port, one.call) == (row.port, row.call)]


UNHEARD = _("The answer came, but could not be worked on here: %(why)s")

"""`send`: put a message into the outbox, in the transaction of its cause."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.toolkit import Record, acting, add_record, as_person, later
from modules.interconnect.links.connections import Connection
from modules.interconnect.links.sealed import seal
from modules.interconnect.messages.outgoing import Outgoing
from modules.interconnect.ports.declared import operation_of

JOB = "interconnect.send"


def send(
    session: Session,
    port: str,
    call: str,
    content: dict[str, Any],
    *,
    key: str,
    purpose: str,
    about: Record | None = None,
    to: Connection | None = None,
) -> Outgoing:
    """Write a message for a port and return its row; the same port and key give the row that is there already.

    It goes out after the commit, in the name of who acts, by the connection that the unit of `about` uses (or `to`); where
    there is none, it waits for one. LookupError: the port has no such call.
    """
    operation_of(port, call)
    unit_id = about.unit_id if about is not None else to.unit_id if to is not None else acting().unit_id
    if unit_id is None:
        raise ValueError("say what the message is about, or by which connection it goes")
    session.flush()  # what the caller has written is still weighed by what he may write
    with as_person(acting().user_id):  # whoever sends need not see what others send
        found = _there(session, port, key)
        if found is None:
            way = to or Connection.of(session, port, unit_id)
            row = Outgoing(unit_id=unit_id, port=port, call=call, key=key, purpose=purpose, sealed=seal(content))
            row.connection_id, row.created_by_id = way.id if way else None, acting().user_id
            for name, value in about_of(about).items():
                setattr(row, name, value)
            found = _put(session, row)
    return found


def _put(session: Session, row: Outgoing) -> Outgoing:
    """Write it, unless somebody has written one with its key at this moment."""
    try:
        with session.begin_nested():
            add_record(session, row)
    except IntegrityError:
        twin = _there(session, row.port, row.key)
        if twin is None:
            raise
        return twin
    ring(session)
    return row


def about_of(record: Record | None) -> dict[str, Any]:
    """The columns that say what a message or call is about."""
    if record is None:
        return {}
    return {"about": str(record)[:200], "about_resource": record.__tablename__, "about_row": record.id}


def ring(session: Session) -> None:
    """Have the outbox looked at after the commit; once, however many messages a transaction writes."""
    if session.info.get("interconnect_rung") is not session.get_transaction():
        session.info["interconnect_rung"] = session.get_transaction()
        later(session, JOB)


def _there(session: Session, port: str, key: str) -> Outgoing | None:
    return session.scalar(select(Outgoing).where(Outgoing.port == port, Outgoing.key == key))

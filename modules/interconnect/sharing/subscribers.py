"""Whom the house tells of events: by the same outbox, signed, tried again, each event once for each subscriber."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, joinedload

from app.toolkit import Record, _, acting, as_person, clock, db, field
from modules.interconnect.links.connections import Connection
from modules.interconnect.ports.webhook import WEBHOOK
from modules.interconnect.sending_out import send


class Subscriber(Record):
    """Bên nhận sự kiện: its address, secret, patience and state are those of its connection."""

    __tablename__ = "interconnect_subscriber"
    searched = ("name", "events")

    name: Mapped[str] = field.text(_("Name of the subscriber"), required=True)
    connection_id: Mapped[int] = field.reference(
        _("Connection"), "interconnect_connection", required=True, help=_("One for events: its address and its secret")
    )
    events: Mapped[str] = field.text(
        _("Events it is told of"), max=1000, required=True, help=_("Names with commas, * for any: dossiers.dossiers.*")
    )
    active: Mapped[bool] = field.yes_no(_("Is told of events"), default=True)
    connection: Mapped[Any] = field.link("Connection", connection_id)

    def __str__(self) -> str:
        return self.name

    def saved(self) -> None:
        """ValueError: its connection is none for events."""
        connection = db.session.get(Connection, self.connection_id)
        if connection is None or connection.port != WEBHOOK.name:
            raise ValueError(str(_("Choose a connection of the port for events.")))

    def hears(self, event: str) -> bool:
        """Whether it wants to be told of an event."""
        return any(fnmatchcase(event, one.strip()) for one in self.events.split(",") if one.strip())


def publish(session: Session, event: str, record: Record, content: dict[str, Any]) -> int:
    """Tell every subscriber of an event of a record (`<module>.<slug>.<state>`), in the caller's transaction; return how many.

    The same event of the same version of a record is told once, however often this is called.
    """
    session.flush()
    with as_person(acting().user_id):
        wanted = (
            select(Subscriber)
            .where(Subscriber.active)
            .options(joinedload(Subscriber.connection))
            .order_by(Subscriber.id)
        )
        rows = [one for one in session.scalars(wanted) if one.hears(event)]
        told = {"event": event, "at": clock.now().isoformat(timespec="seconds"), "record": record.id, "data": content}
        for row in rows:
            key = f"{event}:{record.id}.{record.version}:{row.id}"
            send(session, WEBHOOK.name, "event", told, key=key, purpose=event, about=record, to=row.connection)
    return len(rows)

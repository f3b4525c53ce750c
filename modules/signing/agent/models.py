"""A file that is out to be signed: one row, two addresses that work once, and an end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, select, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import (
    Attachment,
    Choice,
    Record,
    _,
    acting,
    as_system,
    clock,
    content_of,
    field,
    forget,
    hash_of_secret,
    keep,
    new_secret,
)
from modules.signing.agent.preparations import KNOWN, Preparation, Words
from modules.signing.models import Key


class Stand(Choice):
    """Where a handover stands."""

    WAITING = "waiting", _("Waiting for the device"), "amber"
    DONE = "done", _("Signed"), "green"
    OVER = "over", _("Not signed"), "grey"


@dataclass(frozen=True)
class Tokens:
    """The two secrets of a handover; only their hashes are kept."""

    fetch: str
    give: str


class Handover(Record):
    """Lượt ký bằng thiết bị: a prepared file that waits for the signature of a token elsewhere."""

    __tablename__ = "signing_handover"
    __table_args__ = (
        Index("ix_signing_handover_record", "resource", "row", "step"),
        Index("ix_signing_handover_due", "stand", "expires_at"),
    )

    resource: Mapped[str] = mapped_column()
    row: Mapped[int] = mapped_column()
    step: Mapped[str] = mapped_column()
    seen: Mapped[int] = mapped_column()  # the record's version when it was handed over
    user_id: Mapped[int] = field.reference(_("Signer"), "core_user", required=True)
    key_id: Mapped[int] = field.reference(_("Certificate"), "signing_key", required=True)
    file_id: Mapped[int | None] = field.reference(_("Prepared file"), "core_attachment")
    words: Mapped[str] = mapped_column(default="{}")
    stand: Mapped[Stand] = field.choice(_("State"), Stand, required=True)
    fetch_hash: Mapped[str | None] = mapped_column(unique=True)
    give_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = field.moment(_("Works until"), required=True)
    problem: Mapped[str | None] = field.text(_("Why it was refused"), max=400)
    key: Mapped[Key] = field.link("Key", key_id)
    file: Mapped[Attachment | None] = field.link("Attachment", file_id)

    @property
    def preparation(self) -> Preparation:
        """What the module has said about the step."""
        return KNOWN[self.resource, self.step]

    @property
    def remembered(self) -> Words:
        """What the module asked to remember."""
        found: Words = json.loads(self.words)
        return found

    @classmethod
    def begin(cls, session: Session, resource: str, record: Any, step: str) -> tuple[Handover, Tokens]:
        """Prepare the file and hand it over; needs the system's reach. ValueError: it cannot be signed now."""
        session.refresh(record, ["version"], with_for_update=True)  # two clicks at once prepare one file
        with as_system():
            running = cls.running(session, resource, record.id)
        if running is not None:
            raise ValueError(str(_("This record is already out to be signed; end that first.")))
        prepared = KNOWN[resource, step].prepare(record)
        file = keep(session, record, "cho-ky.pdf", prepared.pdf, slot="handover", sealed=True)
        made = cls(
            unit_id=record.unit_id,
            resource=resource,
            row=record.id,
            step=step,
            seen=record.version,
            user_id=acting().user_id,
            key=prepared.key,
            file=file,
            words=json.dumps(prepared.words),
            stand=Stand.WAITING,
            expires_at=clock.now() + timedelta(minutes=prepared.key.minutes),
        )
        session.add(made)
        tokens = made.renew()
        session.flush()
        return made, tokens

    def renew(self) -> Tokens:
        """Make new secrets; the old ones work no more. When it ends stays as it was."""
        tokens = Tokens(new_secret(), new_secret())
        self.fetch_hash, self.give_hash = hash_of_secret(tokens.fetch), hash_of_secret(tokens.give)
        return tokens

    @classmethod
    def running(cls, session: Session, resource: str, row: int) -> Handover | None:
        """Return the handover of a record that still waits."""
        found = _whole().where(cls.resource == resource, cls.row == row, cls.stand == Stand.WAITING)
        return session.scalars(found.limit(1)).first()

    @classmethod
    def waiting(cls, session: Session, number: int) -> Handover:
        """Return one that waits. ValueError: it has ended, or its time is over."""
        found = _whole().where(cls.id == number, cls.stand == Stand.WAITING, cls.expires_at > clock.now())
        row = session.scalars(found).first()
        if row is None:
            raise ValueError(str(_("This signing has already ended.")))
        return row

    @classmethod
    def spend(cls, session: Session, column: Any, token: str) -> int | None:
        """Use a secret up and return the number of what it leads to; of two calls at once only one gets it."""
        works = (column == hash_of_secret(token), cls.stand == Stand.WAITING, cls.expires_at > clock.now())
        spent = update(cls).where(*works).values({column: None}).returning(cls.id)
        return session.scalar(spent, execution_options={"synchronize_session": False})

    @classmethod
    def late(cls, session: Session) -> list[Handover]:
        """Return those that nobody answered in time, as many as one run ends."""
        found = _whole().where(cls.stand == Stand.WAITING, cls.expires_at <= clock.now())
        return list(session.scalars(found.order_by(cls.id).limit(200)))

    def content(self) -> bytes:
        """The prepared file."""
        if self.file is None:
            raise LookupError(self.id)
        return content_of(self.file)

    def end(self, session: Session, stand: Stand) -> None:
        """Close it, once. ValueError: somebody was quicker."""
        waits = update(Handover).where(Handover.id == self.id, Handover.stand == Stand.WAITING)
        closed = waits.values(stand=stand, fetch_hash=None, give_hash=None, file_id=None)
        if (
            session.execute(closed.returning(Handover.id), execution_options={"synchronize_session": False}).first()
            is None
        ):
            raise ValueError(str(_("This signing has already ended.")))
        if self.file is not None:
            forget(session, [self.file])


def _whole() -> Any:
    return select(Handover).options(joinedload(Handover.key), joinedload(Handover.file))

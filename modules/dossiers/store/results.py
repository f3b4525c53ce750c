"""Kết quả giải quyết đã số hóa: a result file of a person and procedure, kept to be used again instead of asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import (
    Attachment,
    Choice,
    Record,
    _,
    acting,
    add_record,
    as_person,
    as_system,
    clock,
    content_of,
    field,
    format_day,
    keep,
    kept,
)
from modules.procedures.editions.contents import Outcome

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier

SLOT = "result"  # of the file on the dossier, and of the one in the store


class Standing(Choice):
    """Whether a result still has its value."""

    IN_FORCE = "in_force", _("In force"), "green"
    REVOKED = "revoked", _("Revoked"), "rose"


class StoredResult(Record):
    """A result in the store; its unit is the one that issued it. Opened only with the citizen's consent."""

    __tablename__ = "dossiers_result"
    __table_args__ = (
        Index("ix_dossiers_result_unit_recent", "unit_id", "id"),
        Index("ix_dossiers_result_person", "citizen_id", "procedure_id"),
    )
    searched = ("number", "title")

    title: Mapped[str] = field.text(_("Name of the result"), max=300, required=True, readonly=True)
    number: Mapped[str] = field.text(_("Number of the result"), max=60, required=True, readonly=True)
    issued_on: Mapped[date] = field.day(_("Day of the result"), required=True, past=True)
    valid_to: Mapped[date | None] = field.day(_("Valid until"))
    procedure_id: Mapped[int] = field.reference(_("Procedure"), "procedures_procedure", required=True, readonly=True)
    dossier_id: Mapped[int | None] = mapped_column(index=True)
    citizen_id: Mapped[str] = field.citizen_id(_("Personal number"), required=True)
    state: Mapped[Standing] = field.state(Standing)
    procedure: Mapped[Any] = field.link("Procedure", procedure_id)

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def refusal(self, day: date) -> str:
        """Why it cannot be used on a day; "" when it can."""
        if self.state is Standing.REVOKED:
            return str(_("%(result)s has been revoked.", result=self))
        if self.valid_to and self.valid_to < day:
            return str(_("%(result)s was valid until %(day)s.", result=self, day=format_day(self.valid_to)))
        return ""

    @classmethod
    def of_person(cls, session: Session, citizen_id: str, day: date) -> list[StoredResult]:
        """Return a person's results that can be used on a day, newest first, whichever unit issued them."""
        where = (cls.citizen_id == citizen_id, cls.state == Standing.IN_FORCE)
        rows = session.scalars(select(cls).where(*where).order_by(cls.issued_on.desc(), cls.id.desc()).limit(100))
        return [row for row in rows if not row.refusal(day)]

    @classmethod
    def put(cls, session: Session, dossier: Dossier, valid_to: date | None = None) -> StoredResult:
        """Put the result file of a handled dossier into the store.

        ValueError: no file, no number and day, no personal number, or it lies there already.
        """
        files = kept(session, dossier, SLOT)
        if not files:
            raise ValueError(str(_("Add the file of the result first.")))
        if not (dossier.result_number and dossier.result_on):
            raise ValueError(str(_("Without the number and day of the result it cannot be found again.")))
        if not dossier.citizen_id:
            raise ValueError(str(_("The applicant's personal number is not known: the result is not put into the store.")))  # fmt: skip
        if valid_to and valid_to < dossier.result_on:
            raise ValueError(str(_("A result does not end before its own day.")))
        if cls.of_dossier(session, dossier.id):
            raise ValueError(str(_("The result of this dossier lies in the store already.")))
        title, file = _title(session, dossier), files[-1]
        words = (title, dossier.result_number, dossier.result_on, file.name, content_of(file))
        return cls.put_one(session, dossier, *words, valid_to)

    @classmethod
    def put_one(
        cls, session: Session, dossier: Dossier, title: str, number: str, day: date, name: str, content: bytes,
        valid_to: date | None = None,
    ) -> StoredResult:  # fmt: skip
        """Put one result of a dossier into the store, with the name and bytes of its file."""
        made = cls(
            unit_id=dossier.competent_id, title=title[:300], number=number[:60], issued_on=day, valid_to=valid_to,
            procedure_id=dossier.procedure_id, dossier_id=dossier.id, citizen_id=dossier.citizen_id,
        )  # fmt: skip
        with as_person(acting().user_id):  # the desk that received it is not always of the unit that issued it
            add_record(session, made)
            keep(session, made, name, content, slot=SLOT, sealed=True)
        return made

    @classmethod
    def put_finished(cls, session: Session, dossier: Dossier) -> None:
        """At the end of a dossier: put its result into the store where all that this needs is there."""
        if dossier.citizen_id and dossier.result_number and dossier.result_on and kept(session, dossier, SLOT):
            cls.put(session, dossier)

    @classmethod
    def of_dossier(cls, session: Session, dossier_id: int) -> StoredResult | None:
        """Return what came into the store from a dossier and is in force."""
        where = (cls.dossier_id == dossier_id, cls.state == Standing.IN_FORCE)
        with as_system():  # whoever ends a dossier does not read the store
            return session.scalars(select(cls).where(*where).limit(1)).first()

    def file(self, session: Session) -> Attachment:
        """Return its file. LookupError: it has none."""
        files = kept(session, self, SLOT)
        if not files:
            raise LookupError(str(self))
        return files[-1]


def number_of(session: Session, citizen_id: str) -> int:
    """Return how many results of a person can be used today: all that the desk is told before he agrees."""
    today = clock.today()
    live = (StoredResult.state == Standing.IN_FORCE, StoredResult.citizen_id == citizen_id)
    ended = (*live, StoredResult.valid_to < today)
    counts = [session.scalar(select(func.count()).select_from(StoredResult).where(*one)) or 0 for one in (live, ended)]
    return counts[0] - counts[1]


def _title(session: Session, dossier: Dossier) -> str:
    """The name that the edition gives its result, else that of the procedure."""
    names = select(Outcome.name).where(Outcome.edition_id == dossier.edition_id).order_by(Outcome.position)
    return (session.scalar(names.limit(1)) or dossier.service)[:300]

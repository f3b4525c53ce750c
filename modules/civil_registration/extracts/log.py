"""Nhật ký tra cứu: who looked for an entry or opened one, for whom, what for, how, and what was found; only added to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, Session

from app.toolkit import (
    Allow,
    Choice,
    List,
    Record,
    Resource,
    Section,
    _,
    acting,
    add_record,
    as_person,
    field,
    note_reading,
)
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.roles import OFFICER, OVERSEER, SIGNER


class Act(Choice):
    """What was done."""

    SEARCHED = "searched", _("Looked for"), "grey"
    OPENED = "opened", _("Opened for an extract"), "blue"


class EntryReading(Record):
    """One search for entries of the city, or one entry that was opened; `owner` is the ward whose entry it is."""

    __tablename__ = "civil_registration_reading"
    __table_args__ = (Index("ix_civil_registration_reading_unit_recent", "unit_id", "id"),)
    __untracked__ = True  # it is a log itself; the trail of an entry that is opened has its line, too
    searched = ("asker", "purpose", "entry")

    act: Mapped[Act] = field.choice(_("What was done"), Act, required=True, readonly=True)
    event: Mapped[Event] = field.choice(_("Event"), Event, required=True, readonly=True)
    asker: Mapped[str] = field.text(_("Who asks"), max=100, required=True, readonly=True)
    purpose: Mapped[str] = field.text(_("What for"), max=300, required=True, readonly=True)
    sought: Mapped[str] = field.text(_("What was looked for"), max=300, readonly=True)
    count: Mapped[int] = field.whole(_("Entries found"), readonly=True)
    entry: Mapped[str | None] = field.text(_("Entry"), max=20, readonly=True)
    owner_id: Mapped[int | None] = field.reference(_("Ward of the entry"), "core_unit", readonly=True)
    cases: Mapped[list[int]] = field.listing(_("Entries"))
    owner: Mapped[Any] = field.link("Unit", owner_id)

    def __str__(self) -> str:
        return f"{self.act} #{self.id}"

    def open(self, session: Session, case: Case) -> None:
        """Write down that one of the entries that this search found is opened, here and in the trail of the entry."""
        words = {name: getattr(self, name) for name in ("event", "asker", "purpose", "sought")}
        note_opening(session, case, self.unit_id, **words)


def note_search(session: Session, unit_id: int, **words: Any) -> EntryReading:
    """Write down that somebody of a unit looked for an entry."""
    return add_record(session, EntryReading(unit_id=unit_id, act=Act.SEARCHED, count=len(words["cases"]), **words))


def note_opening(session: Session, case: Case, unit_id: int, **words: Any) -> None:
    """Write down that somebody of a unit opened an entry, which may be another ward's."""
    opened = {"entry": case.entry, "owner_id": case.unit_id, "cases": [case.id], "count": 1}
    add_record(session, EntryReading(unit_id=unit_id, act=Act.OPENED, **opened, **words))
    who = acting().user_id
    with as_person(who):  # the trail of the entry is for its own ward
        what = str(_("Extract asked for by %(asker)s", asker=words["asker"]))
        note_reading(session, case, what, who, reason=words["purpose"])


readings = Resource(
    EntryReading,
    _("Log of entries looked up"),
    one=_("Line of the log"),
    slug="readings",
    icon="eye",
    heading=EntryReading.purpose,
    menu=(OVERSEER, SIGNER),
    also=[EntryReading.owner_id],
    access=[Allow(OVERSEER, "read", "export"), Allow(SIGNER, "read"), Allow(OFFICER, "read")],
    views=[
        List(
            [
                EntryReading.created_at, EntryReading.created_by_id, EntryReading.unit_id, EntryReading.act,
                EntryReading.sought, EntryReading.entry, EntryReading.owner_id,
            ],
            under=EntryReading.purpose,
        )
    ],
    filters=[EntryReading.act, EntryReading.event, EntryReading.created_at, EntryReading.owner_id],
    form=[
        Section(
            _("Line of the log"),
            [
                EntryReading.act, EntryReading.created_at, EntryReading.created_by_id, EntryReading.unit_id,
                EntryReading.asker, EntryReading.purpose, EntryReading.event, EntryReading.sought, EntryReading.count,
                EntryReading.entry, EntryReading.owner_id,
            ],
        )
    ],
    attachments=False,
)  # fmt: skip

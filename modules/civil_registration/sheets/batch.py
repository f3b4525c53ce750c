"""Một lần nhập sổ: a sheet of a book that somebody sent, its rows as they were read, and what became of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, _, db, field
from modules.civil_registration.cases.kinds import Event


class State(Choice):
    """Whether the rows of a sheet stand in the book."""

    TRIED = "tried", _("Tried, nothing written yet"), "amber"
    TAKEN = "taken", _("Stands in the book"), "green"
    DROPPED = "dropped", _("Not taken in"), "grey"
    UNDONE = "undone", _("Taken out of the book again"), "rose"


class Verdict(Choice):
    """What became of a row."""

    GOOD = "good", _("Can be taken"), "green"
    DOUBTED = "doubted", _("To be looked at again"), "amber"
    WRONG = "wrong", _("To be mended in the sheet"), "rose"
    TAKEN = "taken", _("Stands in the book"), "green"
    UNDONE = "undone", _("Taken out of the book again"), "grey"
    HELD = "held", _("Stays: somebody has worked with it since"), "amber"


class SheetBatch(Record):
    """A digitised book that was sent in. `notes` are what is true of the whole of it: gaps, scans without a row."""

    __tablename__ = "civil_registration_sheet"
    __table_args__ = (Index("ix_civil_registration_sheet_unit_recent", "unit_id", "id"),)
    searched = ("title",)

    title: Mapped[str] = field.text(_("File of the sheet"), max=200, readonly=True)
    event: Mapped[Event] = field.choice(_("Event"), Event, readonly=True)
    rows: Mapped[int] = field.whole(_("Rows in the sheet"), readonly=True, default=0)
    good: Mapped[int] = field.whole(_("Can be taken"), readonly=True, default=0)
    doubted: Mapped[int] = field.whole(_("To be looked at again"), readonly=True, default=0)
    wrong: Mapped[int] = field.whole(_("To be mended in the sheet"), readonly=True, default=0)
    taken: Mapped[int] = field.whole(_("Entries made"), readonly=True, default=0)
    held: Mapped[int] = field.whole(_("Entries that stay"), readonly=True, default=0)
    scans: Mapped[int] = field.whole(_("Scanned pages with it"), readonly=True, default=0)
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    taken_on: Mapped[date | None] = field.day(_("Taken in on"), readonly=True)
    state: Mapped[State] = field.state(State)

    def __str__(self) -> str:
        return self.title

    def is_good(self) -> bool:
        """Whether every row can be taken."""
        return not self.wrong and self.rows > 0

    def is_mixed(self) -> bool:
        """Whether some rows can be taken and others not."""
        return bool(self.wrong) and self.good + self.doubted > 0


class SheetLine(db.Model):  # type: ignore[name-defined]
    """A row of such a sheet: its words by the names of the columns, its problems; `case_id` the entry made of it."""

    __tablename__ = "civil_registration_sheet_line"
    __table_args__ = (Index("ix_civil_registration_sheet_line_batch", "batch_id", "row"),)
    __untracked__ = True  # it is what the trail of a batch consists of, and is never changed but for its verdict

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("civil_registration_sheet.id"))
    row: Mapped[int] = mapped_column()
    said: Mapped[dict[str, str]] = mapped_column(JSON)
    problems: Mapped[list[Any]] = mapped_column(JSON)
    verdict: Mapped[Verdict] = field.choice(_("What became of it"), Verdict, required=True)
    scan: Mapped[int | None] = mapped_column()  # a file of the batch
    event: Mapped[Event] = field.choice(_("Event"), Event, required=True)
    case_id: Mapped[int | None] = mapped_column(index=True)

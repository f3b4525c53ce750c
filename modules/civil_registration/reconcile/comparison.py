"""Đối chiếu sổ: one comparison of a book of ours with the Ministry's, and each difference that it found, as work with a state."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, _, field
from modules.civil_registration.cases.kinds import Event


class Kind(Choice):
    """How two books differ at a number."""

    OURS = "ours", _("Only in our book"), "amber"
    THEIRS = "theirs", _("Only in the Ministry's book"), "violet"
    DIFFERS = "differs", _("In both, but different"), "rose"


class State(Choice):
    """What an official has made of a difference."""

    OPEN = "open", _("Open difference"), "amber"
    EXPLAINED = "explained", _("Explained"), "blue"
    CORRECTED = "corrected", _("Corrected"), "green"
    REPLACED = "replaced", _("Replaced by a newer comparison"), "grey"


class BookComparison(Record):
    """What a comparison counted. `source` is the sheet of the Ministry, or its answers."""

    __tablename__ = "civil_registration_comparison"
    __table_args__ = (Index("ix_civil_registration_comparison_unit_recent", "unit_id", "id"),)
    searched = ("title",)

    title: Mapped[str] = field.text(_("Compared with"), max=200, readonly=True)
    event: Mapped[Event] = field.choice(_("Event"), Event, readonly=True)
    year: Mapped[int] = field.year(_("Year"))
    ours: Mapped[int] = field.whole(_("Entries of our book"), readonly=True, default=0)
    theirs: Mapped[int] = field.whole(_("Entries of the Ministry"), readonly=True, default=0)
    equal: Mapped[int] = field.whole(_("The same in both"), readonly=True, default=0)
    differing: Mapped[int] = field.whole(_("Differences found"), readonly=True, default=0)

    def __str__(self) -> str:
        return f"{self.event} {self.year}: {self.title}"


class BookDifference(Record):
    """A difference of two books at a number. `fields` are [column, ours, theirs]; `case_id` our entry, where there is one."""

    __tablename__ = "civil_registration_difference"
    __table_args__ = (
        Index("ix_civil_registration_difference_unit_recent", "unit_id", "id"),
        Index("ix_civil_registration_difference_book", "unit_id", "event", "year", "state"),
    )
    searched = ("entry", "name")

    comparison_id: Mapped[int | None] = field.reference(_("Comparison"), "civil_registration_comparison", readonly=True)
    event: Mapped[Event] = field.choice(_("Event"), Event, readonly=True)
    year: Mapped[int] = field.year(_("Year"))
    number: Mapped[int] = field.whole(_("Number in the book"), readonly=True)
    entry: Mapped[str] = field.text(_("Entry"), max=20, readonly=True)
    name: Mapped[str] = field.text(_("Full name"), max=200, readonly=True)
    kind: Mapped[Kind] = field.choice(_("Difference of the books"), Kind, readonly=True)
    what: Mapped[str] = field.text(_("What differs"), max=500, readonly=True)
    fields: Mapped[list[Any]] = mapped_column(JSON, default=list)
    case_id: Mapped[int | None] = mapped_column()
    why: Mapped[str | None] = field.text(_("Explanation"), max=500, readonly=True)
    state: Mapped[State] = field.state(State)
    comparison: Mapped[Any] = field.link("BookComparison", comparison_id)

    def __str__(self) -> str:
        return f"{self.event} {self.entry}"

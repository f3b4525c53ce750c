"""Sổ hộ tịch: one book a kind, unit and year; numbers run without gaps and begin anew each year (TT 04/2020/TT-BTP)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Record, _, acting, clock, field, go_on_behind, next_number
from modules.civil_registration.cases.kinds import Event


class State(Choice):
    """Whether entries may still be made."""

    OPEN = "open", _("Being written"), "blue"
    CLOSED = "closed", _("Book closed"), "grey"


class RegisterBook(Record):
    """Sổ đăng ký khai sinh or khai tử of a unit and year; after it is closed only annotations are made."""

    __tablename__ = "civil_registration_book"
    __table_args__ = (UniqueConstraint("unit_id", "event", "year"),)
    searched = ("title",)

    title: Mapped[str] = field.text(_("Volume"), max=40, readonly=True)
    event: Mapped[Event] = field.choice(_("Event"), Event, readonly=True)
    year: Mapped[int] = field.year(_("Year"))
    last: Mapped[int] = field.whole(_("Last number"), readonly=True, default=0)
    closed_on: Mapped[date | None] = field.day(_("Closed on"), readonly=True)
    closed_by_id: Mapped[int | None] = field.reference(_("Closed by"), "core_user", readonly=True)
    state: Mapped[State] = field.state(State)
    closed_by: Mapped[Any] = field.link("User", closed_by_id)

    def __str__(self) -> str:
        return f"{self.event} {self.title}"

    @classmethod
    def next(cls, session: Session, event: Event, unit_id: int, day: date) -> tuple[int, str, str]:
        """Take the next number: the bare one, as it is written ("15/2026"), and the book's title ("01/2026").

        Call it late: the series stays locked until the commit. ValueError: the year is closed.
        """
        number = next_number(session, unit_id, f"civil_registration.{event.value}", day.year)
        where = (cls.unit_id == unit_id, cls.event == event, cls.year == day.year)
        book = session.scalar(select(cls).where(*where).with_for_update().execution_options(populate_existing=True))
        if book is None:
            book = cls(unit_id=unit_id, event=event, year=day.year, title=f"01/{day.year}")
            session.add(book)
        if book.state is State.CLOSED:
            raise ValueError(str(_("The book of %(year)s is closed.", year=day.year)))
        book.last = number
        return number, f"{number:02d}/{day.year}", book.title

    @classmethod
    def reach(cls, session: Session, event: Event, unit_id: int, year: int, last: int, title: str = "") -> None:
        """Let the book of a year reach to `last`: entries that bear their own numbers came in, and the series goes on behind.

        ValueError: the book is closed.
        """
        where = (cls.unit_id == unit_id, cls.event == event, cls.year == year)
        book = session.scalar(select(cls).where(*where).with_for_update().execution_options(populate_existing=True))
        if book is None:
            book = cls(unit_id=unit_id, event=event, year=year, title=title or f"01/{year}", last=0)
            session.add(book)
        if book.state is State.CLOSED:
            raise ValueError(str(_("The book of %(year)s is closed.", year=year)))
        book.last = max(book.last, last)
        go_on_behind(session, unit_id, f"civil_registration.{event.value}", year, book.last)

    @classmethod
    def recede(cls, session: Session, event: Event, unit_id: int, year: int, last: int) -> None:
        """Let the book of a year end at `last` again, since what stood behind was taken out of it."""
        book = session.scalar(
            select(cls).where(cls.unit_id == unit_id, cls.event == event, cls.year == year).with_for_update()
        )
        if book is not None and book.last > last:
            if book.state is State.CLOSED:
                raise ValueError(str(_("The book of %(year)s is closed.", year=year)))
            book.last = last
            go_on_behind(session, unit_id, f"civil_registration.{event.value}", year, last)

    def close(self) -> None:
        """No entry is made any more; its count is that of its last number. ValueError: its year is not over."""
        if self.year >= clock.today().year:
            raise ValueError(str(_("The year %(year)s is not over yet.", year=self.year)))
        self.closed_on, self.closed_by_id = clock.today(), acting().user_id

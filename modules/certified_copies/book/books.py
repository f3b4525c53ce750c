"""The book of certifications: one series of numbers a year, in volumes, closed at the year's end (NĐ 23/2015 art. 13)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import SYSTEM, Choice, Dated, Record, _, acting, after_failure, clock, db, field, next_number, work
from modules.certified_copies.book.entries import Entry, fees_of


class Series(Choice):
    """Whether electronic copies share the paper copies' book or have their own."""

    SHARED = "shared", _("One book for paper and electronic copies"), "blue"
    ELECTRONIC = "electronic", _("A book of its own for electronic copies"), "violet"
    EXTERNAL = "external", _("The national portal issues; its numbers are entered"), "grey"


SYMBOLS = {Series.SHARED: "SCT/BS", Series.ELECTRONIC: "SCTĐT/BS", Series.EXTERNAL: "CDVC/BS"}


class SeriesRule(Dated, Record):
    """Cách lập sổ: which series a unit keeps, from a day on; without a row the shared one."""

    __tablename__ = "certified_copies_series"

    series: Mapped[Series] = field.choice(_("Series of numbers"), Series, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return str(self.series)

    @classmethod
    def of(cls, session: Session, unit_id: int, day: date) -> Series:
        """Return the series of a unit on a day."""
        found = select(cls.series).where(cls.unit_id == unit_id, cls.valid_on(day))
        newest = found.order_by(cls.valid_from.desc(), cls.id.desc())  # of two of one day the later one corrects
        return session.scalar(newest.limit(1)) or Series.SHARED

    @classmethod
    def refuse_elsewhere(cls, session: Session, unit_id: int, day: date) -> None:
        """ValueError when a unit has decided that its copies are issued on the national portal alone."""
        if cls.of(session, unit_id, day) is Series.EXTERNAL:
            raise ValueError(str(_("This unit issues on the national portal; enter the copy that came from there.")))


class State(Choice):
    """Whether lines may still be written."""

    OPEN = "open", _("Being written"), "blue"
    CLOSED = "closed", _("Book closed"), "grey"


class Book(Record):
    """Quyển sổ: a volume of a unit's book in a year; numbers run on from volume to volume, and restart with the year."""

    __tablename__ = "certified_copies_book"
    __table_args__ = (UniqueConstraint("unit_id", "symbol", "year", "volume"),)
    searched = ("title",)

    title: Mapped[str] = field.text(_("Volume"), max=40, readonly=True)
    symbol: Mapped[str] = field.text(_("Symbol"), max=20, readonly=True)
    year: Mapped[int] = field.year(_("Year"))
    volume: Mapped[int] = field.whole(_("Volume number"), readonly=True)
    opened_on: Mapped[date] = field.day(_("Opened on"), readonly=True)
    closed_on: Mapped[date | None] = field.day(_("Closed on"), readonly=True)
    closed_by_id: Mapped[int | None] = field.reference(_("Closed by"), "core_user", readonly=True)
    closing: Mapped[dict[str, Any] | None] = field.listing(_("Figures of the closing"))
    chain: Mapped[str | None] = field.text(_("Last link of the chain"), max=64, readonly=True)
    state: Mapped[State] = field.state(State)
    closed_by: Mapped[Any] = field.link("User", closed_by_id)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def next(cls, session: Session, unit_id: int, day: date) -> tuple[Book, int]:
        """Return the volume to write in on a day and its next number; ValueError when the year is closed.

        Call it late: the series stays locked until the commit, and no two can open a volume at once.
        """
        symbol = SYMBOLS[SeriesRule.of(session, unit_id, day)]
        number = next_number(session, unit_id, symbol, day.year)
        return cls._open(session, unit_id, symbol, day), number

    @classmethod
    def external(cls, session: Session, unit_id: int, day: date) -> Book:
        """Return the volume for numbers that the national portal has given; ValueError when the year is closed."""
        return cls._open(session, unit_id, SYMBOLS[Series.EXTERNAL], day)

    @classmethod
    def _open(cls, session: Session, unit_id: int, symbol: str, day: date) -> Book:
        where = (cls.unit_id == unit_id, cls.symbol == symbol, cls.year == day.year)
        last = session.scalars(select(cls).where(*where).order_by(cls.volume.desc()).limit(1)).first()
        if last is not None and last.state is State.OPEN:
            return last
        if last is not None and last.closed_on and last.closed_on.year > last.year:
            raise ValueError(str(_("The book of %(year)s is closed.", year=day.year)))
        volume = last.volume + 1 if last else 1
        title = f"{volume:02d}/{day.year}-{symbol}"
        book = cls(unit_id=unit_id, title=title, symbol=symbol, year=day.year, volume=volume, opened_on=day)
        session.add(book)
        session.flush()
        return book

    @classmethod
    def void_if_it_fails(cls, session: Session, unit_id: int, day: date, title: str) -> None:
        """From here on a signature may exist: should this unit of work fail, its number is spent on a void line."""
        after_failure(session, partial(cls._void, unit_id, day, title))

    @classmethod
    def _void(cls, unit_id: int, day: date, title: str) -> None:
        with work(SYSTEM) as session:
            book, number = cls.next(session, unit_id, day)
            book.write_void(number, day, title)

    def write(self, number: int, **words: Any) -> Entry:
        """Write the line of a number; `words` are its other columns."""
        text = f"{number}{self.suffix}"
        entry = Entry(unit_id=self.unit_id, book_id=self.id, number=number, number_text=text, **words)
        session = db.session()
        session.add(entry)
        session.flush()
        return entry

    def write_void(self, number: int, day: date, title: str) -> None:
        """Spend a number on a line that says that its signing failed."""
        reason = str(_("Void: signing failed"))
        self.write(number, certified_on=day, title=title[:200], void=True, note=reason)

    @property
    def suffix(self) -> str:
        """What follows the number in this series: `12/ĐT` in the electronic one."""
        return "/ĐT" if self.symbol == SYMBOLS[Series.ELECTRONIC] else ""

    def entries(self, month: int | None = None) -> list[Entry]:
        """Return the lines in the order of their numbers, of one month or of all."""
        found = select(Entry).where(Entry.book_id == self.id).order_by(Entry.number)
        rows = list(db.session.scalars(found))
        return [row for row in rows if month is None or row.certified_on.month == month]

    def figures(self, entries: Sequence[Entry] | None = None) -> dict[str, int]:
        """Count lines, copies, void lines and fees (đồng) as they stand now; `entries`: its lines, where they are at hand."""
        rows = self.entries() if entries is None else entries
        held = [row for row in rows if not row.void]
        copies, fees = sum(row.copies for row in held), sum(fees_of(rows).values())
        return {"lines": len(held), "void": len(rows) - len(held), "copies": copies, "fees": fees}

    def close(self) -> None:
        """Close the volume: freeze fees, chain all lines, and keep the figures that the signer confirms."""
        session, entries = db.session(), self.entries()
        for entry, fee in fees_of(entries).items():
            entry.fee = fee
        for entry, link in self.links(entries):
            entry.link = link
        self.closing = self.figures(entries)
        self.chain = entries[-1].link if entries else hashlib.sha256(self.title.encode()).hexdigest()
        self.closed_on, self.closed_by_id = clock.today(), acting().user_id
        session.flush()

    def links(self, entries: Sequence[Entry]) -> list[tuple[Entry, str]]:
        """Compute the hash chain over the lines, each link holding the one before and the line's content."""
        link, found = hashlib.sha256(self.title.encode()).hexdigest(), []
        for entry in entries:
            content = json.dumps([link, *entry.content()], ensure_ascii=False, separators=(",", ":"))
            link = hashlib.sha256(content.encode()).hexdigest()
            found.append((entry, link))
        return found

    def faults(self, entries: Sequence[Entry] | None = None) -> list[str]:
        """Return what is wrong with the volume: gaps in its numbers, and lines changed since it was closed."""
        entries = self.entries() if entries is None else entries
        numbers = [entry.number for entry in entries]
        own = numbers if self.symbol != SYMBOLS[Series.EXTERNAL] else []  # the portal counts for many wards
        found = [
            str(_("Number %(number)s is missing.", number=number))
            for number in sorted(set(range(own[0], own[-1] + 1)) - set(own) if own else set())
        ]
        if self.state is State.CLOSED:
            links = self.links(entries)
            changed = next((entry for entry, link in links if entry.link != link), None)
            if changed is not None or self.chain != (links[-1][1] if links else self.chain):
                number = changed.number if changed else "–"
                found.append(str(_("From number %(number)s on the lines differ from those closed.", number=number)))
        return found

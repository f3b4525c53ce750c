"""The printed book: every entry of a year in the order of its numbers, and the minutes of its close."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.toolkit import Report, User, _, as_system, db, format_day
from modules.civil_registration.annotations.change import Change
from modules.civil_registration.annotations.notes import notes_of, what_changes
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.book.numbers import KINDS, numbers
from modules.civil_registration.cases.kinds import Event, State
from modules.civil_registration.deaths.death import Death
from modules.population.lists import Country, Ethnicity


@dataclass(frozen=True)
class Entry:
    """A line of the book; `beside` are its cells after number and day, `notes` what stands in "Ghi chú".

    An entry that was `revoked` is struck out.
    """

    number: int
    day: date | None
    beside: tuple[str, ...]
    declarer: str
    signer: str
    notes: Sequence[str]
    revoked: bool


HEADS = {
    Event.BIRTH: (
        "Người được khai sinh",
        "Ngày sinh, giới tính, dân tộc, quốc tịch",
        "Nơi sinh",
        "Người mẹ",
        "Người cha",
    ),
    Event.DEATH: (
        "Người chết",
        "Ngày sinh, giới tính, dân tộc, quốc tịch",
        "Nơi cư trú cuối cùng",
        "Chết lúc, tại",
        "Giấy báo tử",
    ),
    Event.CHANGE: ("Người được thay đổi", "Loại việc", "Nội dung", "Lý do", "Giấy tờ chứng minh"),
}


def told(book: RegisterBook) -> dict[str, Any]:
    """Return the entries of a book and what its minutes say."""
    kind: Any = KINDS[book.event]
    where = (kind.unit_id == book.unit_id, kind.year == book.year, kind.number.is_not(None))
    wanted = select(kind).where(*where).order_by(kind.number)
    if kind is Change:
        wanted = wanted.options(selectinload(Change.lines))
    with as_system():
        cases = db.session.scalars(wanted).all()
        names = _names(Ethnicity), _names(Country)
        signers = _signers(cases)
        notes = notes_of(cases)
    read = READS[book.event]
    lines = [
        Entry(
            one.number,
            one.registered_on,
            read(one, *names),
            f"{one.declarer_name} ({one.relation})",
            signers.get(one.signer_id, ""),
            notes[one.id],
            one.state is State.REVOKED,
        )
        for one in cases
    ]
    return {"what": kind.module, "heads": HEADS[book.event], "lines": lines, "counted": numbers(book)}


def _birth(birth: Birth, ethnicities: dict[int, str], countries: dict[int, str]) -> tuple[str, ...]:
    what = [birth.born, birth.sex, ethnicities.get(birth.ethnicity_id or 0), countries.get(birth.country_id or 0)]
    parents = (
        _joined([one, born])
        for one, born in ((birth.mother_name, birth.mother_born), (birth.father_name, birth.father_born))
    )
    return _joined([birth.child_name, birth.citizen_id]), _joined(what), birth.born_at or "", *parents


def _death(death: Death, ethnicities: dict[int, str], countries: dict[int, str]) -> tuple[str, ...]:
    what = [death.born, death.sex, ethnicities.get(death.ethnicity_id or 0), countries.get(death.country_id or 0)]
    notice = [death.notice_number, format_day(death.notice_on) if death.notice_on else None, death.notice_by]
    when = [death.died_at, death.died_on, death.place]
    return (
        _joined([death.person_name, death.citizen_id]),
        _joined(what),
        death.home or "",
        _joined(when),
        _joined(notice),
    )


def _change(change: Change, _ethnicities: dict[int, str], _countries: dict[int, str]) -> tuple[str, ...]:
    return change.about, str(change.kind), what_changes(change), change.grounds, change.proof


READS: dict[Event, Callable[..., tuple[str, ...]]] = {
    Event.BIRTH: _birth,
    Event.DEATH: _death,
    Event.CHANGE: _change,
}


def _joined(parts: Any) -> str:
    return ", ".join(str(part) for part in parts if part)


def _names(kind: type[Any]) -> dict[int, str]:
    return {row.id: row.name for row in db.session.scalars(select(kind))}


def _signers(cases: Any) -> dict[int, str]:
    ids = {one.signer_id for one in cases if one.signer_id}
    return {row.id: row.name for row in db.session.scalars(select(User).where(User.id.in_(ids)))}


PRINTOUT = Report("so-ho-tich", _("Printed book"), "book_print.html", told)

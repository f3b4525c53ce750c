"""The calendar: a month, a week or a list of lessons, with what clashes among them; a fixed number of queries whatever it shows."""

from __future__ import annotations

import calendar
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.toolkit import _, as_system, calendar_of, clock
from modules.training.catalogue.courses import Course, Subject
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Closure, Room
from modules.training.joining.enrolments import TAKEN, Enrolment
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson
from modules.training.timetable.shut import hit

SHOWN = 3  # lessons of a day in the month; the rest is one link
LISTED = 60  # days that the list shows
NOTED = 4  # quarrels named beside the calendar


@dataclass(frozen=True)
class Entry:
    """A lesson as the calendar shows it: coloured by its subject, marked when it quarrels with another of the same time.

    `lesson` has bare columns, with the names of its class, room, trainer and assistant.
    """

    lesson: Row[Any]
    quarrels: tuple[str, ...]
    seated: int

    @property
    def tone(self) -> str:
        """The colour of its subject; faded when it is over."""
        past = self.lesson.ends_at and self.lesson.ends_at < clock.now()
        return f"{self.lesson.tone.value}{' past' if past else ''}"


@dataclass(frozen=True)
class Day:
    """One day with its lessons in order, of `number` in all; `off` says why nobody works."""

    day: date
    entries: list[Entry]
    off: str
    number: int


def weeks_of_month(session: Session, first: date, subjects: set[int], most: int | None = None) -> list[list[Day]]:
    """Return the weeks that a month touches, Monday to Sunday; `subjects` narrows them unless empty.

    With `most`, a day has its first lessons and those that are told of as quarrels, not all.
    """
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    days = _days(session, weeks[0][0], weeks[-1][-1], subjects, most)
    return [[days[day] for day in week] for week in weeks]


def week_of(session: Session, day: date, subjects: set[int]) -> list[Day]:
    """Return the week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return list(_days(session, monday, monday + timedelta(days=6), subjects).values())


def listed(session: Session, first: date, subjects: set[int]) -> list[Day]:
    """Return the days with lessons from a day on."""
    days = _days(session, first, first + timedelta(days=LISTED), subjects)
    return [day for day in days.values() if day.entries]


def coming(session: Session, most: int = 4) -> list[Entry]:
    """Return the next lessons."""
    statement = _shown().where(Lesson.starts_at >= clock.now(), Lesson.became == Held.PLANNED).limit(most)
    rows = list(session.execute(statement))
    seats = _seats(session, rows)
    return [Entry(row, (), seats.get(row.cohort_id, 0)) for row in rows]


def _days(session: Session, first: date, last: date, subjects: set[int], most: int | None = None) -> dict[date, Day]:
    """Read what is booked, then the names that a page shows: all as bare columns, which are twice as quick as objects."""
    span = [Lesson.starts_at >= clock.begin_of(first), Lesson.starts_at < clock.begin_of(last + timedelta(days=1))]
    span += [Course.subject_id.in_(subjects)] if subjects else []
    booked, shut = _booked(session, span), _shut(session, span)
    shared: dict[int, set[int]] = {}
    for same in booked.values():
        shared |= _shared(same)
    marked = shared.keys() | shut.keys()
    narrow = [] if most is None else [Lesson.id.in_(_worth_showing(booked, marked, most))]
    rows, working = list(session.execute(_shown().where(*span, *narrow))), calendar_of(session, None)
    seats, by_day = _seats(session, rows), dict[date, list[Row[Any]]]()
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        entries = [
            Entry(one, (*shut.get(one.id, ()), *_named(one, shared.get(one.id, set()))), seats.get(one.cohort_id, 0))
            for one in by_day.get(day, [])
        ]
        off = "" if working.is_working_day(day) else working.reason_of(day)
        found[day] = Day(day, entries, off, len(booked.get(day, [])))
    return found


def _booked(session: Session, span: list[Any]) -> dict[date, list[Any]]:
    """What stands where and with whom, by day."""
    times = (Lesson.id, Lesson.day, Lesson.begins, Lesson.ends, Lesson.became)
    columns: tuple[Any, ...] = (*times, Lesson.trainer_id, Lesson.assistant_id, Lesson.room_id)
    found: dict[date, list[Any]] = {}
    for row in session.execute(_of_class(select(*columns)).where(*span).order_by(Lesson.starts_at, Lesson.id)):
        found.setdefault(row.day, []).append(row)
    return found


def _worth_showing(booked: dict[date, list[Any]], marked: AbstractSet[int], most: int) -> set[int]:
    """The first lessons of each day, and the next ones that quarrel."""
    today = clock.today()
    ahead = [one.id for day, same in sorted(booked.items()) for one in same if day >= today and one.id in marked]
    return {one.id for same in booked.values() for one in same[:most]} | set(ahead[:NOTED])


def _shared(same: list[Any]) -> dict[int, set[int]]:
    """What lessons of a day share with another one held at the same time: a trainer by his id, a room by its negative."""
    found: dict[int, set[int]] = {}
    last: dict[int, tuple[int, str]] = {}  # of the lessons that have begun, the one that ends last; `same` is in order
    for number, _day, begins, ends, became, trainer, assistant, room in same:
        if became is Held.CANCELLED:
            continue
        for what in {trainer, assistant, -(room or 0)} - {None, 0}:
            other, until = last.get(what, (0, ""))
            if begins < until:
                found.setdefault(other, set()).add(what)
                found.setdefault(number, set()).add(what)
            if ends > until:
                last[what] = (number, ends)
    return found


def _named(one: Row[Any], shared: set[int]) -> tuple[str, ...]:
    people = ((one.trainer_id, one.trainer), (one.assistant_id, one.assistant))
    names = [name for who, name in people if who in shared]
    names += [one.room] if -(one.room_id or 0) in shared else []
    return tuple(dict.fromkeys(names))


def _of_class(statement: Select[Any]) -> Select[Any]:
    """The statement joined to the class and the course, whose subject narrows it."""
    return statement.join(Cohort, Cohort.id == Lesson.cohort_id).join(Course, Course.id == Cohort.course_id)


def _shown() -> Select[Any]:
    """The statement of lessons in their order, as an `Entry` has them."""
    helper = aliased(Trainer)
    when = (
        Lesson.id,
        Lesson.version,
        Lesson.title,
        Lesson.day,
        Lesson.begins,
        Lesson.ends,
        Lesson.ends_at,
        Lesson.became,
    )
    whom = (Lesson.cohort_id, Lesson.room_id, Lesson.trainer_id, Lesson.assistant_id)
    names = (
        Cohort.name.label("cohort"), Cohort.seats, Subject.tone, Room.name.label("room"),
        Trainer.name.label("trainer"), helper.name.label("assistant"),
    )  # fmt: skip
    columns: tuple[Any, ...] = (*when, *whom, *names)
    return (
        _of_class(select(*columns))
        .join(Subject, Subject.id == Course.subject_id)
        .outerjoin(Room, Room.id == Lesson.room_id)
        .outerjoin(Trainer, Trainer.id == Lesson.trainer_id)
        .outerjoin(helper, helper.id == Lesson.assistant_id)
        .order_by(Lesson.starts_at, Lesson.id)
    )


def lessons() -> Select[Lesson]:
    """The statement of lessons in their order, with everything that a page names of them."""
    class_ = joinedload(Lesson.cohort).joinedload(Cohort.course).joinedload(Course.subject)
    shown = (
        class_,
        joinedload(Lesson.room).joinedload(Room.venue),
        joinedload(Lesson.trainer),
        joinedload(Lesson.assistant),
    )
    return _of_class(select(Lesson)).options(*shown).order_by(Lesson.starts_at, Lesson.id)


def _seats(session: Session, rows: list[Row[Any]]) -> dict[int, int]:
    """How many sit in each class; counted for everybody, since a number names nobody."""
    where = (Enrolment.cohort_id.in_({row.cohort_id for row in rows}), Enrolment.state.in_(TAKEN))
    with as_system():
        counted = session.execute(select(Enrolment.cohort_id, func.count()).where(*where).group_by(Enrolment.cohort_id))
        return dict(counted.all())


def _shut(session: Session, span: list[Any]) -> dict[int, list[str]]:
    """Why the rooms of lessons are closed on their day: a room may be closed after a lesson was booked there."""
    live = _of_class(select(Lesson.id)).where(*span, Lesson.became == Held.PLANNED)
    with as_system():
        found: dict[int, list[str]] = {}
        for number, closure in session.execute(hit().where(Lesson.id.in_(live)).with_only_columns(Lesson.id, Closure)):
            words = _("%(room)s closed: %(reason)s", room=closure.room, reason=closure.reason)
            found.setdefault(number, []).append(str(words))
        return found

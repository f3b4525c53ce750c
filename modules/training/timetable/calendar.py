"""The calendar: a month, a week or a list of lessons, with what clashes among them; a fixed number of queries whatever it shows."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import _, as_system, calendar_of, clock
from modules.training.catalogue.courses import Course
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
    """A lesson as the calendar shows it: coloured by its subject, marked when it quarrels with another of the same time."""

    lesson: Lesson
    quarrels: tuple[str, ...]
    seated: int

    @property
    def tone(self) -> str:
        """The colour of its subject; faded when it is over."""
        past = self.lesson.ends_at and self.lesson.ends_at < clock.now()
        return f"{self.lesson.cohort.course.subject.tone.value}{' past' if past else ''}"


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
    statement = lessons().where(Lesson.starts_at >= clock.now(), Lesson.became == Held.PLANNED).limit(most)
    rows = list(session.scalars(statement))
    seats = _seats(session, rows)
    return [Entry(row, (), seats.get(row.cohort_id, 0)) for row in rows]


def _days(session: Session, first: date, last: date, subjects: set[int], most: int | None = None) -> dict[date, Day]:
    """Read what is booked as bare columns; whole lessons, with all that they name, only where a page shows them."""
    span = [Lesson.starts_at >= _midnight(first), Lesson.starts_at < _midnight(last, 1)]
    span += [Course.subject_id.in_(subjects)] if subjects else []
    booked, shut = _booked(session, span), _shut(session, span)
    shared: dict[int, set[tuple[str, int]]] = {}
    for same in booked.values():
        shared |= _shared(same)
    marked = {one for one, what in shared.items() if what or one in shut}
    narrow = [] if most is None else [Lesson.id.in_(_worth_showing(booked, marked, most))]
    rows, working = list(session.scalars(lessons().where(*span, *narrow))), calendar_of(session, None)
    seats, by_day = _seats(session, rows), dict[date, list[Lesson]]()
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        entries = [
            Entry(one, (*shut.get(one.id, ()), *_named(one, shared[one.id])), seats.get(one.cohort_id, 0))
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


def _worth_showing(booked: dict[date, list[Any]], marked: set[int], most: int) -> set[int]:
    """The first lessons of each day, and the next ones that quarrel."""
    today = clock.today()
    ahead = [one.id for day, same in sorted(booked.items()) for one in same if day >= today and one.id in marked]
    return {one.id for same in booked.values() for one in same[:most]} | set(ahead[:NOTED])


def _shared(same: list[Any]) -> dict[int, set[tuple[str, int]]]:
    """What each lesson of a day shares with another one held at the same time: ("who", trainer), ("room", room)."""
    found: dict[int, set[tuple[str, int]]] = {one.id: set() for one in same}
    users: dict[tuple[str, int], list[Any]] = {}
    for one in same:
        if one.became is not Held.CANCELLED:
            for who in {one.trainer_id, one.assistant_id} - {None}:
                users.setdefault(("who", who), []).append(one)
            if one.room_id:
                users.setdefault(("room", one.room_id), []).append(one)
    for what, lessons_ in users.items():
        last = lessons_[0]  # of those that have begun, the one that ends last; `same` is in the order of beginnings
        for one in lessons_[1:]:
            if one.begins < last.ends:
                found[last.id].add(what)
                found[one.id].add(what)
            last = max(last, one, key=lambda lesson: lesson.ends)
    return found


def _named(one: Lesson, shared: set[tuple[str, int]]) -> tuple[str, ...]:
    names = [str(who) for who in (one.trainer, one.assistant) if who and ("who", who.id) in shared]
    names += [str(one.room)] if ("room", one.room_id) in shared else []
    return tuple(dict.fromkeys(names))


def _of_class(statement: Select[Any]) -> Select[Any]:
    """The statement joined to the class and the course, whose subject narrows it."""
    return statement.join(Cohort, Cohort.id == Lesson.cohort_id).join(Course, Course.id == Cohort.course_id)


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


def _seats(session: Session, rows: list[Lesson]) -> dict[int, int]:
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


def _midnight(day: date, later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=later), datetime.min.time(), clock.ZONE)

"""What the timetable solver is asked: the classes of a plan without lessons, and all that is booked around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import _, as_system, calendar_of
from modules.training.catalogue.courses import Course
from modules.training.catalogue.trainers import Trainer, TrainerSubject
from modules.training.catalogue.venues import Closure, Journey, Room
from modules.training.joining.enrolments import TAKEN, Enrolment, Place
from modules.training.planning.plans import Method, Plan
from modules.training.timetable.cohorts import Cohort, Progress
from modules.training.timetable.lessons import Held, Lesson
from modules.training.timetable.question import Hall, Pair, Question, Stay, Teacher, Wanted, Way

HALVES = (("08:00", "11:30"), ("13:30", "17:00"))
BUOI = 4  # periods of one lesson (TT 36/2018/TT-BTC)
BREAK, NIGHT = 120, 900  # minutes between the halves of a day, and from an afternoon to the next morning
DAYS = 366  # the longest stretch that is looked at
OPEN = (Progress.PLANNED, Progress.OPEN, Progress.RUNNING)


@dataclass
class Problem:
    """The question, and which classes cannot be placed whatever one tries, each with its reason."""

    first: date
    question: Question
    refused: list[str] = field(default_factory=list)
    titles: dict[int, list[tuple[str, int]]] = field(default_factory=dict)  # of the lessons of each class

    @classmethod
    def of(cls, session: Session, plan_id: int, first: date, last: date, seconds: int) -> Problem:
        """Read what there is to place from one day to another."""
        with as_system():
            return _Reading(session, plan_id, first, min(last, first + timedelta(days=DAYS))).problem(seconds)

    def day_of(self, slot: int) -> date:
        """Return the day of a half-day."""
        return self.first + timedelta(days=slot // 2)


def titles(course: Course) -> list[tuple[str, int]]:
    """Return the lessons of a course in order, with their periods: four each, the last of a part what is left."""
    found = []
    for part in course.topics:
        number = -(-part.periods // BUOI)
        for at in range(number):
            title = part.title if number == 1 else f"{part.title} ({at + 1}/{number})"
            found.append((title, min(BUOI, part.periods - at * BUOI)))
    return found


class _Reading:
    def __init__(self, session: Session, plan_id: int, first: date, last: date) -> None:
        self.session, self.plan_id, self.first, self.last = session, plan_id, first, last
        self.refused: list[str] = []
        self.titles: dict[int, list[tuple[str, int]]] = {}
        near = timedelta(days=2)  # a way may take so long
        held = (Lesson.day >= first - near, Lesson.day <= last + near, Lesson.became != Held.CANCELLED)
        shown = joinedload(Lesson.room).joinedload(Room.venue)
        self.lessons = list(session.scalars(select(Lesson).where(*held).options(shown)))

    def problem(self, seconds: int) -> Problem:
        rooms, trainers = self._rooms(), self._trainers()
        people, classes = self._people(), []
        for one in self._classes():
            line = self._line(one, rooms, trainers, people)
            if isinstance(line, str):
                self.refused.append(line)
            else:
                classes.append(line)
        pairs = combinations(range(len(classes)), 2)
        booked = self._booked()
        question = Question(
            classes=classes,
            slots=self._slots(),
            shared=[Pair(a, b) for a, b in pairs if people[classes[a].cohort] & people[classes[b].cohort]],
            trainers={
                who: Teacher(sorted(booked["trainer"][who]), self._stays(partial(_teaches, who)))
                for who in sorted({who for one in classes for who in one.trainers})
            },
            rooms={
                room.id: Hall(room.venue.region_id, sorted(booked["room"][room.id] | self._closed(room.id)))
                for room in rooms
            },
            ways=self._ways(),
            seconds=seconds,
        )
        return Problem(self.first, question, self.refused, self.titles)

    def _classes(self) -> list[Cohort]:
        has = select(Lesson.id).where(Lesson.cohort_id == Cohort.id, Lesson.became != Held.CANCELLED).exists()
        statement = select(Cohort).where(Cohort.plan_id == self.plan_id, Cohort.state.in_(OPEN), ~has)
        shown = joinedload(Cohort.course).selectinload(Course.topics)
        return list(self.session.scalars(statement.options(shown).order_by(Cohort.id)))

    def _line(
        self, one: Cohort, rooms: list[Room], trainers: dict[int, set[int]], people: dict[int, set[int]]
    ) -> Wanted | str:
        able = sorted(who for who, subjects in trainers.items() if one.course.subject_id in subjects)
        fits = [room.id for room in rooms if room.seats >= one.seats]
        online = one.method is Method.ONLINE
        if not titles(one.course):
            return str(_("%(class_)s: its course has no parts.", class_=one.name))
        if not able:
            return str(_("%(class_)s: no trainer teaches its subject.", class_=one.name))
        if online and not one.online_at:
            return str(_("%(class_)s: the class has no online address.", class_=one.name))
        if not online and not fits:
            return str(_("%(class_)s: no room has %(seats)s seats.", class_=one.name, seats=one.seats))
        self.titles[one.id] = titles(one.course)
        return Wanted(
            cohort=one.id,
            lessons=len(titles(one.course)),
            trainers=[one.leader_id] if one.leader_id in able else able,  # what somebody has chosen stays
            rooms=[] if online else [one.room_id] if one.room_id in fits else fits,
            online=online,
            busy=sorted(self._sits(people[one.id])),
            stays=self._stays(lambda lesson: bool(self.seated[lesson.cohort_id] & people[one.id])),
        )

    def _rooms(self) -> list[Room]:
        return list(self.session.scalars(select(Room).options(joinedload(Room.venue)).order_by(Room.id)))

    def _trainers(self) -> dict[int, set[int]]:
        rows = self.session.execute(
            select(TrainerSubject.trainer_id, TrainerSubject.subject_id)
            .join(Trainer, Trainer.id == TrainerSubject.trainer_id)
            .where(Trainer.left.is_not(True))
        )
        found: dict[int, set[int]] = defaultdict(set)
        for who, subject in rows:
            found[who].add(subject)
        return found

    def _people(self) -> dict[int, set[int]]:
        seated = Enrolment.state.in_((*TAKEN, Place.NOMINATED))
        found: dict[int, set[int]] = defaultdict(set)
        for cohort, trainee in self.session.execute(select(Enrolment.cohort_id, Enrolment.trainee_id).where(seated)):
            found[cohort].add(trainee)
        self.seated = found
        return found

    def _sits(self, people: set[int]) -> set[int]:
        """The half-days on which somebody of a class sits in a lesson of another one."""
        return {slot for one in self.lessons if self.seated[one.cohort_id] & people for slot in self._halves(one)}

    def _stays(self, concerns: Callable[[Lesson], bool]) -> list[Stay]:
        """When and in which region those whom lessons concern are already: from there they have a way."""
        held = [one for one in self.lessons if one.room and concerns(one)]
        return [Stay(slot, one.room.venue.region_id) for one in held if one.room for slot in self._halves(one)]

    def _booked(self) -> dict[str, dict[int, set[int]]]:
        found: dict[str, dict[int, set[int]]] = {"trainer": defaultdict(set), "room": defaultdict(set)}
        for one in self.lessons:
            slots = set(self._halves(one))
            for who in _teachers(one):
                found["trainer"][who] |= slots
            if one.room_id:
                found["room"][one.room_id] |= slots
        return found

    def _halves(self, lesson: Lesson) -> Iterator[int]:
        for half, (begins, ends) in enumerate(HALVES):
            if lesson.begins < ends and begins < lesson.ends:
                yield 2 * (lesson.day - self.first).days + half

    def _closed(self, room_id: int) -> set[int]:
        rows = self.session.execute(
            select(Closure.first_day, Closure.last_day).where(
                Closure.room_id == room_id, Closure.first_day <= self.last, Closure.last_day >= self.first
            )
        )
        days = [(max(begin, self.first) - self.first, min(end, self.last) - self.first) for begin, end in rows]
        return {slot for begin, end in days for slot in range(2 * begin.days, 2 * end.days + 2)}

    def _slots(self) -> list[int]:
        unit_id = self.session.get_one(Plan, self.plan_id).unit_id
        calendar, length = calendar_of(self.session, unit_id), (self.last - self.first).days
        days = [at for at in range(length + 1) if calendar.is_working_day(self.first + timedelta(days=at))]
        return [2 * day + half for day in days for half in (0, 1)]

    def _ways(self) -> list[Way]:
        """How many days must lie between lessons in two regions: none, when a break at noon is enough for the way."""
        rows = select(Journey.one_id, Journey.other_id, Journey.minutes).where(Journey.valid_on(self.first))
        return [
            Way(one, other, 1 if minutes <= NIGHT else 2)
            for one, other, minutes in self.session.execute(rows)
            if minutes > BREAK
        ]


def _teaches(who: int, lesson: Lesson) -> bool:
    return who in _teachers(lesson)


def _teachers(lesson: Lesson) -> set[int]:
    return {who for who in (lesson.trainer_id, lesson.assistant_id) if who}

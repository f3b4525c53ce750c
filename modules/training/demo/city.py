"""The demo of a whole city: classes of the plan for all 168 units, half of them past, written at once and not step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.toolkit import (
    Passage,
    Unit,
    User,
    add_record,
    calendar_of,
    clock,
    fold,
    next_number,
    put_rows,
    take_steps,
    unit_of,
)
from modules.training.catalogue.courses import Course
from modules.training.catalogue.people import Trainee
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Region, Room, Venue
from modules.training.demo import costs, results, wards
from modules.training.demo.classes import LEAD
from modules.training.demo.people import morning
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.planning.plans import Method, Plan
from modules.training.timetable.cohorts import Cohort, Progress
from modules.training.timetable.lessons import Held, Lesson
from modules.training.timetable.problem import HALVES, titles

SIZES = {Method.ONLINE: 160, Method.MIXED: 110, Method.IN_PERSON: 80}
ELSEWHERE = {"AT-CB": Method.ONLINE, "AT-LD": Method.ONLINE, "KN-BC": Method.ONLINE, "KN-KS": Method.MIXED}
NOMINATING = 21  # days before its first lesson in which a class takes nominations
FORMER = (("26500", 1), ("26733", 2))  # units below these codes lie in the second and third region (QĐ 19/2025/QĐ-TTg)


def load(session: Session, people: dict[str, User]) -> None:
    """Load everything once; loading twice changes nothing."""
    if session.scalar(select(Trainee.id).where(Trainee.unit_id == wards.others(session)[0].id).limit(1)):
        return
    plan = session.scalars(select(Plan).order_by(Plan.id).limit(1)).one()
    wards.officials(session)
    wards.halls_and_trainers(session)
    wards.needs_and_quotas(session, plan)
    groups, made = _groups(session), []
    first, length = plan.begins_on + timedelta(days=14), (plan.ends_on - plan.begins_on).days - 45
    book = _Book(session)
    for at, group in enumerate(groups):
        found = book.place(group, first + timedelta(days=at * length // len(groups)))
        made.append(_hold(session, people, plan, group, found))
    over = [cohort for cohort in made if cohort.state is Progress.FINISHED]
    results.presences(session, over)
    for at, cohort in enumerate(sorted(over, key=lambda one: one.ends_on or clock.today())):
        results.give_out(session, cohort, people["duyetkehoach"].id)
        results.opinions(session, cohort, 20 + at * 7 % 30)
    costs.of_plan(session, plan)


@dataclass(frozen=True)
class _Group:
    """Officials who are sent to one class of a course."""

    course: Course
    number: int
    region: int
    people: list[Trainee]

    @property
    def method(self) -> Method:
        return ELSEWHERE.get(self.course.code, Method.IN_PERSON)


def _groups(session: Session) -> list[_Group]:
    """Neighbouring units go to a course together; the courses take turns over the year."""
    codes = {one.id: one.code for one in session.scalars(select(Unit))}
    new = {one.id for one in wards.others(session)}
    staff = [one for one in session.scalars(select(Trainee).order_by(Trainee.id)) if one.unit_id in new]
    demanded, found = wards.demanded(session), []
    shown = selectinload(Course.topics)
    for course in session.scalars(select(Course).options(shown).where(Course.id.in_(demanded)).order_by(Course.id)):
        whom = [one for one in staff if one.position_id in demanded[course.id]]
        size = SIZES[ELSEWHERE.get(course.code, Method.IN_PERSON)]
        parts = [whom[at : at + size] for at in range(0, len(whom), size)]
        for at, part in enumerate(parts):
            region = next((one for code, one in FORMER if codes[part[0].unit_id] < code), 0)
            found.append(((at + 0.5) / len(parts), _Group(course, at + 3, region, part)))
    return [group for _turn, group in sorted(found, key=lambda pair: pair[0])]


@dataclass(frozen=True)
class _Found:
    """Where a class meets, with whom, and when: (day, half of the day) of each lesson."""

    trainer: Trainer
    room: Room | None
    slots: list[tuple[date, int]]


class _Book:
    """What is booked by whom, half-day by half-day, so that no two classes of the demo clash."""

    def __init__(self, session: Session) -> None:
        self.session, self.calendar = session, calendar_of(session, None)
        self.taken: dict[tuple[date, int], set[object]] = defaultdict(set)
        for one in session.scalars(select(Lesson).where(Lesson.became != Held.CANCELLED)):
            for half, (begins, ends) in enumerate(HALVES):
                if one.begins < ends and begins < one.ends:
                    self.taken[one.day, half] |= {("trainer", one.trainer_id), ("room", one.room_id)}
        regions = list(session.scalars(select(Region.id).order_by(Region.id)))
        self.regions = {number: regions.index(number) for number in regions}

    @cached_property
    def rooms(self) -> list[tuple[Room, int]]:
        """Rooms with their region, the smallest first."""
        rows = self.session.execute(
            select(Room, Venue.region_id).join(Venue, Venue.id == Room.venue_id).order_by(Room.seats)
        )
        return [(room, self.regions[region]) for room, region in rows]

    @cached_property
    def trainers(self) -> list[Trainer]:
        """All trainers, with their subjects."""
        return list(self.session.scalars(select(Trainer).options(selectinload(Trainer.subjects)).order_by(Trainer.id)))

    def place(self, group: _Group, day: date) -> _Found:
        """Book the first half-days from a day on, all with one trainer and in one room."""
        able = [one for one in self.trainers if group.course.subject_id in {line.subject_id for line in one.subjects}]
        able.sort(key=lambda one: (sum(("trainer", one.id) in taken for taken in self.taken.values()), one.id))
        rooms: list[Room | None] = [room for room, where in self.rooms if where == group.region and room.seats >= 80]
        lessons = len(titles(group.course))
        while True:
            for trainer in able:
                for room in [None] if group.method is Method.ONLINE else rooms:
                    whole = {("trainer", trainer.id), *([("room", room.id)] if room else ())}
                    whole |= {("trainee", one.id) for one in group.people}
                    slots = list(self._free(day, whole, lessons))
                    if slots[0][0] <= day + timedelta(days=3) and slots[-1][0] <= day + timedelta(days=14):
                        for slot in slots:
                            self.taken[slot] |= whole
                        return _Found(trainer, room, slots)
            day += timedelta(days=1)

    def _free(self, day: date, whole: set[tuple[str, int]], lessons: int) -> Iterator[tuple[date, int]]:
        number = 0
        while number < lessons:
            free = [half for half in (0, 1) if not whole & self.taken[day, half]]
            if free and self.calendar.is_working_day(day):
                yield day, free[0]
                number += 1
            day += timedelta(days=1)


def _hold(session: Session, people: dict[str, User], plan: Plan, group: _Group, found: _Found) -> Cohort:
    today, home = clock.today(), unit_of(session, "SKHCN").id
    first, last = found.slots[0][0], found.slots[-1][0]
    opened = min(first - timedelta(days=LEAD), today)
    cohort = Cohort(
        unit_id=home, name=Cohort.nth(group.course, group.number), course_id=group.course.id, plan_id=plan.id,
        method=group.method, seats=SIZES[group.method], nominate_by=first - timedelta(days=3), begins_on=first,
        ends_on=last, leader_id=found.trainer.id, room_id=found.room.id if found.room else None,
        created_by_id=people["dieuphoi"].id,
    )  # fmt: skip
    if group.method is not Method.IN_PERSON:
        cohort.online_at = f"https://hop.example/{fold(group.course.code)}-{group.number}"
    with clock.frozen(morning(opened)):
        if last < today:
            cohort.code = f"LTH-{opened.year}-{next_number(session, home, 'training_class', opened.year):04d}"
            cohort.state = Progress.FINISHED
            session.add(cohort)
            session.flush()
        else:
            add_record(session, cohort)
            if first <= today + timedelta(days=NOMINATING):
                take_steps(session, cohort, [("open", people["dieuphoi"].id)])
    costs.of_class(session, cohort, len(found.slots), len(group.people))
    _road(session, people, cohort, (opened, first, last))
    if last >= today >= first:
        with clock.frozen(morning(first)):
            take_steps(session, cohort, [("begin", people["dieuphoi"].id)])
    _lessons(session, cohort, group, found)
    _seats(session, cohort, group, found)
    return cohort


def _road(session: Session, people: dict[str, User], cohort: Cohort, days: tuple[date, date, date]) -> None:
    if cohort.state is not Progress.FINISHED:
        return
    states = ("planned", "open", "running", "finished")
    put_rows(session, Passage, [
        {
            "resource": "training.classes", "row_id": cohort.id, "step": step, "source": source, "target": target,
            "actor_id": people["dieuphoi"].id, "at": morning(day),
        }
        for step, (source, target), day in zip(("open", "begin", "finish"), pairwise(states), days, strict=True)
    ])  # fmt: skip


def _lessons(session: Session, cohort: Cohort, group: _Group, found: _Found) -> None:
    rows: list[dict[str, Any]] = []
    for (title, periods), (day, half) in zip(titles(group.course), found.slots, strict=True):
        begins, ends = HALVES[half]
        rows.append({
            "unit_id": cohort.unit_id, "cohort_id": cohort.id, "title": title, "day": day, "begins": begins,
            "ends": ends, "periods": periods, "room_id": cohort.room_id, "online_at": cohort.online_at,
            "trainer_id": cohort.leader_id, "created_by_id": cohort.created_by_id, "search_key": fold(title),
            "starts_at": _at(day, begins), "ends_at": _at(day, ends),
            "became": Held.HELD if day < clock.today() else Held.PLANNED,
        })  # fmt: skip
    put_rows(session, Lesson, rows)


def _seats(session: Session, cohort: Cohort, group: _Group, found: _Found) -> None:
    """Of a class that is over what came of it; of one that takes nominations, who has been sent so far."""
    over, going = cohort.state is Progress.FINISHED, cohort.state in (Progress.OPEN, Progress.RUNNING)
    sent = group.people if over or cohort.state is Progress.RUNNING else group.people[: len(group.people) * 2 // 3]
    rows = []
    for one in sent if over or going else ():
        failed = one.id % 13 == 0
        row: dict[str, Any] = {"unit_id": one.unit_id, "cohort_id": cohort.id, "trainee_id": one.id}
        row |= {"state": Place.CONFIRMED, "opinion_given": False}
        if over:
            row |= {"state": Place.FAILED if failed else Place.PASSED, "before": 30 + one.id * 7 % 40}
            row |= {"presence": (len(found.slots) - 1) * 100 // len(found.slots) if failed else 100}
            row |= {"after": 45 if failed else 72 + one.id * 5 % 28}
        rows.append(row)
    put_rows(session, Enrolment, rows)


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), clock.ZONE)

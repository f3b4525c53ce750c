"""Everything that a lesson can clash with over some days, in five queries: other lessons, closures, ways, seats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.toolkit import as_system, clock
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Closure, Journey, Room, Venue
from modules.training.joining.enrolments import TAKEN, Enrolment, Place
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson

FARTHEST = timedelta(days=1)  # the longest way that is looked at: a lesson of the day before may still matter


@dataclass(frozen=True)
class Busy:
    """Another lesson nearby, with how many trainees it shares."""

    id: int
    title: str
    cohort: str
    begins: str
    ends: str
    starts_at: datetime
    ends_at: datetime
    room_id: int | None
    room: str
    region_id: int | None
    people: tuple[int | None, int | None]
    trainees: int

    def shares(self, trainer_id: int | None, assistant_id: int | None, names: Mapping[int, str]) -> list[str]:
        """Return the names of those who would teach in both."""
        both = {trainer_id, assistant_id} & set(self.people) - {None}
        return [names.get(one, "") for one in both if one]


@dataclass(frozen=True)
class Surroundings:
    """What lies around a lesson. `expected` is how many will come: those enrolled, else the seats of the class."""

    room: Room | None
    region_id: int | None
    busy: list[Busy]
    closures: list[Closure]
    journeys: dict[frozenset[int], int]
    trainers: dict[int, str]
    expected: int

    @classmethod
    def of(cls, session: Session, lesson: Lesson, first: date, last: date) -> Surroundings:
        """Read what lies around a lesson that would be held between two days."""
        with as_system():  # a clash counts whichever unit it lies in
            room = session.get(Room, lesson.room_id) if lesson.room_id else None
            region = session.scalar(select(Venue.region_id).where(Venue.id == room.venue_id)) if room else None
            near = _busy(session, lesson, first, last)
            closed = (Closure.room_id == lesson.room_id, Closure.first_day <= last, Closure.last_day >= first)
            ways = session.execute(
                select(Journey.one_id, Journey.other_id, Journey.minutes).where(Journey.valid_on(first))
            )
            people = [one for one in (lesson.trainer_id, lesson.assistant_id) if one]
            names = session.execute(select(Trainer.id, Trainer.name).where(Trainer.id.in_(people)))
            return cls(
                room,
                region,
                near,
                list(session.scalars(select(Closure).where(*closed))) if room else [],
                {frozenset((one, other)): minutes for one, other, minutes in ways},
                dict(names.all()),
                _expected(session, lesson.cohort_id),
            )

    def way_to(self, busy: Busy) -> int:
        """Return how many minutes lie between this lesson and another; none when one is online or the room the same."""
        if self.region_id is None or busy.region_id is None or (self.room and self.room.id == busy.room_id):
            return 0
        return self.journeys.get(frozenset((self.region_id, busy.region_id)), 0)


def _busy(session: Session, lesson: Lesson, first: date, last: date) -> list[Busy]:
    since = datetime.combine(first, time(), clock.ZONE) - FARTHEST
    until = datetime.combine(last, time(), clock.ZONE) + 2 * FARTHEST
    mine, theirs = aliased(Enrolment), aliased(Enrolment)
    seated = (*TAKEN, Place.NOMINATED)
    shared = (
        select(theirs.cohort_id, func.count().label("number"))
        .join(mine, and_(mine.trainee_id == theirs.trainee_id, mine.cohort_id == lesson.cohort_id))
        .where(theirs.cohort_id != lesson.cohort_id, mine.state.in_(seated), theirs.state.in_(seated))
        .group_by(theirs.cohort_id)
        .subquery()
    )
    people = [one for one in (lesson.trainer_id, lesson.assistant_id) if one]
    statement = (
        select(Lesson, Cohort.code, Room.name, Venue.region_id, func.coalesce(shared.c.number, 0))
        .join(Cohort, Cohort.id == Lesson.cohort_id)
        .outerjoin(Room, Room.id == Lesson.room_id)
        .outerjoin(Venue, Venue.id == Room.venue_id)
        .outerjoin(shared, shared.c.cohort_id == Lesson.cohort_id)
        .where(Lesson.starts_at >= since, Lesson.starts_at < until, Lesson.became != Held.CANCELLED)
        .where(Lesson.id != (lesson.id or 0))
        .where(
            or_(
                and_(Lesson.room_id.is_not(None), Lesson.room_id == lesson.room_id),
                Lesson.trainer_id.in_(people),
                Lesson.assistant_id.in_(people),
                Lesson.cohort_id == lesson.cohort_id,
                shared.c.number > 0,
            )
        )
    )
    own = _expected(session, lesson.cohort_id)
    return [
        Busy(
            id=other.id,
            title=other.title,
            cohort=code or "",
            begins=other.begins,
            ends=other.ends,
            starts_at=other.starts_at,
            ends_at=other.ends_at,
            room_id=other.room_id,
            room=room or "",
            region_id=region,
            people=(other.trainer_id, other.assistant_id),
            trainees=own if other.cohort_id == lesson.cohort_id else number,  # a class cannot sit in two lessons
        )
        for other, code, room, region, number in session.execute(statement)
        if other.starts_at and other.ends_at
    ]


def _expected(session: Session, cohort_id: int) -> int:
    taken = select(func.count()).where(Enrolment.cohort_id == cohort_id, Enrolment.state.in_(TAKEN)).scalar_subquery()
    seats = session.execute(select(taken, Cohort.seats).where(Cohort.id == cohort_id)).one()
    return seats[0] or seats[1]

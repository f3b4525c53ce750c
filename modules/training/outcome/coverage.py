"""Who still lacks which mandatory course: by unit and course, on the map, down to the names; three queries for all units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.toolkit import Unit
from modules.training.catalogue.courses import Course, Requirement
from modules.training.catalogue.people import Trainee
from modules.training.outcome.certificates import Certificate, Worth


@dataclass(frozen=True)
class Cell:
    """Of one unit and one course: how many must have it, and how many do."""

    must: int = 0
    have: int = 0

    def __str__(self) -> str:
        return f"{self.have}/{self.must}"

    @property
    def share(self) -> int | None:
        """Whole per cent, rounded down; None where nobody must."""
        return self.have * 100 // self.must if self.must else None

    @property
    def tone(self) -> str:
        """How it looks: done, on the way, or hardly begun."""
        if self.share is None:
            return "none"
        return "green" if self.share >= 90 else "amber" if self.share >= 50 else "rose"


@dataclass(frozen=True)
class Matrix:
    """Units against mandatory courses."""

    units: list[Unit]
    courses: list[Course]
    cells: dict[tuple[int, int], Cell]

    def cell(self, unit_id: int, course_id: int) -> Cell:
        """The cell of a unit and a course."""
        return self.cells.get((unit_id, course_id), Cell())

    def of_unit(self, unit_id: int) -> Cell:
        """All courses of a unit together."""
        return self._by_unit.get(unit_id, Cell())

    def of_course(self, course_id: int) -> Cell:
        """All units of a course together."""
        return self._by_course.get(course_id, Cell())

    @cached_property
    def _by_unit(self) -> dict[int, Cell]:
        return self._sums(0)

    @cached_property
    def _by_course(self) -> dict[int, Cell]:
        return self._sums(1)

    def _sums(self, place: int) -> dict[int, Cell]:
        must, have = Counter[int](), Counter[int]()
        for key, cell in self.cells.items():
            must[key[place]] += cell.must
            have[key[place]] += cell.have
        return {one: Cell(must[one], have[one]) for one in must}

    @property
    def whole(self) -> Cell:
        """Everything together."""
        cells = self._by_unit.values()
        return Cell(sum(one.must for one in cells), sum(one.have for one in cells))


def coverage(session: Session, day: date) -> Matrix:
    """Return the matrix of the units that the reader sees, on a day."""
    # People are counted by position first: asking for each person and course takes ten times as long.
    here, demanded = Trainee.left.is_(False), dict[int, set[int]]()
    for position, course in session.execute(
        select(Requirement.position_id, Requirement.course_id).where(Requirement.valid_on(day))
    ):
        demanded.setdefault(position, set()).add(course)
    must, have = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    staff = select(Trainee.unit_id, Trainee.position_id, func.count()).where(here)
    for unit, position, number in session.execute(staff.group_by(Trainee.unit_id, Trainee.position_id)):
        must.update({(unit, course): number for course in demanded.get(position, ())})
    # Whoever holds two of one course counts once; the pairs are made before the people are asked for, which is quicker.
    pair = (Certificate.trainee_id, Certificate.course_id)
    held = select(*pair).where(Certificate.proving(day)).group_by(*pair).subquery()
    by = (Trainee.unit_id, Trainee.position_id, held.c.course_id)
    people = select(*by, func.count()).join(held, held.c.trainee_id == Trainee.id).where(here).group_by(*by)
    for unit, position, course, number in session.execute(people):
        if course in demanded.get(position, ()):
            have[unit, course] += number
    cells = {key: Cell(number, have[key]) for key, number in must.items()}
    units = list(session.scalars(select(Unit).where(Unit.id.in_({unit for unit, _ in cells})).order_by(Unit.name)))
    courses = list(
        session.scalars(select(Course).where(Course.id.in_({one for _, one in cells})).order_by(Course.code))
    )
    return Matrix(units, courses, cells)


def lacking(day: date, unit_id: int | None, course_id: int | None = None) -> Select[Trainee, Course]:
    """The statement of who in a unit (None: in all that one sees) lacks which mandatory course on a day."""
    statement = (
        select(Trainee, Course)
        .join(Requirement, and_(Requirement.position_id == Trainee.position_id, Requirement.valid_on(day)))
        .join(Course, Course.id == Requirement.course_id)
        .where(
            Trainee.left.is_(False),
            ~select(Certificate.id).where(*_valid(day)).exists(),
        )
        .options(joinedload(Trainee.position))
        .order_by(Trainee.unit_id, Course.code, Trainee.name)
    )
    if unit_id is not None:
        statement = statement.where(Trainee.unit_id == unit_id)
    return statement.where(Course.id == course_id) if course_id else statement


def ending(day: date, days: int) -> Select[Certificate]:
    """The statement of certificates that end within some days and that no longer one of the same course follows."""
    newer = aliased(Certificate)
    followed = select(newer.id).where(
        newer.trainee_id == Certificate.trainee_id,
        newer.course_id == Certificate.course_id,
        newer.state == Worth.ISSUED,
        or_(newer.expires_on.is_(None), newer.expires_on > Certificate.expires_on),
    )
    return (
        select(Certificate)
        .join(Trainee, Trainee.id == Certificate.trainee_id)
        .where(
            Certificate.state == Worth.ISSUED,
            Certificate.expires_on.between(day, day + timedelta(days=days)),
            Trainee.left.is_(False),
            ~followed.exists(),
        )
        .options(joinedload(Certificate.course), joinedload(Certificate.unit))
        .order_by(Certificate.expires_on, Certificate.unit_id, Certificate.name)
    )


def _valid(day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Certificate.trainee_id == Trainee.id,
        Certificate.course_id == Requirement.course_id,
        Certificate.proving(day),
    )

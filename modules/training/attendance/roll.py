"""The roll of a lesson: who should be there, who was, and the share of lessons at which a trainee was present."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload

from app.toolkit import _, acting, clock, hash_of_secret
from modules.training.attendance.presences import Mark, Presence, Way
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import TAKEN, Enrolment
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson

THERE = (Mark.PRESENT, Mark.LATE)


@dataclass(frozen=True)
class Line:
    """One trainee on the roll, and what is noted of him."""

    enrolment: Enrolment
    presence: Presence | None


def roll_of(session: Session, lesson: Lesson) -> list[Line]:
    """Return the roll in the order of units and names; call it with the system's reach, trainees come from all wards."""
    noted = {row.enrolment_id: row for row in session.scalars(select(Presence).where(Presence.lesson_id == lesson.id))}
    return [Line(one, noted.get(one.id)) for one in session.scalars(seated(lesson.cohort_id))]


def seated(cohort_id: int) -> Any:
    """The statement of who sits in a class, with names, positions and units."""
    shown = (joinedload(Enrolment.trainee).joinedload(Trainee.position), joinedload(Enrolment.unit))
    where = (Enrolment.cohort_id == cohort_id, Enrolment.state.in_(TAKEN))
    return (
        select(Enrolment)
        .where(*where)
        .join(Trainee, Trainee.id == Enrolment.trainee_id)
        .options(*shown)
        .order_by(Enrolment.unit_id, Trainee.name)
    )


def check_in(session: Session, lesson: Lesson, trainee: Trainee, at: datetime, device: str) -> Presence:
    """Note a trainee by the code on the screen; asked again it changes nothing.

    ValueError: he is not on the roll, or the telephone has vouched for somebody else.
    """
    where = (Enrolment.cohort_id == lesson.cohort_id, Enrolment.trainee_id == trainee.id, Enrolment.state.in_(TAKEN))
    enrolment = session.scalar(select(Enrolment).where(*where))
    if enrolment is None:
        raise ValueError(str(_("%(name)s is not on the list of this class; tell the trainer.", name=trainee.name)))
    grace = session.scalar(select(Cohort.late_after).where(Cohort.id == lesson.cohort_id)) or 0
    late = lesson.starts_at is not None and at > lesson.starts_at + timedelta(minutes=grace)
    _insert(
        session, lesson, enrolment, Mark.LATE if late else Mark.PRESENT, at, hash_of_secret(device) if device else None
    )
    found = session.scalar(
        select(Presence).where(Presence.lesson_id == lesson.id, Presence.enrolment_id == enrolment.id)
    )
    if found is None:
        raise ValueError(str(_("This telephone has already checked somebody else in for this lesson.")))
    return found


def _insert(
    session: Session, lesson: Lesson, enrolment: Enrolment, mark: Mark, at: datetime, device: str | None
) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"lesson_id": lesson.id, "enrolment_id": enrolment.id, "mark": mark, "way": Way.CODE, "at": at}
    statement = dialect.insert(Presence).values(**values, device_hash=device)
    session.execute(statement.on_conflict_do_nothing())  # two taps, or a page that tried again: the first one counts


def note(
    session: Session, lesson: Lesson, marks: Mapping[int, tuple[Mark | None, str]], rest: Mark | None = None
) -> int:
    """Write the trainer's list down: {enrolment id: (mark or None, note)}; returns how many lines have changed.

    `rest` is the mark of those of whom nothing is known. A mark that was cleared is forgotten. ValueError: a note without a
    mark, which nobody would find again.
    """
    changed = 0
    for line in roll_of(session, lesson):
        mark, said = marks.get(line.enrolment.id, (None, ""))
        if line.presence is None:
            mark = mark or rest
        known = line.presence.note if line.presence else None
        if mark is None and said and said != known:
            raise ValueError(
                str(_("%(name)s: choose a mark; a note alone is not kept.", name=line.enrolment.trainee.name))
            )
        if mark is None and line.presence and line.enrolment.id in marks:
            session.delete(line.presence)
            changed += 1
        if mark is None or (line.presence and (line.presence.mark, line.presence.note or "") == (mark, said)):
            continue
        row = line.presence or Presence(lesson_id=lesson.id, enrolment_id=line.enrolment.id)
        row.mark, row.note, row.way, row.at, row.by_id = mark, said or None, Way.LIST, clock.now(), acting().user_id
        session.add(row)
        changed += 1
    return changed


def share_present(session: Session, cohort_id: int) -> dict[int, int]:
    """Return {enrolment id: per cent of the periods held at which he was there}; nothing held yet counts as all."""
    held = (Lesson.cohort_id == cohort_id, Lesson.became != Held.CANCELLED, Lesson.starts_at <= clock.now())
    total = session.scalar(select(func.coalesce(func.sum(Lesson.periods), 0)).where(*held)) or 0
    there = (
        select(Presence.enrolment_id, func.sum(Lesson.periods))
        .join(Lesson, Lesson.id == Presence.lesson_id)
        .where(*held, Presence.mark.in_(THERE))
        .group_by(Presence.enrolment_id)
    )
    known = dict(session.execute(there).all())
    rows = session.scalars(select(Enrolment.id).where(Enrolment.cohort_id == cohort_id))
    return {one: int(known.get(one, 0) * 100 // total) if total else 100 for one in rows}

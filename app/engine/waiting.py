"""How long records have stood where they are, in the city's working days; reminders of those that stand too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from app.data.clock import ZONE, local, today
from app.data.messages import Notice
from app.data.record import Record
from app.data.task import Passage, Task
from app.engine.holders import holders
from app.engine.hours import calendar_of
from app.engine.registry import registry
from app.engine.rules import first_day


def waits(session: Session, records: Sequence[Record]) -> dict[int, int]:
    """Return {record id: working days since its last step, or since it was made} of records of one kind.

    One query for all records; the days are those of the city's calendar.
    """
    ids = [record.id for record in records]
    where = (Passage.resource == registry.key(registry.of(records[0])) if records else false(), Passage.row_id.in_(ids))
    rows = session.execute(select(Passage.row_id, func.max(Passage.at)).where(*where).group_by(Passage.row_id))
    since: dict[int, date] = {row_id: local(at).date() for row_id, at in rows}
    calendar, now = calendar_of(session, None), today()
    return {
        record.id: calendar.working_days_between(since.get(record.id, first_day(record)), now) for record in records
    }


def stands_since(model: Any) -> ColumnElement[datetime]:
    """Return, as SQL, the moment since when a record stands in its state; None for one that has taken no step."""
    last = select(func.max(Passage.at)).where(
        Passage.resource == registry.key(registry.of(model)), Passage.row_id == model.id
    )
    return last.correlate(model).scalar_subquery()


def works_today(session: Session) -> bool:
    """Whether today is a working day in the city's calendar."""
    return calendar_of(session, None).is_working_day(today())


def begin_of(session: Session, days: int) -> datetime:
    """Return the midnight before which a wait must have begun to last more than so many working days by today."""
    calendar, day, left = calendar_of(session, None), today(), days
    while left or not calendar.is_working_day(day):
        left -= calendar.is_working_day(day)
        day -= timedelta(days=1)
    return datetime.combine(day, time(), ZONE)


def remind(session: Session, record: Record, body: str) -> int:
    """Tell whoever has to act on a record; who has an unread notice of it is left in peace. Returns how many heard.

    Whoever took the task hears alone; a task in nobody's hands is told to all who hold its role there.
    """
    key = registry.key(registry.of(record))
    here = (Task.resource == key, Task.row_id == record.id, Task.closed_at.is_(None))
    people: set[int] = set()
    for task in session.scalars(select(Task).where(*here)):
        if task.assignee_id:
            people.add(task.assignee_id)
        elif task.role in registry.roles:
            people |= {user.id for user in holders(session, registry.roles[task.role], task.unit_id, today())}
    unread = (Notice.resource == key, Notice.row_id == record.id, Notice.read_at.is_(None))
    people -= set(session.scalars(select(Notice.user_id).where(*unread)))
    session.add_all(Notice(user_id=user_id, body=body, resource=key, row_id=record.id) for user_id in sorted(people))
    return len(people)

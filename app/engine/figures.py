"""The numbers of the first page and the menu, counted over the task table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from app.data.clock import midnight
from app.data.messages import Notice
from app.data.moment import now
from app.data.task import Task
from app.engine.access import MOST_KEPT, Grant, Principal
from app.engine.queue import mine, within

DAYS = 8  # how far the small curves look back
HIGH, WIDE = 20, 90  # of a curve, pixels


@dataclass(frozen=True)
class Figures:
    """What the first page counts: now, and at the end of each of the last days (oldest first, now last)."""

    open: int
    soon: int
    late: int
    on_time: float | None
    fresh: int
    open_before: list[int]
    late_before: list[int]

    @property
    def late_change(self) -> int:
        """Overdue records more (or fewer, negative) than a week ago."""
        return self.late - self.late_before[0]


def figures(session: Session, who: Principal) -> Figures:
    """Count what waits for a person, in two queries."""
    marks = [midnight() - timedelta(days=n) for n in reversed(range(DAYS - 1))]
    ask = [_number(_open_at(mark)) for mark in marks] + [_number(_late_at(mark)) for mark in marks]
    here = Task.closed_at.is_(None)
    ask += [
        _number(here),
        _number(and_(here, Task.due_at >= now(), Task.due_at < now() + timedelta(days=1))),
        _number(and_(here, Task.due_at < now())),
        _number(and_(here, Task.opened_at >= midnight())),
    ]
    recent = or_(here, Task.closed_at >= marks[0])
    counts = [int(value or 0) for value in session.execute(select(*ask).where(mine(who), recent)).one()]
    days = len(marks)
    opened, late = counts[:days], counts[days : 2 * days]
    now_open, soon, now_late, fresh = counts[2 * days :]
    return Figures(now_open, soon, now_late, _on_time(session, who), fresh, [*opened, now_open], [*late, now_late])


class Waiting(NamedTuple):
    """What waits for a person: tasks by resource key, and unread notices."""

    tasks: dict[str, int]
    notices: int


def waiting(session: Session, who: Principal) -> Waiting:
    """Count what waits for a person, in one query."""
    found: dict[str, int] = dict(session.execute(_waiting(who.grants), {"user": who.user_id}).all())
    return Waiting(found, found.pop(""))


@lru_cache(MOST_KEPT)
def _waiting(grants: tuple[Grant, ...]) -> Any:
    """The statement for everybody with the same grants, which every page asks: written once."""
    own = or_(Task.assignee_id == bindparam("user"), within(grants, Task.assignee_id.is_(None)))
    tasks = select(Task.resource, func.count()).where(Task.closed_at.is_(None), own).group_by(Task.resource)
    unread = select(literal(""), func.count()).where(Notice.user_id == bindparam("user"), Notice.read_at.is_(None))
    return union_all(unread, tasks)


def curve(values: list[int]) -> str:
    """Return the points of a small curve, "x,y x,y …", in a box of 90 by 20 pixels."""
    low, high = min(values), max(values)
    step = WIDE / max(1, len(values) - 1)
    scale = HIGH / (high - low) if high > low else 0
    return " ".join(f"{at * step:.0f},{HIGH + 2 - (value - low) * scale:.0f}" for at, value in enumerate(values))


def _on_time(session: Session, who: Principal) -> float | None:
    timely = _number(Task.closed_at <= Task.due_at)
    month = (Task.closed_at >= midnight().replace(day=1), Task.due_at.is_not(None), mine(who))
    closed, kept = session.execute(select(func.count(), timely).where(*month)).one()
    return round(100 * int(kept or 0) / closed, 1) if closed else None


def _open_at(mark: datetime) -> Any:
    return and_(Task.opened_at < mark, or_(Task.closed_at.is_(None), Task.closed_at >= mark))


def _late_at(mark: datetime) -> Any:
    return and_(_open_at(mark), Task.due_at < mark)


def _number(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))

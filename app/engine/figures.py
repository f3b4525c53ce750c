"""The numbers of the first page, counted over the task table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.data.clock import midnight
from app.data.moment import now
from app.data.task import Task
from app.engine.access import Principal
from app.engine.queue import mine


def figures(session: Session, who: Principal) -> dict[str, Any]:
    """Return the four numbers of the first page: open, due within a day, overdue, share closed on time this month."""
    here = (Task.closed_at.is_(None), mine(who))
    count = select(func.count()).select_from(Task)
    soon = (Task.due_at >= now(), Task.due_at < now() + timedelta(days=1))
    month = (Task.closed_at >= midnight().replace(day=1), Task.due_at.is_not(None), mine(who))
    closed = session.scalar(count.where(*month)) or 0
    timely = session.scalar(count.where(*month, Task.closed_at <= Task.due_at)) or 0
    return {
        "open": session.scalar(count.where(*here)) or 0,
        "soon": session.scalar(count.where(*here, *soon)) or 0,
        "late": session.scalar(count.where(*here, Task.due_at < now())) or 0,
        "closed": closed,
        "on_time": round(100 * timely / closed, 1) if closed else None,
    }

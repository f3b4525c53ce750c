"""Work for later: a job row written in the same transaction as its cause, so that none is lost and none runs early."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.data import field
from app.data.base import db
from app.data.choice import Choice
from app.data.moment import Moment, now
from app.data.text import _


class JobState(Choice):
    """Where a job stands; `dead` jobs used up their tries and wait for an administrator."""

    WAITING = "waiting", _("Waiting"), "grey"
    RUNNING = "running", _("Running"), "blue"
    DONE = "done", _("Done"), "green"
    DEAD = "dead", _("Failed"), "rose"


class JobRow(db.Model):  # type: ignore[name-defined]
    """One call of a declared job with JSON arguments."""

    __tablename__ = "core_job"
    __untracked__ = True
    __table_args__ = (Index("ix_core_job_queue", "state", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[JobState] = field.choice(_("State"), JobState, required=True, default=JobState.WAITING)
    user_id: Mapped[int | None] = mapped_column()
    run_at: Mapped[datetime] = mapped_column(Moment, default=now)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    beat_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    most_tries: Mapped[int] = mapped_column(default=5)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = field.long_text(_("Error"))
    result: Mapped[str | None] = field.long_text(_("Result"))


class Schedule(db.Model):  # type: ignore[name-defined]
    """When a periodic job last ran; the row is the leader's lock."""

    __tablename__ = "core_schedule"
    __untracked__ = True

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime] = mapped_column(Moment)
    active: Mapped[bool] = mapped_column(default=True)

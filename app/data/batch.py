"""One step asked for many records at once: what became of each, so that work broken off goes on where it stopped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.data.base import db
from app.data.moment import Moment, now


class Batch(db.Model):  # type: ignore[name-defined]
    """A step of a resource, asked by a person for many records. `ended_at`: every record has its answer."""

    __tablename__ = "core_batch"
    __untracked__ = True  # every step that is taken has its own line in the trail

    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column()
    step: Mapped[str] = mapped_column()
    reason: Mapped[str] = mapped_column(default="")
    back: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class BatchRow(db.Model):  # type: ignore[name-defined]
    """One record of a batch: untouched, done (written with the step itself), or with the sentence that says why not."""

    __tablename__ = "core_batch_row"
    __untracked__ = True
    __table_args__ = (UniqueConstraint("batch_id", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("core_batch.id"))
    row_id: Mapped[int] = mapped_column()
    done: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[str | None] = mapped_column()

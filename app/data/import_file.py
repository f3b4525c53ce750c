"""A sheet that somebody sent to be taken in: what a trial run made of it, and whether it was taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.data import field
from app.data.base import db
from app.data.choice import Choice
from app.data.moment import Moment, now
from app.data.text import _


class ImportState(Choice):
    """How far a sheet has come."""

    CHECKING = "checking", _("Being checked"), "blue"
    CHECKED = "checked", _("Checked, nothing written yet"), "amber"
    WRITING = "writing", _("Being written"), "blue"
    DONE = "done", _("Taken in"), "green"
    REFUSED = "refused", _("Not taken in"), "rose"


class ImportFile(db.Model):  # type: ignore[name-defined]
    """One sheet for one resource. `findings` are the records worth a look; `digest` is what the person has seen."""

    __tablename__ = "core_import"
    __untracked__ = True  # a line of its own in the trail says what was taken in; progress is no change

    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column()
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column()
    name: Mapped[str] = mapped_column()
    sha256: Mapped[str] = mapped_column()
    state: Mapped[ImportState] = field.choice(_("State"), ImportState, required=True, default=ImportState.CHECKING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    ignored: Mapped[list[str]] = mapped_column(JSON, default=list)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    digest: Mapped[str] = mapped_column(default="")
    sentence: Mapped[str | None] = mapped_column()
    sent_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def running(self) -> bool:
        """Whether somebody is at work on it now."""
        return self.state in (ImportState.CHECKING, ImportState.WRITING)

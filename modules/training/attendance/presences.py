"""Presences: whether a trainee was at a lesson, since when, and how that is known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, _, db, field


class Mark(Choice):
    """What the list of a lesson says of one trainee."""

    PRESENT = "present", _("Present"), "green"
    LATE = "late", _("Came late"), "amber"
    EXCUSED = "excused", _("Excused"), "grey"
    ABSENT = "absent", _("Absent"), "rose"


class Way(Choice):
    """How it is known."""

    CODE = "code", _("By the code on the screen"), "blue"
    LIST = "list", _("By the trainer's list"), "grey"
    SHEET = "sheet", _("By the signed sheet"), "grey"


class Presence(db.Model):  # type: ignore[name-defined]
    """Điểm danh: one row for a trainee at a lesson, however often the telephone asks."""

    __tablename__ = "training_presence"
    __table_args__ = (
        UniqueConstraint("lesson_id", "enrolment_id"),
        UniqueConstraint("lesson_id", "device_hash"),  # one telephone vouches for one person
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("training_lesson.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"), index=True)
    mark: Mapped[Mark] = field.choice(_("Attendance"), Mark, required=True)
    way: Mapped[Way] = field.choice(_("Known by"), Way, required=True)
    at: Mapped[datetime] = field.moment(_("Noted at"), required=True)
    note: Mapped[str | None] = field.text(_("Note"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    device_hash: Mapped[str | None] = mapped_column()

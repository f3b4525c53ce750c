"""Materials of a course, in versions, and who has opened them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Record, _, clock, db, field
from modules.training.catalogue.courses import Course


class Material(Record):
    """Tài liệu: a paper, slides or a recording of a course; a new version is a new row that replaces the old one."""

    __tablename__ = "training_material"
    searched = ("title",)

    course_id: Mapped[int] = field.reference(_("Course"), "training_course", required=True)
    title: Mapped[str] = field.text(_("Material"), required=True)
    edition: Mapped[str] = field.text(_("Version"), max=20, required=True, help=_("As: 1.0"))
    issued_on: Mapped[date] = field.day(_("Issued on"), required=True)
    address: Mapped[str | None] = field.web_address(_("Address of a recording"))
    replaced: Mapped[bool] = field.yes_no(_("Replaced by a newer version"))
    course: Mapped[Course] = field.link("Course", course_id)

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"

    def saved(self) -> None:
        """Let the newest version of a title replace those before it, also one that is entered late: trainees are offered one."""
        if self.replaced:
            return
        same = (Material.course_id == self.course_id, Material.title == self.title, Material.id != self.id)
        newer = select(Material.id).where(*same, Material.issued_on > self.issued_on, Material.replaced.is_(False))
        if db.session.scalar(newer.limit(1)):
            self.replaced = True
            return
        older = (Material.issued_on <= self.issued_on, Material.replaced.is_(False))
        for other in db.session.scalars(select(Material).where(*same, *older)):
            other.replaced = True


class Reading(db.Model):  # type: ignore[name-defined]
    """Lượt xem tài liệu: a trainee has opened a version, first and last."""

    __tablename__ = "training_reading"
    __table_args__ = (UniqueConstraint("material_id", "trainee_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("training_material.id"), index=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("training_trainee.id"), index=True)
    first_at: Mapped[datetime] = field.moment(_("First opened"), required=True)
    last_at: Mapped[datetime] = field.moment(_("Last opened"), required=True)
    times: Mapped[int] = mapped_column(default=1)

    @classmethod
    def note(cls, session: Session, material_id: int, trainee_id: int) -> None:
        """Note that a trainee has opened a material."""
        where = (cls.material_id == material_id, cls.trainee_id == trainee_id)
        found, now = session.scalar(select(cls).where(*where)), clock.now()
        if found is None:
            session.add(cls(material_id=material_id, trainee_id=trainee_id, first_at=now, last_at=now))
        else:
            found.last_at, found.times = now, found.times + 1

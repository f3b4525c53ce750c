"""The course catalogue: subjects, courses with their parts, and who must have taken which."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Dated, Record, _, db, field
from modules.training.catalogue.people import Position


class Tone(Choice):
    """The colour of a subject in the calendar; its code is the class of the style sheet."""

    RED = "r", _("Red")
    BLUE = "b", _("Blue")
    VIOLET = "v", _("Violet")
    GREEN = "g", _("Green")
    AMBER = "a", _("Amber")


class Subject(Record):
    """Nhóm nội dung: what courses are about, with its colour in the calendar."""

    __tablename__ = "training_subject"
    searched = ("name",)

    name: Mapped[str] = field.text(_("Subject of training"), required=True)
    tone: Mapped[Tone] = field.choice(_("Colour in the calendar"), Tone, required=True)

    def __str__(self) -> str:
        return self.name


class Course(Record):
    """Khóa học: what is taught, how long, what it needs and what its certificate is worth."""

    __tablename__ = "training_course"
    searched = ("code", "name")

    code: Mapped[str] = field.text(_("Course code"), max=20, required=True)
    name: Mapped[str] = field.text(_("Course"), required=True)
    subject_id: Mapped[int] = field.reference(_("Subject of training"), "training_subject", required=True)
    objectives: Mapped[str] = field.long_text(_("Objectives"), required=True)
    matter: Mapped[str | None] = field.text(_("Procedure or system it trains"), help=_("Code or name"))
    prerequisite_id: Mapped[int | None] = field.reference(_("Prerequisite"), "training_course")
    months: Mapped[int | None] = field.whole(
        _("Validity of the certificate (months)"), low=1, high=240, help=_("Empty: it does not end")
    )
    least_present: Mapped[int] = field.whole(_("Least attendance (%)"), high=100, required=True, default=80)
    pass_mark: Mapped[int] = field.whole(_("Pass mark of the final test (%)"), high=100, required=True, default=70)
    tested: Mapped[bool] = field.yes_no(_("Ends with a test"), default=True)
    withdrawn: Mapped[bool] = field.yes_no(_("No longer taught"))
    subject: Mapped[Subject] = field.link("Subject", subject_id)
    prerequisite: Mapped[Course | None] = field.link("Course", prerequisite_id, remote_side="Course.id")
    topics: Mapped[list[CoursePart]] = field.lines("CoursePart", _("Parts"), order_by="CoursePart.position")

    def __str__(self) -> str:
        return self.name

    @property
    def periods(self) -> int:
        """How many periods (tiết) all parts take together; four make one lesson (buổi)."""
        return sum(part.periods or 0 for part in self.topics)

    def saved(self) -> None:
        """ValueError when a course would have to be taken before itself."""
        seen, before = {self.id}, self.prerequisite_id
        while before is not None:
            if before in seen:
                raise ValueError(str(_("A course cannot be its own prerequisite.")))
            seen.add(before)
            before = db.session.get_one(Course, before).prerequisite_id


class CoursePart(db.Model):  # type: ignore[name-defined]
    """Chuyên đề: one part of a course, in periods."""

    __tablename__ = "training_course_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = field.text(_("Part of the course"), required=True)
    periods: Mapped[int] = field.whole(_("Periods"), low=1, high=200, required=True)


class Requirement(Dated, Record):
    """Khóa bắt buộc: officials of a position must hold the certificate of a course, from a day to a day."""

    __tablename__ = "training_requirement"

    course_id: Mapped[int] = field.reference(_("Course"), "training_course", required=True)
    position_id: Mapped[int] = field.reference(_("Position"), "training_position", required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)
    course: Mapped[Course] = field.link("Course", course_id)
    position: Mapped[Position] = field.link("Position", position_id)

    def __str__(self) -> str:
        return self.source

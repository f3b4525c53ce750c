"""Needs: what the coordinator asks, and what each unit answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Column, Record, _, acting, as_system, clock, db, field, format_day, later
from modules.training.catalogue.courses import Course


class Survey(Record):
    """Đợt khảo sát nhu cầu: units say until a day how many officials need which courses."""

    __tablename__ = "training_survey"
    searched = ("name",)

    name: Mapped[str] = field.text(_("Survey of needs"), required=True)
    year: Mapped[int] = field.year(_("Year of the plan"), required=True)
    opens_on: Mapped[date] = field.day(_("Opens on"), required=True)
    closes_on: Mapped[date] = field.day(_("Closes on"), required=True)
    note: Mapped[str | None] = field.long_text(_("What units should know"))
    told_on: Mapped[date | None] = field.day(_("Units told on"), readonly=True)
    courses: Mapped[list[SurveyCourse]] = field.lines(
        "SurveyCourse", _("Courses asked about"), order_by="SurveyCourse.position"
    )

    def __str__(self) -> str:
        return self.name

    @property
    def told_apart(self) -> str:
        """Name and last day: one sees which is over."""
        return str(_("%(name)s (until %(day)s)", name=self.name, day=format_day(self.closes_on)))

    def saved(self) -> None:
        """Let the units know once it is open. ValueError when it would close before it opens."""
        if self.closes_on < self.opens_on:
            raise ValueError(str(_("A survey must not close before it opens.")))
        if self.told_on is None and self.opens_on <= clock.today() <= self.closes_on:
            later(db.session(), "training.ask_units")  # one that opens later is told of on its morning

    def require_open(self) -> None:
        """ValueError when it takes no answers today."""
        if clock.today() < self.opens_on:
            raise ValueError(str(_("The survey opens on %(day)s.", day=format_day(self.opens_on))))
        if clock.today() > self.closes_on:
            raise ValueError(str(_("The survey closed on %(day)s.", day=format_day(self.closes_on))))


class SurveyCourse(db.Model):  # type: ignore[name-defined]
    """A course that a survey asks about."""

    __tablename__ = "training_survey_course"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("training_survey.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    course_id: Mapped[int] = field.reference(_("Course"), "training_course", required=True)
    course: Mapped[Course] = field.link("Course", course_id)


class Answered(Choice):
    """Where a unit's answer stands."""

    DRAFT = "draft", _("Being filled in"), "grey"
    SUBMITTED = "submitted", _("Waiting for the head"), "amber"
    SENT = "sent", _("Sent to the coordinator"), "green"


class Need(Record):
    """Phiếu nhu cầu: how many officials of a unit need each course."""

    __tablename__ = "training_need"
    searched = ("note",)

    survey_id: Mapped[int] = field.reference(_("Survey of needs"), "training_survey", required=True)
    note: Mapped[str | None] = field.long_text(_("Remarks"))
    state: Mapped[Answered] = field.state(Answered)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    survey: Mapped[Survey] = field.link("Survey", survey_id)
    lines: Mapped[list[NeedLine]] = field.lines("NeedLine", _("Courses needed"), order_by="NeedLine.position")

    def __str__(self) -> str:
        return f"{_('Needs of a unit')} #{self.id}"

    @classmethod
    def may_begin(cls, survey: Survey) -> bool:
        """Whether the reader's unit may begin its answer: the survey takes answers today, and has none of it yet."""
        own = select(cls.id).where(cls.survey_id == survey.id, cls.unit_id == acting().unit_id)
        return survey.opens_on <= clock.today() <= survey.closes_on and db.session.scalar(own.limit(1)) is None

    def proposes(self, column: Column) -> ColumnElement[bool] | None:
        """The courses that its survey asks about, else those that are taught."""
        if column.key != NeedLine.course_id.key:
            return None
        asked = select(SurveyCourse.course_id).where(SurveyCourse.survey_id == self.survey_id)
        named = asked.exists()
        return or_(and_(named, Course.id.in_(asked)), and_(~named, Course.withdrawn.is_(False)))

    def saved(self) -> None:
        """ValueError when the unit has begun an answer to this survey before: a second one could only be thrown away."""
        with as_system():  # of two who begin at once, the second is told
            db.session.scalars(select(Survey.id).where(Survey.id == self.survey_id).with_for_update()).one()
        first = (Need.survey_id == self.survey_id, Need.unit_id == self.unit_id, Need.id < self.id)
        if (known := db.session.scalar(select(Need.state).where(*first).limit(1))) is not None:
            raise ValueError(
                str(_("Your unit has an answer to this survey already (%(state)s): open that one.", state=known))
            )

    def submit(self) -> None:
        """Hand it to the head. ValueError: nothing or something else asked for, a course twice, answered before, or closed."""
        survey = db.session.get_one(Survey, self.survey_id)
        survey.require_open()
        if not self.lines:
            raise ValueError(str(_("Enter at least one course.")))
        if len({line.course_id for line in self.lines}) < len(self.lines):
            raise ValueError(str(_("A course stands in two lines; put them together.")))
        asked = set(db.session.scalars(select(SurveyCourse.course_id).where(SurveyCourse.survey_id == survey.id)))
        for line in self.lines:
            if asked and line.course_id not in asked:
                course = db.session.get_one(Course, line.course_id).name
                raise ValueError(str(_("The survey does not ask about “%(course)s”.", course=course)))
        same = (Need.survey_id == self.survey_id, Need.unit_id == self.unit_id, Need.id != self.id)
        if db.session.scalar(select(Need.id).where(*same, Need.state != Answered.DRAFT)):
            raise ValueError(str(_("Your unit has answered this survey already.")))

    def send(self) -> None:
        """Let it count. ValueError when the survey is over: its coordinator may give more time."""
        db.session.get_one(Survey, self.survey_id).require_open()


class NeedLine(db.Model):  # type: ignore[name-defined]
    """How many officials need one course, and why."""

    __tablename__ = "training_need_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("training_need.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    course_id: Mapped[int] = field.reference(_("Course"), "training_course", required=True)
    number: Mapped[int] = field.whole(_("Officials who need it"), low=1, high=1000, required=True)
    reason: Mapped[str | None] = field.text(_("Reason"))
    course: Mapped[Course] = field.link("Course", course_id)

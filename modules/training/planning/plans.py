"""The plan: which courses for whom, how many classes, at what cost, approved step by step."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, NumberSeries, Record, Unit, _, acting, as_system, db, field, format_day, money
from modules.training.catalogue.courses import Course
from modules.training.catalogue.trainers import Cost, Rank, Rate
from modules.training.planning.demand import Demand, has_answers
from modules.training.planning.surveys import Survey

NUMBERS = NumberSeries("training_plan", "KHTH-{year}-{number:03d}")
CLASS_SIZE = 40  # seats with which a drafted class begins; whoever drafts changes them at will


class Method(Choice):
    """How people meet."""

    IN_PERSON = "in_person", _("In person"), "blue"
    ONLINE = "online", _("Online"), "violet"
    MIXED = "mixed", _("Mixed"), "green"


class Scope(Choice):
    """What a plan covers."""

    YEAR = "year", _("Of the year"), "blue"
    CAMPAIGN = "campaign", _("Of a campaign"), "violet"


class Stage(Choice):
    """Where a plan stands."""

    DRAFT = "draft", _("Draft"), "grey"
    SUBMITTED = "submitted", _("Waiting for the budget"), "amber"
    COSTED = "costed", _("Waiting for approval"), "amber"
    APPROVED = "approved", _("Approved"), "green"
    CLOSED = "closed", _("Closed with a report"), "grey"
    RETURNED = "returned", _("Sent back"), "rose"


class Plan(Record):
    """Kế hoạch tập huấn (a plan is a Kế hoạch by NĐ 30/2020/NĐ-CP)."""

    __tablename__ = "training_plan"
    searched = ("number", "title")

    number: Mapped[str | None] = field.text(_("Number"), max=30, readonly=True)
    title: Mapped[str] = field.text(_("Subject of the plan"), required=True)
    scope: Mapped[Scope] = field.choice(_("Scope"), Scope, required=True)
    year: Mapped[int] = field.year(_("Year of the plan"), required=True)
    survey_id: Mapped[int | None] = field.reference(_("Survey of needs"), "training_survey")
    begins_on: Mapped[date] = field.day(_("Begins on"), required=True)
    ends_on: Mapped[date] = field.day(_("Ends on"), required=True)
    basis: Mapped[str] = field.long_text(_("Legal bases"), required=True)
    purpose: Mapped[str] = field.long_text(_("Purpose and requirements"), required=True)
    audience: Mapped[str | None] = field.long_text(_("Target groups"))
    execution: Mapped[str | None] = field.long_text(_("Who does what"))
    fund: Mapped[str | None] = field.text(_("Source of the money"))
    decision: Mapped[str | None] = field.text(_("Number of the issued plan"), max=60)
    decided_on: Mapped[date | None] = field.day(_("Issued on"))
    state: Mapped[Stage] = field.state(Stage)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    total: Mapped[int] = field.money(_("Budget"), readonly=True, default=0)
    survey: Mapped[Survey | None] = field.link("Survey", survey_id)
    courses: Mapped[list[PlanCourse]] = field.lines("PlanCourse", _("Classes to hold"), order_by="PlanCourse.position")
    budget: Mapped[list[BudgetLine]] = field.lines("BudgetLine", _("Budget lines"), order_by="BudgetLine.position")

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def told_apart(self) -> str:
        """Title and number."""
        return f"{self.title} ({self.number})"

    def saved(self) -> None:
        """Number a new plan, add its budget up and name the basis of each price. ValueError: dates, a price too high."""
        if self.ends_on < self.begins_on:
            raise ValueError(str(_("A plan must not end before it begins.")))
        budget = list(db.session.scalars(select(BudgetLine).where(BudgetLine.plan_id == self.id)))
        for line in budget:
            line.compare(self.begins_on)
        self.total = sum(line.amount for line in budget)
        if not self.number:
            self.number = NUMBERS.next(db.session(), self.unit_id)

    def has_answers(self) -> bool:
        """Whether a unit has answered its survey, so that it can be drafted."""
        return has_answers(self.survey_id)

    def draft(self) -> None:
        """Write its courses and quotas as the units have asked; other lines and quotas stay, all can be edited."""
        with as_system() as session:
            demand = Demand.of(session, self.survey_id or 0)
            own = session.scalars(select(PlanCourse).where(PlanCourse.plan_id == self.id)).all()
            lines = {line.course_id: line for line in own}
            for position, course_id in enumerate(demand.courses, len(own) + 1):
                line = lines.get(course_id) or PlanCourse(
                    plan_id=self.id, position=position, course_id=course_id, method=Method.IN_PERSON
                )
                asked = demand.asked(course_id)
                line.classes = -(-asked // CLASS_SIZE)
                line.seats = -(-asked // line.classes)
                session.add(line)
            known = {
                (one.for_unit_id, one.course_id): one
                for one in session.scalars(select(Quota).where(Quota.plan_id == self.id))
            }
            for (unit, course_id), seats in demand.seats.items():
                quota = known.get((unit, course_id)) or Quota(
                    unit_id=unit, for_unit_id=unit, plan_id=self.id, course_id=course_id, created_by_id=acting().user_id
                )
                quota.seats = seats
                session.add(quota)
            session.flush()


class PlanCourse(db.Model):  # type: ignore[name-defined]
    """A course of a plan: how many classes of how many seats, and how they meet."""

    __tablename__ = "training_plan_course"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("training_plan.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    course_id: Mapped[int] = field.reference(_("Course"), "training_course", required=True)
    classes: Mapped[int] = field.whole(_("Classes"), low=1, high=500, required=True)
    seats: Mapped[int] = field.whole(_("Trainees a class"), low=1, high=1000, required=True)
    method: Mapped[Method] = field.choice(_("Method"), Method, required=True)
    when: Mapped[str | None] = field.text(_("When"), max=80, help=_("As: quý I"))
    course: Mapped[Course] = field.link("Course", course_id)


class BudgetLine(db.Model):  # type: ignore[name-defined]
    """Dòng dự toán: a cost, how many of it, how often, at which price; never above the rate of its day."""

    __tablename__ = "training_budget_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("training_plan.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    cost: Mapped[Cost] = field.choice(_("Kind of cost"), Cost, required=True)
    rank_id: Mapped[int | None] = field.reference(_("Rank of the trainer"), "training_rank")
    what: Mapped[str] = field.text(_("What is paid for"), required=True)
    quantity: Mapped[int] = field.whole(_("Quantity"), low=1, high=1_000_000, required=True)
    price: Mapped[int] = field.money(_("Unit price"), required=True)
    rate_source: Mapped[str | None] = field.text(_("Legal basis of the rate"), readonly=True)
    rank: Mapped[Rank | None] = field.link("Rank", rank_id)

    @property
    def amount(self) -> int:
        """Đồng of the line."""
        return (self.quantity or 0) * (self.price or 0)

    def compare(self, day: date) -> None:
        """Take the legal basis from the rate in force on a day. ValueError: the price is above it, or no rank is named."""
        with as_system() as session:
            rate = Rate.of(session, self.cost, day, self.rank_id)
            ranked = select(Rate.id).where(Rate.cost == self.cost, Rate.valid_on(day)).limit(1)
            lacks_rank = rate is None and self.rank_id is None and session.scalar(ranked) is not None
        self.rate_source = rate.source if rate else None
        if lacks_rank:
            raise ValueError(str(_("%(cost)s: choose the rank, by which the rate is fixed.", cost=self.cost)))
        if rate is not None and (self.price or 0) > rate.price:
            words = {"cost": self.cost, "price": money(self.price), "most": money(rate.price), "day": format_day(day)}
            text = _(
                "%(cost)s: %(price)s is above the rate of %(day)s, %(most)s (%(source)s).", **words, source=rate.source
            )
            raise ValueError(str(text))


class Quota(Record):
    """Chỉ tiêu: seats of a course of a plan that a unit may fill. It belongs to that unit."""

    __tablename__ = "training_quota"
    __table_args__ = (
        UniqueConstraint("plan_id", "course_id", "for_unit_id"),
        Index("ix_training_quota_unit_recent", "unit_id", "id"),
    )

    plan_id: Mapped[int] = field.reference(_("Training plan"), "training_plan", required=True)
    course_id: Mapped[int] = field.reference(_("Course"), "training_course", required=True)
    for_unit_id: Mapped[int] = field.reference(_("For the unit"), "core_unit", required=True, in_force=True)
    seats: Mapped[int] = field.whole(_("Seats"), high=1000, required=True)
    plan: Mapped[Plan] = field.link("Plan", plan_id)
    course: Mapped[Course] = field.link("Course", course_id)
    for_unit: Mapped[Unit] = field.link("Unit", for_unit_id)

    @classmethod
    def named_by(cls, typed: str) -> ColumnElement[bool]:
        """Those of a course that the words name."""
        return cls.course_id.in_(select(Course.id).where(Course.found_by(typed)))

    def __str__(self) -> str:
        return f"{_('Quota')} #{self.id}"

    def saved(self) -> None:
        """Let it belong to the unit that it is for."""
        self.unit_id = self.for_unit_id

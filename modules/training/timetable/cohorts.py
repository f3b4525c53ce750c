"""Classes: a course held once for a group of people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, NumberSeries, Record, _, db, field, later
from modules.training.catalogue.courses import Course
from modules.training.catalogue.trainers import Cost, Trainer
from modules.training.catalogue.venues import Room
from modules.training.planning.plans import Method, Plan

CODES = NumberSeries("training_class", "LTH-{year}-{number:04d}")


class Progress(Choice):
    """Where a class stands."""

    PLANNED = "planned", _("In preparation"), "grey"
    OPEN = "open", _("Taking nominations"), "amber"
    RUNNING = "running", _("Being held"), "blue"
    FINISHED = "finished", _("Finished"), "green"
    CANCELLED = "cancelled", _("Cancelled"), "rose"


class Cohort(Record):
    """Lớp tập huấn: a course of a plan, held once."""

    __tablename__ = "training_cohort"
    searched = ("code", "name")

    code: Mapped[str | None] = field.text(_("Class code"), max=30, readonly=True)
    name: Mapped[str] = field.text(_("Class"), required=True)
    course_id: Mapped[int] = field.reference(_("Course"), "training_course", required=True)
    plan_id: Mapped[int | None] = field.reference(_("Training plan"), "training_plan")
    method: Mapped[Method] = field.choice(_("Method"), Method, required=True)
    seats: Mapped[int] = field.whole(_("Seats"), low=1, high=1000, required=True)
    leader_id: Mapped[int | None] = field.reference(_("Main trainer"), "training_trainer")
    room_id: Mapped[int | None] = field.reference(_("Usual room"), "training_room")
    online_at: Mapped[str | None] = field.web_address(_("Online address"))
    nominate_by: Mapped[date | None] = field.day(_("Nominations until"))
    begins_on: Mapped[date | None] = field.day(_("First lesson"), readonly=True)
    ends_on: Mapped[date | None] = field.day(_("Last lesson"), readonly=True)
    late_after: Mapped[int] = field.whole(_("Minutes after which one comes late"), high=240, required=True, default=15)
    note: Mapped[str | None] = field.long_text(_("What trainees should know"))
    state: Mapped[Progress] = field.state(Progress)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    course: Mapped[Course] = field.link("Course", course_id)
    plan: Mapped[Plan | None] = field.link("Plan", plan_id)
    leader: Mapped[Trainer | None] = field.link("Trainer", leader_id)
    room: Mapped[Room | None] = field.link("Room", room_id)
    costs: Mapped[list[CohortCost]] = field.lines("CohortCost", _("What it cost"), order_by="CohortCost.position")

    def __str__(self) -> str:
        return self.code or self.name

    @property
    def told_apart(self) -> str:
        """Name and code."""
        return f"{self.name} ({self.code})"

    @staticmethod
    def nth(course: Course, number: int) -> str:
        """Return the name of a class of a course, by its place among those of a plan."""
        return f"{course.name[:180]} – lớp {number}"

    @classmethod
    def offered(cls) -> ColumnElement[bool]:
        """The classes that go on: nobody is sent to one that is over."""
        return cls.state.in_((Progress.PLANNED, Progress.OPEN, Progress.RUNNING))

    def saved(self) -> None:
        """Give a new class its code; seats that it may have been given anew go to those who wait."""
        if not self.code:
            self.code = CODES.next(db.session(), self.unit_id)
        if self.state is Progress.OPEN:
            later(db.session(), "training.fill", cohort_id=self.id)


class CohortCost(db.Model):  # type: ignore[name-defined]
    """What a class really cost, beside what was planned."""

    __tablename__ = "training_cohort_cost"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("training_cohort.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    cost: Mapped[Cost] = field.choice(_("Kind of cost"), Cost, required=True)
    planned: Mapped[int] = field.money(_("Planned amount"), required=True)
    spent: Mapped[int | None] = field.money(_("Spent"))
    paper: Mapped[str | None] = field.text(_("Voucher"), max=80)

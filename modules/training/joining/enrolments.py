"""Enrolments: an official of a unit in a class."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped

from app.toolkit import Choice, Record, _, as_system, clock, db, field, format_day
from modules.training.catalogue.courses import Course
from modules.training.catalogue.people import Trainee
from modules.training.timetable.cohorts import Cohort, Progress


class Place(Choice):
    """Where an enrolment stands."""

    NOMINATED = "nominated", _("Waiting for the head"), "amber"
    WAITING = "waiting", _("On the waiting list"), "amber"
    INVITED = "invited", _("To be confirmed"), "blue"
    CONFIRMED = "confirmed", _("Takes part"), "blue"
    PASSED = "passed", _("Passed"), "green"
    FAILED = "failed", _("Not passed"), "rose"
    DECLINED = "declined", _("Cannot come"), "grey"
    REPLACED = "replaced", _("Replaced"), "grey"
    WITHDRAWN = "withdrawn", _("Taken off"), "grey"


TAKEN = (Place.INVITED, Place.CONFIRMED, Place.PASSED, Place.FAILED)


class Enrolment(Record):
    """Ghi danh: it belongs to the unit that nominates, and stays there when the trainee moves to another."""

    __tablename__ = "training_enrolment"
    __table_args__ = (
        Index("ix_training_enrolment_cohort", "cohort_id", "state"),
        Index("ix_training_enrolment_unit_recent", "unit_id", "id"),
        Index("uq_training_enrolment_once", "cohort_id", "trainee_id", unique=True),
    )

    cohort_id: Mapped[int] = field.reference(_("Class"), "training_cohort", required=True)
    trainee_id: Mapped[int] = field.reference(_("Trainee"), "training_trainee", required=True)
    state: Mapped[Place] = field.state(Place)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    waits_since: Mapped[datetime | None] = field.moment(_("Waits since"), readonly=True)
    substitute_id: Mapped[int | None] = field.reference(_("Who comes instead"), "training_trainee")
    presence: Mapped[int | None] = field.whole(_("Present (%)"), high=100, readonly=True)
    before: Mapped[int | None] = field.whole(_("First test (%)"), high=100, readonly=True)
    after: Mapped[int | None] = field.whole(_("Final test (%)"), high=100, readonly=True)
    opinion_given: Mapped[bool] = field.yes_no(_("Has filled in the evaluation"), readonly=True)
    cohort: Mapped[Cohort] = field.link("Cohort", cohort_id)
    trainee: Mapped[Trainee] = field.link("Trainee", trainee_id)
    substitute: Mapped[Trainee | None] = field.link("Trainee", substitute_id)

    def __str__(self) -> str:
        return f"{vars(self).get('trainee') or '#' + str(self.id)}"

    def taken(self) -> int:
        """How many of the class's seats are taken."""
        with as_system() as session:  # the seats of all units count, not only those this person sees
            where = (Enrolment.cohort_id == self.cohort_id, Enrolment.state.in_(TAKEN))
            return session.scalar(select(func.count()).select_from(Enrolment).where(*where)) or 0

    def fits(self) -> bool:
        """Whether the class has a free seat."""
        return self.taken() < db.session.get_one(Cohort, self.cohort_id).seats

    def is_crowded_out(self) -> bool:
        """Whether the class is full, so that the nomination can only wait."""
        return not self.fits()

    def nominate(self) -> None:
        """ValueError when the class no longer takes nominations."""
        cohort = db.session.get_one(Cohort, self.cohort_id)
        if cohort.state is not Progress.OPEN:
            raise ValueError(str(_("The class does not take nominations now.")))
        if cohort.nominate_by and clock.today() > cohort.nominate_by:
            raise ValueError(str(_("Nominations ended on %(day)s.", day=format_day(cohort.nominate_by))))

    def wait(self) -> None:
        """Keep the hour, by which the waiting list is ordered."""
        self.nominate()
        self.waits_since = clock.now()

    def replace(self) -> None:
        """Nominate the substitute of the same unit. ValueError without one, or when he sits in the class already."""
        if not self.substitute_id or self.substitute_id == self.trainee_id:
            raise ValueError(str(_("Choose who comes instead.")))
        session = db.session()
        same = (Enrolment.cohort_id == self.cohort_id, Enrolment.trainee_id == self.substitute_id)
        if session.scalar(select(Enrolment.id).where(*same)):
            raise ValueError(str(_("This official is in the class already.")))
        session.add(Enrolment(unit_id=self.unit_id, cohort_id=self.cohort_id, trainee_id=self.substitute_id))

    def has_passed(self) -> bool:
        """Whether he was there often enough and, where there is a test, passed it."""
        course = db.session.get_one(Course, db.session.get_one(Cohort, self.cohort_id).course_id)
        there = (self.presence or 0) >= course.least_present
        return there and (not course.tested or (self.after or 0) >= course.pass_mark)

    def has_failed(self) -> bool:
        """The contrary."""
        return not self.has_passed()

"""Enrolments: an official of a unit in a class."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from app.toolkit import Choice, Record, _, add_record, as_system, clock, db, field
from modules.training.catalogue.courses import Course
from modules.training.catalogue.people import Trainee
from modules.training.timetable.cohorts import Cohort


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

GONE = (Place.DECLINED, Place.REPLACED, Place.WITHDRAWN)
HERE = text("state NOT IN ({})".format(", ".join(f"'{one.value}'" for one in GONE)))  # one may be sent again later


class Enrolment(Record):
    """Ghi danh: it belongs to the unit that nominates, and stays there when the trainee moves to another."""

    __tablename__ = "training_enrolment"
    __table_args__ = (
        Index("ix_training_enrolment_cohort", "cohort_id", "state"),
        Index("ix_training_enrolment_unit_recent", "unit_id", "id"),
        Index(
            "uq_training_enrolment_once",
            "cohort_id",
            "trainee_id",
            unique=True,
            sqlite_where=HERE,
            postgresql_where=HERE,
        ),
    )

    cohort_id: Mapped[int] = field.reference(_("Class"), "training_cohort", required=True)
    trainee_id: Mapped[int] = field.reference(_("Trainee"), "training_trainee", required=True)
    state: Mapped[Place] = field.state(Place)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    waits_since: Mapped[datetime | None] = field.moment(_("Waits since"), readonly=True)
    substitute_id: Mapped[int | None] = field.reference(_("Who comes instead"), "training_trainee")
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("training_enrolment.id"), index=True)
    presence: Mapped[int | None] = field.whole(_("Present (%)"), high=100, readonly=True)
    before: Mapped[int | None] = field.whole(_("First test (%)"), high=100, readonly=True)
    after: Mapped[int | None] = field.whole(_("Final test (%)"), high=100, readonly=True)
    opinion_given: Mapped[bool] = field.yes_no(_("Has filled in the evaluation"), readonly=True)
    cohort: Mapped[Cohort] = field.link("Cohort", cohort_id)
    trainee: Mapped[Trainee] = field.link("Trainee", trainee_id)
    substitute: Mapped[Trainee | None] = field.link("Trainee", substitute_id)

    @classmethod
    def named_by(cls, typed: str) -> ColumnElement[bool]:
        """Those of a trainee or of a class that the words name."""
        return or_(
            cls.trainee_id.in_(select(Trainee.id).where(Trainee.found_by(typed))),
            cls.cohort_id.in_(select(Cohort.id).where(Cohort.found_by(typed))),
        )

    def __str__(self) -> str:
        session = object_session(self)
        return f"{(session and session.get(Trainee, self.trainee_id)) or '#' + str(self.id)}"

    def saved(self) -> None:
        """ValueError: what stands against a nomination that is still to be decided, all of it in words."""
        from modules.training.joining.conditions import require_fit, require_open

        if self.state is Place.NOMINATED:
            require_open(db.session.get_one(Cohort, self.cohort_id), late=self.is_substitute)
            require_fit(self, new=True)

    @property
    def is_substitute(self) -> bool:
        """Whether it takes over the seat of somebody else, which may be after nominations have ended."""
        return self.in_place_of_id is not None

    def taken(self) -> int:
        """How many of the class's seats are taken, with those kept for the substitutes of others."""
        with as_system() as session:  # the seats of all units count, not only those this person sees
            return seats_taken(session, self.cohort_id, self.id)

    def fits(self) -> bool:
        """Whether the class has a free seat."""
        return self.taken() < db.session.get_one(Cohort, self.cohort_id).seats

    def is_crowded_out(self) -> bool:
        """Whether the class is full, so that the nomination can only wait."""
        return not self.fits()

    def nominate(self) -> None:
        """ValueError when the class takes no nominations, has no seat left, or something stands against the official."""
        from modules.training.joining.conditions import require_fit, require_open

        require_open(self._held_class(), late=self.is_substitute)
        require_fit(self, new=True)
        self._require_seat()

    def wait(self) -> None:
        """Keep the hour, by which the waiting list is ordered."""
        from modules.training.joining.conditions import require_open

        require_open(db.session.get_one(Cohort, self.cohort_id))
        self.waits_since = clock.now()

    def admit(self) -> None:
        """Give a free seat to one who waits. ValueError: none is free, or something stands against him by now."""
        from modules.training.joining.conditions import require_fit

        self._held_class()
        require_fit(self, new=False)
        self._require_seat()

    def replace(self) -> None:
        """Nominate the substitute, who keeps the seat and goes the same road. ValueError: what stands against him."""
        if not self.substitute_id or self.substitute_id == self.trainee_id:
            raise ValueError(str(_("Choose who comes instead.")))
        session = db.session()
        made = Enrolment(unit_id=self.unit_id, cohort_id=self.cohort_id, trainee_id=self.substitute_id)
        made.state, made.in_place_of_id, self.state = Place.NOMINATED, self.id, Place.REPLACED
        made.saved()  # before it is written: of a second nomination the sentence speaks, not the database
        add_record(session, made)

    def _held_class(self) -> Cohort:
        """The class, held until the commit: of two who take its last seat at once, the second is told."""
        with as_system() as session:
            return session.scalars(select(Cohort).where(Cohort.id == self.cohort_id).with_for_update()).one()

    def _require_seat(self) -> None:
        if not self.fits():
            raise ValueError(str(_("The class has no free seat left; put the official on the waiting list.")))

    def has_passed(self) -> bool:
        """Whether he was there often enough and, where there is a test, passed it."""
        course = db.session.get_one(Course, db.session.get_one(Cohort, self.cohort_id).course_id)
        there = (self.presence or 0) >= course.least_present
        return there and (not course.tested or (self.after or 0) >= course.pass_mark)

    def has_failed(self) -> bool:
        """Whether he was too often away, or did not pass the test."""
        return not self.has_passed()


def seats_taken(session: Session, cohort_id: int, besides: int | None = None) -> int:
    """How many seats of a class are taken or kept for substitutes, one enrolment left out; as the system."""
    kept = and_(Enrolment.state == Place.NOMINATED, Enrolment.in_place_of_id.is_not(None))
    holds = or_(Enrolment.state.in_(TAKEN), kept)
    where = (Enrolment.cohort_id == cohort_id, Enrolment.id != (besides or 0), holds)
    return session.scalar(select(func.count()).select_from(Enrolment).where(*where)) or 0

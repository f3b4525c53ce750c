"""Certificates: what a trainee has shown to know, until when; signed, numbered, checked by anybody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, Record, Unit, User, _, add_record, as_system, field
from modules.signing.appearance import paper
from modules.signing.both import Both
from modules.training.catalogue.courses import Course
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import Enrolment
from modules.training.outcome.paper import PLACES, Numbered, draw
from modules.training.timetable.cohorts import Cohort

RESOURCE = "training.certificates"
PAPER = paper("training", _("Certificate of training"))


class Worth(Choice):
    """Where a certificate stands."""

    PROPOSED = "proposed", _("To be signed"), "amber"
    SIGNED = "signed", _("Signed, to be sealed"), "amber"
    ISSUED = "issued", _("Given out"), "green"
    REVOKED = "revoked", _("Revoked"), "rose"


class Certificate(Record):
    """Giấy chứng nhận hoàn thành khóa tập huấn. It belongs to the unit in which the trainee then served."""

    __tablename__ = "training_certificate"
    __table_args__ = (
        Index("ix_training_certificate_holder", "trainee_id", "course_id", "expires_on"),
        Index("ix_training_certificate_unit_recent", "unit_id", "id"),
        Index("uq_training_certificate_number", "issuer_id", "number", unique=True),
    )
    searched = ("number", "name")

    number: Mapped[str | None] = field.text(_("Number of the certificate"), max=40, readonly=True)
    name: Mapped[str] = field.text(_("Full name"), readonly=True, required=True)
    trainee_id: Mapped[int] = field.reference(_("Trainee"), "training_trainee", required=True)
    course_id: Mapped[int] = field.reference(_("Course"), "training_course", required=True)
    cohort_id: Mapped[int] = field.reference(_("Class"), "training_cohort", required=True)
    issuer_id: Mapped[int] = field.reference(_("Given out by"), "core_unit", required=True)
    issued_on: Mapped[date | None] = field.day(_("Issued on"), readonly=True)
    expires_on: Mapped[date | None] = field.day(_("Valid until"), readonly=True)
    signer_id: Mapped[int | None] = field.reference(_("Signed by"), "core_user", readonly=True)
    code_hash: Mapped[str | None] = mapped_column(index=True)
    sha256: Mapped[str | None] = mapped_column(index=True)
    state: Mapped[Worth] = field.state(Worth)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    trainee: Mapped[Trainee] = field.link("Trainee", trainee_id)
    course: Mapped[Course] = field.link("Course", course_id)
    cohort: Mapped[Cohort] = field.link("Cohort", cohort_id)
    issuer: Mapped[Unit] = field.link("Unit", issuer_id)
    signer: Mapped[Any] = field.link("User", signer_id)

    def __str__(self) -> str:
        return self.number or f"#{self.id}"

    @classmethod
    def propose(cls, session: Session, enrolment: Enrolment) -> Certificate:
        """Make the certificate of somebody who passed, to be signed; the same one when it is asked for again."""
        trainee, cohort = (
            session.get_one(Trainee, enrolment.trainee_id),
            session.get_one(Cohort, enrolment.cohort_id),
        )
        known = select(cls).where(cls.trainee_id == trainee.id, cls.cohort_id == cohort.id)
        if (made := session.scalar(known)) is None:
            made = cls(
                unit_id=trainee.unit_id,
                name=trainee.name,
                trainee_id=trainee.id,
                course_id=cohort.course_id,
                cohort_id=cohort.id,
                issuer_id=cohort.unit_id,
            )
            add_record(session, made)
        return made

    def sign(self) -> None:
        """Give it its number and the official's signature; a signature that fails gives the number back."""
        SIGNED.sign(self)

    def seal(self) -> None:
        """Add the agency's signature, check the whole file, and give it out."""
        self.sha256 = SIGNED.seal(self, f"chung-nhan-{self.id}.pdf").sha256

    def in_force(self, day: date) -> bool:
        """Whether it proves anything on a day."""
        return self.state is Worth.ISSUED and (self.expires_on is None or self.expires_on >= day)

    @classmethod
    def proving(cls, day: date) -> ColumnElement[bool]:
        """The same as a condition on rows."""
        lasts = or_(cls.expires_on.is_(None), cls.expires_on >= day)
        return and_(cls.state == Worth.ISSUED, cls.issued_on <= day, lasts)


def holds(session: Session, user_id: int, course_code: str, day: date) -> bool:
    """Whether an official with this account holds a valid certificate of a course on a day; for other modules' rules."""
    with as_system():
        where = (Trainee.user_id == user_id, Course.code == course_code, Certificate.proving(day))
        joined = select(Certificate.id).join(Trainee, Trainee.id == Certificate.trainee_id)
        return (
            session.scalar(joined.join(Course, Course.id == Certificate.course_id).where(*where).limit(1)) is not None
        )


def _enter(certificate: Certificate, signer: User, words: dict[str, Any]) -> None:
    numbered = Numbered.read(words)
    certificate.number, certificate.issued_on, certificate.expires_on = numbered.number, numbered.day, numbered.until
    certificate.code_hash, certificate.signer_id = numbered.code_hash, signer.id


SIGNED = Both(RESOURCE, Certificate, draw, PAPER, PLACES, _enter, lambda certificate: certificate.issuer_id)

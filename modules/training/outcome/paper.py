"""The certificate on paper: its number, its term, its code, and the page that is signed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select

from app.toolkit import NumberSeries, Unit, User, clock, db, render_pdf
from modules.signing.both import Drawn
from modules.signing.pades import Places
from modules.signing.stamp import Stamp
from modules.training.catalogue.courses import Course, CoursePart
from modules.training.catalogue.people import Position, Trainee
from modules.training.roles import APPROVER
from modules.training.timetable.cohorts import Cohort

if TYPE_CHECKING:
    from modules.training.outcome.certificates import Certificate

NUMBERS = NumberSeries("training_certificate", "{number:04d}/{year}/GCN-{unit}")
PLACES = Places(official=(520, 118, 740, 180), agency=(520, 52, 740, 114))  # on A4 laid across, in points


@dataclass(frozen=True)
class Numbered:
    """What a certificate gets with its number."""

    number: str
    day: date
    until: date | None
    code_hash: str

    def words(self) -> dict[str, Any]:
        """The same as JSON values."""
        until = self.until.isoformat() if self.until else None
        return asdict(self) | {"day": self.day.isoformat(), "until": until}

    @classmethod
    def read(cls, words: dict[str, Any]) -> Numbered:
        """Take it from JSON values."""
        until = date.fromisoformat(words["until"]) if words["until"] else None
        return cls(**words | {"day": date.fromisoformat(words["day"]), "until": until})


def draw(certificate: Certificate, signer: User, test: bool) -> Drawn:  # noqa: FBT001 - the contract of Both
    """Draw the next number of the issuer's book and the page that is to be signed (A4 laid across)."""
    session = db.session()
    course, cohort = session.get_one(Course, certificate.course_id), session.get_one(Cohort, certificate.cohort_id)
    trainee, issuer = session.get_one(Trainee, certificate.trainee_id), session.get_one(Unit, certificate.issuer_id)
    day, stamp = clock.today(), Stamp.new(issuer.id, signer, APPROVER.name, test=test)
    until = day + relativedelta(months=course.months) if course.months else None
    numbered = Numbered(NUMBERS.next(session, issuer.id, day.year), day, until, stamp.hash)
    periods = session.scalar(select(func.sum(CoursePart.periods)).where(CoursePart.course_id == course.id))
    page = render_pdf(
        "training/certificate_print.html",
        stamp.words("training_check.check")
        | {
            "unit": issuer,
            "number": numbered.number,
            "today": day,
            "until": until,
            "name": certificate.name,
            "position": session.get_one(Position, trainee.position_id).name,
            "served": session.get_one(Unit, certificate.unit_id),
            "course": course,
            "cohort": cohort,
            "periods": periods or 0,
        },
    )
    return Drawn(page, numbered.words())

"""When a class is over: who was there, who passed, and a certificate to be signed for each who did."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import SYSTEM, _, later, take_steps, work
from modules.training.attendance.roll import share_present
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.outcome.certificates import Certificate
from modules.training.quizzes.attempts import Attempt
from modules.training.timetable.cohorts import Cohort


def when_finished(cohort: Cohort) -> None:
    """After the commit that finishes a class: settle it in the background, however many sat in it."""
    with work(SYSTEM) as session:
        later(session, "training.settle", cohort_id=cohort.id)


def settle(session: Session, cohort_id: int) -> Iterator[tuple[int, int]]:
    """Give each trainee of a class his result, one after another; run again it goes on where it stopped."""
    open_ones = (Enrolment.cohort_id == cohort_id, Attempt.handed_in_at.is_(None))
    for attempt in session.scalars(select(Attempt).join(Enrolment).where(*open_ones)):
        attempt.hand_in(session)  # the class is over: what was kept counts
    present = share_present(session, cohort_id)
    waiting = (Enrolment.cohort_id == cohort_id, Enrolment.state.in_((Place.INVITED, Place.CONFIRMED)))
    rows = list(session.scalars(select(Enrolment.id).where(*waiting).order_by(Enrolment.id)))
    for done, row in enumerate(rows, 1):
        enrolment = session.get_one(Enrolment, row)
        enrolment.presence = present.get(row, 0)
        if enrolment.state is Place.INVITED:  # who came has shown that he takes part, who did not come has not
            came = enrolment.presence > 0
            walk = ("confirm", None) if came else ("decline", None)
            reason = "" if came else str(_("Neither confirmed nor came."))
            take_steps(session, enrolment, [walk], reason=reason)
            if not came:
                yield done, len(rows)
                continue
        passed = enrolment.has_passed()
        take_steps(session, enrolment, [("pass" if passed else "fail", None)])
        if passed:
            Certificate.propose(session, enrolment)
        yield done, len(rows)

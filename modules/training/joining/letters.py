"""Letters to trainees: invitations, moves, cancellations and reminders, each once, by mail and as a notice in the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import Choice, _, clock, db, field, later, may_mail, send_mail, tell
from modules.training.catalogue.people import Trainee
from modules.training.catalogue.venues import Room
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.joining.wording import enclosed, notice, subject, text
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson

COMING = (Place.INVITED, Place.CONFIRMED)
DAYS_BEFORE = (7, 1)  # of a lesson, when its trainees are reminded


class Occasion(Choice):
    """Why one writes."""

    INVITED = "invited", _("Invitation"), "blue"
    MOVED = "moved", _("Lesson changed"), "amber"
    CANCELLED = "cancelled", _("Lesson cancelled"), "rose"
    LEFT = "left", _("Taken off the class"), "grey"
    REMINDED = "reminded", _("Reminder"), "blue"


class Letter(db.Model):  # type: ignore[name-defined]
    """Thư gửi học viên; `edition` tells letters of one occasion apart, so that none is written twice.

    `changed` are the words for what is new in a lesson that has changed ("time room").
    """

    __tablename__ = "training_letter"
    __table_args__ = (UniqueConstraint("enrolment_id", "occasion", "lesson_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"), index=True)
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("training_lesson.id"), index=True)
    occasion: Mapped[Occasion] = field.choice(_("Occasion"), Occasion, required=True)
    edition: Mapped[int] = mapped_column(default=0)
    changed: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime] = field.moment(_("Written"), required=True)
    sent_at: Mapped[datetime | None] = field.moment(_("Sent"))

    @classmethod
    def write(
        cls,
        session: Session,
        enrolment: Enrolment,
        occasion: Occasion,
        lesson: Lesson | None = None,
        edition: int = 0,
        changed: str = "",
    ) -> None:
        """Write a letter once: a notice where the trainee has an account, and mail where he has an address."""
        same = {"enrolment_id": enrolment.id, "occasion": occasion, "edition": edition}
        about = lesson.id if lesson else None
        if session.scalar(select(cls.id).filter_by(**same).where(cls.lesson_id.is_not_distinct_from(about))):
            return
        letter = cls(**same, lesson_id=about, changed=changed, written_at=clock.now())
        session.add(letter)
        session.flush()
        cohort, trainee = session.get_one(Cohort, enrolment.cohort_id), session.get_one(Trainee, enrolment.trainee_id)
        if trainee.user_id:
            tell(session, trainee.user_id, lesson or cohort, notice(occasion.value, cohort, lesson, changed))
        if trainee.email and may_mail():
            later(session, "training.post", letter_id=letter.id)


def post(session: Session, letter_id: int) -> None:
    """Mail a letter that is still true; an older announcement than the lesson's last is left to the last."""
    letter = session.get(Letter, letter_id)
    if letter is None or letter.sent_at:
        return
    enrolment = session.get_one(Enrolment, letter.enrolment_id)
    cohort, trainee = session.get_one(Cohort, enrolment.cohort_id), session.get_one(Trainee, enrolment.trainee_id)
    lessons = list(session.scalars(_lessons(cohort.id, letter.lesson_id)))
    stale = letter.occasion in (Occasion.MOVED, Occasion.CANCELLED) and letter.edition != lessons[0].changes
    stale = stale or (letter.occasion in (Occasion.INVITED, Occasion.REMINDED) and enrolment.state not in COMING)
    if stale or not trainee.email:
        return
    word = letter.occasion.value
    staff_code = trainee.code if letter.occasion in (Occasion.INVITED, Occasion.REMINDED) else ""
    body = text(word, trainee.name, cohort, lessons, _news(session, letter), staff_code=staff_code)
    send_mail(trainee.email, subject(word, cohort), body, enclosed(word, cohort, lessons, trainee.email))
    letter.sent_at = clock.now()


def announce(
    session: Session, lesson_id: int, edition: int | None = None, changed: Sequence[str] = ()
) -> Iterator[tuple[int, int]]:
    """Write to everybody in a class what has `changed` in one of its lessons, or that it is cancelled; to nobody twice."""
    lesson = session.scalars(_shown(Lesson.id == lesson_id)).one()
    occasion = Occasion.CANCELLED if lesson.became is Held.CANCELLED else Occasion.MOVED
    yield from _each(session, [(lesson, occasion, lesson.changes if edition is None else edition)], " ".join(changed))


def remind(session: Session) -> Iterator[tuple[int, int]]:
    """Each morning write to the trainees of the lessons in a week and of those tomorrow."""
    for days in DAYS_BEFORE:
        where = (Lesson.day == clock.today() + timedelta(days=days), Lesson.became == Held.PLANNED)
        rows = session.scalars(_shown(*where)).all()
        # A lesson that was moved after its reminder is reminded of again.
        yield from _each(session, [(one, Occasion.REMINDED, 10 * one.changes + days) for one in rows])


def _each(session: Session, rows: list[tuple[Lesson, Occasion, int]], changed: str = "") -> Iterator[tuple[int, int]]:
    for done, (lesson, occasion, edition) in enumerate(rows, 1):
        where = (Enrolment.cohort_id == lesson.cohort_id, Enrolment.state.in_(COMING))
        for enrolment in session.scalars(select(Enrolment).where(*where).order_by(Enrolment.id)).all():
            Letter.write(session, enrolment, occasion, lesson, edition, changed)
        yield done, len(rows)


def _news(session: Session, letter: Letter) -> str:
    """What is new since the last letter that went out: a change that another followed at once is told with it."""
    same = [Letter.enrolment_id == letter.enrolment_id, Letter.lesson_id == letter.lesson_id]
    same += [Letter.occasion == letter.occasion]
    told = select(func.coalesce(func.max(Letter.id), 0)).where(*same, Letter.sent_at.is_not(None)).scalar_subquery()
    fresh = select(Letter.changed).where(*same, Letter.id > told, Letter.id <= letter.id).order_by(Letter.id)
    return " ".join(session.scalars(fresh))


def _lessons(cohort_id: int, lesson_id: int | None) -> Any:
    """The lesson that a letter is about, else all that its class still has."""
    coming = (Lesson.cohort_id == cohort_id, Lesson.became == Held.PLANNED, Lesson.ends_at >= clock.now())
    return _shown(Lesson.id == lesson_id) if lesson_id else _shown(*coming)


def _shown(*where: Any) -> Any:
    """Lessons with what is told of them."""
    shown = (joinedload(Lesson.cohort), joinedload(Lesson.trainer), joinedload(Lesson.room).joinedload(Room.venue))
    return select(Lesson).where(*where).options(*shown).order_by(Lesson.starts_at, Lesson.id)

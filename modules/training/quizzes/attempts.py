"""One try at a test: drawn once, answers kept while they are given, time measured by our clock only."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, selectinload

from app.toolkit import _, clock, db, field, fold, format_moment
from modules.training.joining.enrolments import Enrolment
from modules.training.quizzes.questions import Form, Question
from modules.training.quizzes.quizzes import Moment, Quiz
from modules.training.timetable.cohorts import Cohort

GRACE = timedelta(seconds=30)  # what the last click may take on its way


class Attempt(db.Model):  # type: ignore[name-defined]
    """Lần làm bài: the questions as they were drawn, the answers as they are kept, the score when it is over."""

    __tablename__ = "training_attempt"
    __table_args__ = (Index("uq_training_attempt_try", "quiz_id", "enrolment_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("training_quiz.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    began_at: Mapped[datetime] = field.moment(_("Began"), required=True)
    until: Mapped[datetime] = field.moment(_("Until"), required=True)
    handed_in_at: Mapped[datetime | None] = field.moment(_("Handed in"))
    questions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    kept_at: Mapped[datetime | None] = field.moment(_("Answers kept at"))
    score: Mapped[int | None] = field.whole(_("Score (%)"), high=100)
    quiz: Mapped[Quiz] = field.link("Quiz", quiz_id)
    enrolment: Mapped[Enrolment] = field.link("Enrolment", enrolment_id)

    @classmethod
    def begin(cls, session: Session, quiz: Quiz, enrolment: Enrolment) -> Attempt:
        """Go on with the open try, or draw a new one. ValueError: not open, no tries left, too few questions."""
        tries = list(session.scalars(cls.of(quiz.id, enrolment.id)))
        running = next((one for one in tries if one.handed_in_at is None and clock.now() <= one.until), None)
        if running:
            return running
        for one in tries:
            one.settle(session)
        if not quiz.is_open:
            raise ValueError(str(_("This test is not open.")))
        if len(tries) >= quiz.tries:
            raise ValueError(str(_("You have used all %(tries)s tries.", tries=quiz.tries)))
        now = clock.now()
        made = cls(quiz_id=quiz.id, enrolment_id=enrolment.id, number=len(tries) + 1, began_at=now, answers={})
        made.until, made.questions = now + timedelta(minutes=quiz.minutes), draw(session, quiz)
        session.add(made)
        session.flush()
        return made

    @classmethod
    def of(cls, quiz_id: int, enrolment_id: int) -> Any:
        """The statement of a trainee's tries at a test, in order."""
        return select(cls).where(cls.quiz_id == quiz_id, cls.enrolment_id == enrolment_id).order_by(cls.number)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is taken in."""
        return self.handed_in_at is not None or clock.now() > self.until + GRACE

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep answers that were given, changed or (None) taken back; the others stay as they were kept.

        ValueError: handed in, or the time is over; what was kept before counts.
        """
        if self.handed_in_at is not None:
            raise ValueError(str(_("This test has been handed in; its answers can no longer be changed.")))
        if clock.now() > self.until + GRACE:
            moment = format_moment(self.kept_at) if self.kept_at else ""
            text = _("The time is over. What was kept until %(moment)s counts.", moment=moment)
            raise ValueError(str(text if moment else _("The time is over, and nothing had been answered.")))
        known = {str(one["id"]) for one in self.questions}
        whole = self.answers | answers
        self.answers = {key: value for key, value in whole.items() if key in known and value is not None}
        self.kept_at = clock.now()

    def hand_in(self, session: Session) -> None:
        """End it and score it."""
        self.handed_in_at = min(clock.now(), self.until)
        self.score = self.scored()
        session.flush()
        self._tell_the_enrolment(session)

    def settle(self, session: Session) -> None:
        """End a try whose time is over, with the answers that were kept."""
        if self.handed_in_at is None and clock.now() > self.until + GRACE:
            self.hand_in(session)

    def scored(self) -> int:
        """Return the score in whole per cent, rounded down, of the questions as they were drawn."""
        most = sum(one["points"] for one in self.questions)
        got = sum(one["points"] for one in self.questions if is_right(one, self.answers.get(str(one["id"]))))
        return got * 100 // most if most else 0

    def _tell_the_enrolment(self, session: Session) -> None:
        best = select(func.max(Attempt.score)).where(
            Attempt.quiz_id == self.quiz_id, Attempt.enrolment_id == self.enrolment_id
        )
        enrolment, quiz = session.get_one(Enrolment, self.enrolment_id), session.get_one(Quiz, self.quiz_id)
        if quiz.when is Moment.BEFORE:
            enrolment.before = session.scalar(best)
        else:
            enrolment.after = session.scalar(best)
        session.flush()  # here, where the system's reach still holds: a trainee changes no enrolment himself


def draw(session: Session, quiz: Quiz) -> list[dict[str, Any]]:
    """Draw the questions of a test in a random order, with their options mixed; what is right is kept with them.

    ValueError: the course has fewer questions than the test asks.
    """
    course = session.scalar(select(Cohort.course_id).where(Cohort.id == quiz.cohort_id))
    where = (Question.course_id == course, Question.withdrawn.is_(False))
    bank = list(session.scalars(select(Question).where(*where).options(selectinload(Question.options))))
    if len(bank) < quiz.count:
        words = {"count": quiz.count, "found": len(bank)}
        raise ValueError(
            str(_("The test asks %(count)s questions, the course has %(found)s; tell the trainer.", **words))
        )
    dice = random.SystemRandom()
    return [_drawn(one, dice) for one in dice.sample(bank, quiz.count)]


def _drawn(question: Question, dice: random.Random) -> dict[str, Any]:
    options = [{"id": one.id, "text": one.text, "right": one.right} for one in question.options]
    dice.shuffle(options)
    accepted = [fold(line) for line in (question.accepted or "").splitlines() if line.strip()]
    drawn = {"id": question.id, "text": question.text, "form": question.form.value, "points": question.points}
    return drawn | {"options": options, "accepted": accepted}


def is_right(question: dict[str, Any], answer: Any) -> bool:
    """Whether an answer is right: the chosen options exactly, or words as one of the accepted without marks."""
    if question["form"] == Form.TEXT.value:
        return isinstance(answer, str) and fold(answer) in question["accepted"]
    right = {str(one["id"]) for one in question["options"] if one["right"]}
    chosen = {str(one) for one in answer} if isinstance(answer, list) else {str(answer)}
    return chosen == right

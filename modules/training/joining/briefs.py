"""Briefs: trainers and assistants are told, once, what they teach, what is new in it, and what they teach no longer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import clock, later, may_mail, send_mail, tell
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Room
from modules.training.joining.wording import enclosed, notice, subject, text
from modules.training.timetable.lessons import Held, Lesson


def brief(
    session: Session, lesson_id: int, edition: int, came: Sequence[int], gone: Sequence[int], changed: Sequence[str]
) -> None:
    """Tell everybody whom a change in a lesson concerns as a teacher, in one transaction: nobody is told twice."""
    lesson = _lesson(session, lesson_id)
    if lesson is None or lesson.ends_at is None or lesson.ends_at <= clock.now():
        return
    for occasion, who in _told(lesson, came, gone, changed):
        trainer = session.get(Trainer, who)
        if trainer is None:
            continue
        if trainer.user_id:
            tell(session, trainer.user_id, lesson, notice(occasion, lesson.cohort, lesson, " ".join(changed)))
        if trainer.email and may_mail():
            words = {"occasion": occasion, "edition": edition, "changed": " ".join(changed)}
            later(session, "training.post_brief", lesson_id=lesson_id, trainer_id=who, **words)


def post(session: Session, lesson_id: int, trainer_id: int, occasion: str, edition: int, changed: str) -> None:
    """Mail a brief with the lesson as a calendar; a change that another one has followed is left to that one."""
    lesson, trainer = _lesson(session, lesson_id), session.get(Trainer, trainer_id)
    if lesson is None or trainer is None or not trainer.email or (occasion == "moved" and edition != lesson.changes):
        return
    body = text(occasion, trainer.name, lesson.cohort, [lesson], changed)
    calendar = enclosed(occasion, lesson.cohort, [lesson], trainer.email)
    send_mail(trainer.email, subject(occasion, lesson.cohort), body, calendar)


def _told(lesson: Lesson, came: Sequence[int], gone: Sequence[int], changed: Sequence[str]) -> list[tuple[str, int]]:
    found = [("released", who) for who in gone]
    for who, occasion in ((lesson.trainer_id, "teaches"), (lesson.assistant_id, "assists")):
        if who and lesson.became is Held.CANCELLED:
            found.append(("cancelled", who))
        elif who in came:
            found.append((occasion, who or 0))
        elif who and changed:
            found.append(("moved", who))
    return found


def _lesson(session: Session, lesson_id: int) -> Lesson | None:
    shown = (joinedload(Lesson.cohort), joinedload(Lesson.trainer), joinedload(Lesson.room).joinedload(Room.venue))
    return session.scalars(select(Lesson).where(Lesson.id == lesson_id).options(*shown)).one_or_none()

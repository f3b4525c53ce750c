"""iCalendar feeds (RFC 5545): one's own lessons or those of a class, at a secret address that can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ColumnElement, ForeignKey, or_, select, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import _, clock, db, field, hash_of_secret, new_secret, public_address
from modules.training.catalogue.people import Trainee
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Room
from modules.training.joining.enrolments import TAKEN, Enrolment
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson

# icalendar takes nine megabytes of every process: it is loaded by the first who asks for a feed.
if TYPE_CHECKING:
    from icalendar import Event

BEFORE = timedelta(days=400)  # how far back a feed goes


class Feed(db.Model):  # type: ignore[name-defined]
    """Địa chỉ lịch: of a person, or of a class; of the secret only the hash is kept, so it is shown once."""

    __tablename__ = "training_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("training_cohort.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = field.moment(_("Made at"), required=True)
    revoked_at: Mapped[datetime | None] = field.moment(_("Taken back at"))
    read_at: Mapped[datetime | None] = field.moment(_("Last read"))

    @classmethod
    def make(cls, session: Session, user_id: int, cohort_id: int | None = None) -> tuple[Feed, str]:
        """Make a feed and return its address, which is never seen again; the one before works no more."""
        cls.revoke(session, user_id, cohort_id)
        token = new_secret()
        made = cls(user_id=user_id, cohort_id=cohort_id, token_hash=hash_of_secret(token), made_at=clock.now())
        session.add(made)
        session.flush()
        return made, public_address("training_feed.read", token=token)

    @classmethod
    def revoke(cls, session: Session, user_id: int, cohort_id: int | None = None) -> None:
        """Take the address of a person, for himself or for a class, back."""
        mine = (cls.user_id == user_id, cls.cohort_id.is_not_distinct_from(cohort_id), cls.revoked_at.is_(None))
        session.execute(update(cls).where(*mine).values(revoked_at=clock.now()))

    @classmethod
    def of(cls, session: Session, token: str) -> Feed | None:
        """Return the feed behind an address while it works."""
        return session.scalar(select(cls).where(cls.token_hash == hash_of_secret(token), cls.revoked_at.is_(None)))

    def lessons(self, session: Session) -> list[Lesson]:
        """Return what the feed shows: cancelled lessons too, since a calendar must be told of them."""
        where = Lesson.cohort_id == self.cohort_id if self.cohort_id else _mine(self.user_id)
        since = clock.now() - BEFORE
        shown = (joinedload(Lesson.cohort), joinedload(Lesson.trainer), joinedload(Lesson.room).joinedload(Room.venue))
        statement = select(Lesson).where(where, Lesson.starts_at >= since).options(*shown)
        return list(session.scalars(statement.order_by(Lesson.starts_at, Lesson.id)))

    def written(self, session: Session) -> bytes:
        """Return the feed as a text/calendar file."""
        name = session.get_one(Cohort, self.cohort_id).name if self.cohort_id else str(_("My training"))
        return calendar_of_lessons(self.lessons(session), name)


def calendar_of_lessons(lessons: list[Lesson], name: str, method: str = "PUBLISH", guest: str = "") -> bytes:
    """Write lessons as one calendar; `method` is PUBLISH in a feed, in a mail REQUEST or CANCEL (RFC 5546) for a guest."""
    from icalendar import Calendar, vCalAddress, vText

    book = Calendar()
    book.add("prodid", "-//Mot Cua//Tap huan//VI")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", method)
    book.add("x-wr-calname", name)
    book.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    for lesson in lessons:
        event = _event(lesson)
        if guest:
            event["organizer"] = vCalAddress(f"mailto:{parseaddr(current_app.config['MAIL_FROM'])[1]}")
            event.add("attendee", vCalAddress(f"mailto:{guest}"))
        if method == "CANCEL":
            event["status"] = vText("CANCELLED")
        book.add_component(event)
    book.add_missing_timezones()
    return book.to_ical()


def _event(lesson: Lesson) -> Event:
    from icalendar import Event, vText

    event, host = Event(), urlsplit(current_app.config["PUBLIC_URL"]).hostname
    event.add("uid", f"buoi-{lesson.id}@{host}")
    event.add("sequence", lesson.changes)
    event.add("dtstamp", lesson.updated_at)
    event.add("last-modified", lesson.updated_at)
    event.add("dtstart", clock.local(lesson.starts_at or lesson.created_at))
    event.add("dtend", clock.local(lesson.ends_at or lesson.created_at))
    event.add("summary", f"{lesson.cohort.name}: {lesson.title}")
    event.add("status", "CANCELLED" if lesson.became is Held.CANCELLED else "CONFIRMED")
    if lesson.room:
        event["location"] = vText(f"{lesson.room.name}, {lesson.room.venue.address}")
    elif lesson.online_at:
        event["location"] = vText(lesson.online_at)
    if lesson.online_at:
        event.add("url", lesson.online_at)
    told = [f"{_('Trainer')}: {lesson.trainer.name}"] if lesson.trainer else []
    told += [f"{_('Online address')}: {lesson.online_at}"] if lesson.online_at else []  # few programs show a URL
    if told:
        event.add("description", "\n".join(told))
    return event


def _mine(user_id: int) -> ColumnElement[bool]:
    """The condition that a person sits in a lesson or teaches it."""
    seated = select(Enrolment.cohort_id).join(Trainee, Trainee.id == Enrolment.trainee_id)
    seated = seated.where(Trainee.user_id == user_id, Enrolment.state.in_(TAKEN))
    teaches = select(Trainer.id).where(Trainer.user_id == user_id)
    return or_(Lesson.cohort_id.in_(seated), Lesson.trainer_id.in_(teaches), Lesson.assistant_id.in_(teaches))

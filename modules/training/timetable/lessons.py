"""Lessons: a class meets for half a day, four periods, somewhere and with somebody."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Index, func, inspect, select
from sqlalchemy.orm import Mapped, validates

from app.toolkit import Choice, Record, _, clock, db, field, later
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Room
from modules.training.timetable.cohorts import Cohort


class Held(Choice):
    """What became of a lesson."""

    PLANNED = "planned", _("To be held"), "blue"
    HELD = "held", _("Held"), "green"
    CANCELLED = "cancelled", _("Cancelled"), "rose"


# What of a lesson is announced, by the column that says it; changes that are announced together are told in this order.
TOLD = {
    "day": "time",
    "begins": "time",
    "ends": "time",
    "room_id": "room",
    "online_at": "link",
    "trainer_id": "trainer",
}
TEACH = ("trainer_id", "assistant_id")
UNTOUCHED = frozenset({0})  # no trainer has this id


class Lesson(Record):
    """Buổi tập huấn: one meeting of a class (a buổi is four periods, TT 36/2018/TT-BTC)."""

    __tablename__ = "training_lesson"
    __table_args__ = (
        Index("ix_training_lesson_starts_at", "starts_at"),
        Index("ix_training_lesson_unit_recent", "unit_id", "id"),
    )
    searched = ("title",)

    cohort_id: Mapped[int] = field.reference(_("Class"), "training_cohort", required=True)
    title: Mapped[str] = field.text(_("What the lesson is about"), required=True)
    day: Mapped[date] = field.day(_("Day"), required=True)
    begins: Mapped[str] = field.hour(_("Begins at"), required=True, help=_("As 07:30"))
    ends: Mapped[str] = field.hour(_("Ends at"), required=True, help=_("As 11:30"))
    periods: Mapped[int] = field.whole(_("Periods"), low=1, high=12, required=True, default=4)
    room_id: Mapped[int | None] = field.reference(_("Room"), "training_room", none=_("Online only"))
    online_at: Mapped[str | None] = field.web_address(_("Online address"))
    trainer_id: Mapped[int | None] = field.reference(_("Trainer"), "training_trainer")
    assistant_id: Mapped[int | None] = field.reference(_("Assistant"), "training_trainer")
    accepted: Mapped[str | None] = field.text(
        _("Why it stays although something clashes"), max=300, help=_("Only for what may be put up with")
    )
    starts_at: Mapped[datetime | None] = field.moment(_("Starts"), readonly=True)
    ends_at: Mapped[datetime | None] = field.moment(_("Ends"), readonly=True)
    became: Mapped[Held] = field.state(Held)
    changes: Mapped[int] = field.whole(_("Changes announced"), readonly=True, default=0)
    cohort: Mapped[Cohort] = field.link("Cohort", cohort_id)
    room: Mapped[Room | None] = field.link("Room", room_id)
    trainer: Mapped[Trainer | None] = field.link("Trainer", trainer_id)
    assistant: Mapped[Trainer | None] = field.link("Trainer", assistant_id)

    _changed: frozenset[str] = frozenset()  # what is set anew and not yet announced; the row itself keeps no word of it
    _taught: frozenset[int] = UNTOUCHED  # who taught before somebody was put in or taken out

    def __str__(self) -> str:
        return self.title

    @validates(*TOLD, "assistant_id")
    def _note(self, name: str, value: Any) -> Any:
        # Here, since a form is flushed before `saved` is called: by then nothing knows what was there before.
        there = bool(inspect(self).persistent)
        if name in TEACH and self._taught is UNTOUCHED:
            self._taught = self._teachers() if there else frozenset()
        if there and name in TOLD and getattr(self, name) != value:
            self._changed |= {TOLD[name]}
        return value

    def _teachers(self) -> frozenset[int]:
        return frozenset(one for one in (self.trainer_id, self.assistant_id) if one)

    def saved(self) -> None:
        """Place it in time, and its class between its first and last lesson. ValueError: what it clashes with."""
        if self.ends <= self.begins:
            raise ValueError(str(_("A lesson must end after it begins.")))
        self.starts_at, self.ends_at = _moment(self.day, self.begins), self._ends()
        self._require_room_for_it()
        told, self._changed = [one for one in dict.fromkeys(TOLD.values()) if one in self._changed], frozenset()
        if told:
            self._announce(told)
        session, class_ = db.session(), db.session.get_one(Cohort, self.cohort_id)
        session.flush()
        held = (Lesson.cohort_id == self.cohort_id, Lesson.became != Held.CANCELLED)
        ends = session.execute(select(func.min(Lesson.day), func.max(Lesson.day)).where(*held)).one()
        class_.begins_on, class_.ends_on = ends
        self._brief(told)

    def _require_room_for_it(self) -> None:
        """ValueError with every clash and the next free slot; what may be put up with needs its reason in writing."""
        from modules.training.timetable.clashes import Check

        if self.became is not Held.PLANNED or self.day < clock.today():
            return  # what has been held has been held
        check = Check(db.session(), self)
        found = [clash for clash in check.clashes() if clash.hard or not (self.accepted or "").strip()]
        if found:
            said, slot = " ".join(clash.sentence for clash in found), check.proposal()
            free = str(_("Free: %(slot)s.", slot=slot)) if slot else str(_("No slot is free in the next weeks."))
            raise ValueError(f"{said} {free}")

    def move(self, day: date, begins: str) -> None:
        """Hold it on another day or hour, as long as it is; whoever subscribes to the feed is told. ValueError: a clash."""
        if self.became is not Held.PLANNED:
            raise ValueError(str(_("Only a lesson that is still to be held can be moved.")))
        length = _moment(self.day, self.ends) - _moment(self.day, self.begins)
        ends = _moment(day, begins) + length
        if ends.date() != day:
            raise ValueError(str(_("A lesson must end on the day on which it begins.")))
        self.day, self.begins, self.ends = day, begins, f"{ends:%H:%M}"
        self.saved()

    def cancel(self) -> None:
        """Hold it no more; it stays in the calendar and in the feed as cancelled."""
        if self.became is not Held.PLANNED:
            raise ValueError(str(_("Only a lesson that is still to be held can be cancelled.")))
        self.became = Held.CANCELLED
        self._announce([])
        self.saved()

    def _brief(self, told: list[str]) -> None:
        """Tell those who teach it what is new, who is new that he teaches, and who has been taken out that he does not."""
        now, before = self._teachers(), self._taught
        came, gone = (frozenset[int](), frozenset[int]()) if before is UNTOUCHED else (now - before, before - now)
        self._taught = UNTOUCHED
        if (came or gone or told or self.became is Held.CANCELLED) and self._ends() > clock.now():
            words = {"came": sorted(came), "gone": sorted(gone), "changed": told}
            later(db.session(), "training.brief", lesson_id=self.id, edition=self.changes or 0, **words)

    def _announce(self, told: list[str]) -> None:
        """Raise the SEQUENCE that calendars compare (RFC 5545), and write to those who still are to sit in it."""
        self.changes = (self.changes or 0) + 1
        if self.became is Held.CANCELLED or (self.became is Held.PLANNED and self._ends() > clock.now()):
            later(db.session(), "training.announce", lesson_id=self.id, edition=self.changes, changed=told)

    def _ends(self) -> datetime:
        return _moment(self.day, self.ends)

    def repeated(self, weeks: int) -> list[Lesson]:
        """Return copies of it in each of the next weeks, not yet saved."""
        return [
            Lesson(
                unit_id=self.unit_id,
                cohort_id=self.cohort_id,
                title=self.title,
                day=self.day + timedelta(weeks=week),
                begins=self.begins,
                ends=self.ends,
                periods=self.periods,
                room_id=self.room_id,
                online_at=self.online_at,
                trainer_id=self.trainer_id,
                assistant_id=self.assistant_id,
            )
            for week in range(1, weeks + 1)
        ]


def _moment(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), clock.ZONE)

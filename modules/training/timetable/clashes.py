"""What a lesson clashes with, each in a sentence, and the next slot in which nothing does.

Hard clashes stop a lesson; soft ones may be put up with, for a written reason (`Lesson.accepted`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.toolkit import Choice, _, calendar_of, clock, format_day
from modules.training.timetable.lessons import Lesson
from modules.training.timetable.surroundings import Busy, Surroundings

AHEAD = 45  # days among which a free slot is looked for
OTHER_HALF = (("08:00", "11:30"), ("13:30", "17:00"))  # when a lesson may begin instead of its own hours


class Kind(Choice):
    """What two lessons, or a lesson and its day, quarrel about."""

    ORDER = "order", _("Hours"), "rose"
    DAY_OFF = "day_off", _("Day off"), "rose"
    CLOSED = "closed", _("Closed room"), "rose"
    ROOM = "room", _("Room"), "rose"
    TRAINER = "trainer", _("Trainer"), "rose"
    TRAINEE = "trainee", _("Trainees"), "rose"
    TRAVEL = "travel", _("Travel time"), "amber"
    CAPACITY = "capacity", _("Seats"), "amber"
    NOWHERE = "nowhere", _("Place of the lesson"), "amber"


SOFT = frozenset({Kind.TRAVEL, Kind.CAPACITY, Kind.NOWHERE})


@dataclass(frozen=True)
class Clash:
    """One clash as a person reads it; `other` is the lesson it is with, where there is one."""

    kind: Kind
    sentence: str
    other: int | None = None

    @property
    def hard(self) -> bool:
        """Whether no reason makes it right."""
        return self.kind not in SOFT


@dataclass(frozen=True)
class Slot:
    """When a lesson would be held."""

    day: date
    begins: str
    ends: str

    @property
    def starts_at(self) -> datetime:
        """Its beginning in Vietnam's time."""
        return datetime.combine(self.day, time.fromisoformat(self.begins), clock.ZONE)

    @property
    def ends_at(self) -> datetime:
        """Its end in Vietnam's time."""
        return datetime.combine(self.day, time.fromisoformat(self.ends), clock.ZONE)

    def __str__(self) -> str:
        return f"{self.begins}–{self.ends} {format_day(self.day)}"


@dataclass
class Check:
    """Looks at one lesson in its surroundings; asks the database a fixed number of times, however many slots it tries."""

    session: Session
    lesson: Lesson
    around: Surroundings = field(init=False)

    def __post_init__(self) -> None:
        self.around = Surroundings.of(self.session, self.lesson, self.lesson.day, self.lesson.day)

    @property
    def slot(self) -> Slot:
        """Where the lesson stands now."""
        return Slot(self.lesson.day, self.lesson.begins, self.lesson.ends)

    def clashes(self, slot: Slot | None = None) -> list[Clash]:
        """Return what stands against a slot, the hard clashes first; its own slot when none is named."""
        found = [*self._of_the_day(slot or self.slot), *self._of_the_place(slot or self.slot)]
        found += [clash for busy in self.around.busy for clash in self._with(busy, slot or self.slot)]
        return sorted(found, key=lambda clash: not clash.hard)

    def proposal(self) -> Slot | None:
        """Return the next slot on which nothing clashes, on the same day or later; None within the next weeks."""
        first = max(self.lesson.day, clock.today())
        self.around = Surroundings.of(self.session, self.lesson, first, first + timedelta(days=AHEAD))
        slots = (Slot(day, *hours) for day in self._days(first) for hours in self._hours())
        return next((slot for slot in slots if slot.starts_at > clock.now() and self._is_free(slot)), None)

    def _is_free(self, slot: Slot) -> bool:
        # That a room is small is no better on another day.
        return all(clash.kind in (Kind.CAPACITY, Kind.NOWHERE) for clash in self.clashes(slot))

    def _days(self, first: date) -> Iterator[date]:
        return (first + timedelta(days=number) for number in range(AHEAD + 1))

    def _hours(self) -> list[tuple[str, str]]:
        own = (self.lesson.begins, self.lesson.ends)
        return [own, *(hours for hours in OTHER_HALF if hours != own)]

    def _of_the_day(self, slot: Slot) -> Iterator[Clash]:
        calendar = calendar_of(self.session, self.lesson.unit_id)
        if not calendar.is_working_day(slot.day):
            name = calendar.reason_of(slot.day) or str(_("weekend"))
            yield Clash(
                Kind.DAY_OFF, str(_("%(day)s is a day off: %(reason)s.", day=format_day(slot.day), reason=name))
            )

    def _of_the_place(self, slot: Slot) -> Iterator[Clash]:
        room = self.around.room
        if room is None:
            if not self.lesson.online_at:
                yield Clash(Kind.NOWHERE, str(_("The lesson has neither a room nor an online address.")))
            return
        for closure in self.around.closures:
            if closure.first_day <= slot.day <= closure.last_day:
                words: dict[str, Any] = {"room": room, "day": format_day(closure.last_day), "reason": closure.reason}
                yield Clash(Kind.CLOSED, str(_("%(room)s is closed until %(day)s: %(reason)s.", **words)))
        if room.seats < self.around.expected:
            words = {"room": room, "seats": room.seats, "number": self.around.expected}
            yield Clash(Kind.CAPACITY, str(_("%(room)s has %(seats)s seats, the class %(number)s trainees.", **words)))

    def _with(self, busy: Busy, slot: Slot) -> Iterator[Clash]:
        words: dict[str, Any] = {"lesson": busy.title, "class_": busy.cohort, "time": f"{busy.begins}–{busy.ends}"}
        if busy.starts_at < slot.ends_at and slot.starts_at < busy.ends_at:
            if busy.room_id is not None and busy.room_id == self.lesson.room_id:
                text = _(
                    "%(room)s is taken from %(time)s by “%(lesson)s” of %(class_)s.", room=self.around.room, **words
                )
                yield Clash(Kind.ROOM, str(text), busy.id)
            for name in busy.shares(self.lesson.trainer_id, self.lesson.assistant_id, self.around.trainers):
                text = _("%(name)s teaches “%(lesson)s” of %(class_)s from %(time)s.", name=name, **words)
                yield Clash(Kind.TRAINER, str(text), busy.id)
            if busy.trainees:
                text = _("%(number)s trainees sit in “%(lesson)s” of %(class_)s.", number=busy.trainees, **words)
                yield Clash(Kind.TRAINEE, str(text), busy.id)
            return
        minutes, gap = self.around.way_to(busy), self._gap(busy, slot)
        if gap < minutes and (busy.trainees or busy.shares(self.lesson.trainer_id, self.lesson.assistant_id, {})):
            words |= {"minutes": minutes, "gap": gap, "room": busy.room}
            text = _(
                "Only %(gap)s minutes between this lesson and “%(lesson)s” in %(room)s; the way takes %(minutes)s."
            )
            yield Clash(Kind.TRAVEL, str(type(text)(text.key, words)), busy.id)

    def _gap(self, busy: Busy, slot: Slot) -> int:
        apart = slot.starts_at - busy.ends_at if busy.ends_at <= slot.starts_at else busy.starts_at - slot.ends_at
        return int(apart / timedelta(minutes=1))

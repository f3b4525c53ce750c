"""A proposed timetable: made in the background, looked at, then taken over or dropped; until then no lesson is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, _, add_record, calendar_of, clock, db, field, later
from modules.training.planning.plans import Plan
from modules.training.timetable.asking import better_and_better
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Lesson
from modules.training.timetable.problem import DAYS, HALVES, Problem
from modules.training.timetable.question import Meeting

SECONDS = 20  # for the search itself
PATIENCE = timedelta(minutes=10)  # with a second try; who has not answered by then will not


class Fate(Choice):
    """What became of a proposed timetable."""

    SOLVING = "solving", _("Being worked out"), "blue"
    PROPOSED = "proposed", _("Proposed, nothing written yet"), "amber"
    ACCEPTED = "accepted", _("Taken over"), "green"
    DROPPED = "dropped", _("Proposal dropped"), "grey"


class Timetable(db.Model):  # type: ignore[name-defined]
    """Lịch đề xuất of a plan; `lessons` are JSON until somebody takes them over."""

    __tablename__ = "training_timetable"
    __untracked__ = True  # the lessons that come of it have their own lines in the trail

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("training_plan.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"), index=True)
    first_day: Mapped[date] = field.day(_("From"), required=True)
    last_day: Mapped[date] = field.day(_("Until"), required=True)
    asked_at: Mapped[datetime] = field.moment(_("Asked at"), required=True)
    state: Mapped[Fate] = field.choice(_("State"), Fate, required=True, default=Fate.SOLVING)
    done: Mapped[int] = mapped_column(default=0)
    lessons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    refused: Mapped[list[str]] = mapped_column(JSON, default=list)

    @classmethod
    def ask(cls, session: Session, plan_id: int, user_id: int | None, first: date, last: date) -> Timetable:
        """Have a timetable worked out in the background. ValueError: the days are wrong."""
        if first <= clock.today() or last < first:
            raise ValueError(str(_("Choose days from tomorrow on, the last not before the first.")))
        calendar, length = calendar_of(session, session.get_one(Plan, plan_id).unit_id), min((last - first).days, DAYS)
        if not any(calendar.is_working_day(first + timedelta(days=at)) for at in range(length + 1)):
            raise ValueError(str(_("No working day lies between these days.")))
        made = cls(
            plan_id=plan_id, user_id=user_id, first_day=first, last_day=last, asked_at=clock.now(), state=Fate.SOLVING
        )
        session.add(made)
        session.flush()
        later(session, "training.propose_timetable", timetable_id=made.id)
        return made

    @classmethod
    def latest(cls, session: Session, plan_id: int) -> Timetable | None:
        """Return what was last asked for a plan."""
        return session.scalars(select(cls).where(cls.plan_id == plan_id).order_by(cls.id.desc()).limit(1)).first()

    @property
    def is_running(self) -> bool:
        """Whether an answer is still to come."""
        return self.state is Fate.SOLVING and self.asked_at > clock.now() - PATIENCE

    def accept(self, session: Session, user_id: int | None) -> int:
        """Write the lessons, all or none, and return how many. ValueError: something has been booked meanwhile."""
        self._require_open()
        for one in self.lessons:
            cohort = session.get_one(Cohort, one["cohort"])
            cohort.leader_id, cohort.room_id = cohort.leader_id or one["trainer"], cohort.room_id or one["room"]
            lesson = Lesson(
                unit_id=cohort.unit_id, cohort_id=cohort.id, title=one["title"], day=date.fromisoformat(one["day"]),
                begins=one["begins"], ends=one["ends"], periods=one["periods"], room_id=one["room"],
                trainer_id=one["trainer"], online_at=cohort.online_at, created_by_id=user_id,
            )  # fmt: skip
            add_record(session, lesson)
        self.state = Fate.ACCEPTED
        return len(self.lessons)

    def drop(self) -> None:
        """Forget it; nothing was written."""
        self._require_open()
        self.state = Fate.DROPPED

    def _require_open(self) -> None:
        if self.state is not Fate.PROPOSED:
            raise ValueError(str(_("This proposal has been decided on already.")))


def propose(session: Session, timetable_id: int) -> Iterator[tuple[int, int]]:
    """The job: work a timetable out, telling how far it is; run again it begins anew."""
    row = session.get_one(Timetable, timetable_id)
    problem = Problem.of(session, row.plan_id, row.first_day, row.last_day, SECONDS)
    best: list[Meeting] = []
    for spent, found in better_and_better(problem.question) if problem.question.classes else ():
        best = found or best
        row = session.get_one(Timetable, timetable_id)
        row.done = min(spent, SECONDS)
        yield row.done, SECONDS
    row = session.get_one(Timetable, timetable_id)
    row.lessons = [line for one in best for line in _lines(problem, one)]
    placed = {one.cohort for one in best}
    left = [one.cohort for one in problem.question.classes if one.cohort not in placed]
    names = session.scalars(select(Cohort.name).where(Cohort.id.in_(left)).order_by(Cohort.id))
    nowhere = [str(_("%(class_)s: no free half-days are left.", class_=name)) for name in names]
    row.refused, row.state, row.done = [*problem.refused, *nowhere], Fate.PROPOSED, SECONDS


def _lines(problem: Problem, one: Meeting) -> Iterator[dict[str, Any]]:
    for (title, periods), slot, room in zip(problem.titles[one.cohort], one.slots, one.rooms, strict=True):
        begins, ends = HALVES[slot % 2]
        words = {"title": title, "periods": periods, "begins": begins, "ends": ends}
        day = problem.day_of(slot).isoformat()
        yield {"cohort": one.cohort, "day": day, "room": room, "trainer": one.trainer, **words}

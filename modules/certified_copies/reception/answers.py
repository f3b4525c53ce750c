"""Yes or no to each condition of a copy, by whom and when; a copy goes on only when none refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import User, _, acting, clock, db, field
from modules.certified_copies.reception.conditions import Condition, Said

if TYPE_CHECKING:
    from modules.certified_copies.models import Copy


class Answer(db.Model):  # type: ignore[name-defined]
    """Kết quả kiểm tra: one condition of one copy."""

    __tablename__ = "certified_copies_answer"
    __table_args__ = (UniqueConstraint("copy_id", "condition_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_copy.id"))
    condition_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_condition.id"), index=True)
    said: Mapped[Said] = field.choice(_("Answer"), Said, required=True)
    at: Mapped[datetime] = field.moment(_("Answered at"), required=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"), index=True)
    condition: Mapped[Condition] = field.link("Condition", condition_id)
    by: Mapped[User | None] = field.link("User", by_id)

    def __str__(self) -> str:
        return str(self.said)

    @property
    def refuses(self) -> bool:
        """Whether it is the answer that refuses."""
        return self.said is self.condition.refuses


def conditions_of(session: Session, copy: Copy) -> list[Condition]:
    """Return the conditions that a copy has to meet: those in force on its first day."""
    return Condition.on(session, clock.local(copy.created_at or clock.now()).date())


def answers_of(session: Session, *copies: Copy) -> dict[int, dict[int, Answer]]:
    """Return {copy id: {condition id: answer}}, in one query."""
    found: dict[int, dict[int, Answer]] = {copy.id: {} for copy in copies}
    where = Answer.copy_id.in_(found)
    rows = select(Answer).where(where).options(joinedload(Answer.condition), joinedload(Answer.by))
    for answer in session.scalars(rows):
        found[answer.copy_id][answer.condition_id] = answer
    return found


def answer(session: Session, copy: Copy, said: Mapping[int, Said]) -> None:
    """Write answers down by condition id; one that stays the same keeps who gave it and when."""
    given = answers_of(session, copy)[copy.id]
    words = {"at": clock.now(), "by_id": acting().user_id}
    for condition in conditions_of(session, copy):
        new, old = said.get(condition.id), given.get(condition.id)
        if new is not None and old is None:
            session.add(Answer(copy_id=copy.id, condition_id=condition.id, said=new, **words))
        elif new is not None and old is not None and new is not old.said:
            old.said, old.at, old.by_id = new, clock.now(), acting().user_id
    session.flush()
    _propose(session, copy)


def all_hold(session: Session, copies: list[Copy]) -> None:
    """Say of every condition that nobody has answered yet that it holds; some queries for any number of copies."""
    in_force: dict[date, list[Condition]] = {}
    words = {"at": clock.now(), "by_id": acting().user_id}
    given = answers_of(session, *copies)
    for copy in copies:
        day = clock.local(copy.created_at or clock.now()).date()
        for one in in_force.setdefault(day, Condition.on(session, day) if day not in in_force else []):
            if one.id not in given[copy.id]:
                session.add(Answer(copy_id=copy.id, condition_id=one.id, said=one.holds, **words))
    session.flush()


def refusals_of(session: Session, copy: Copy) -> list[Condition]:
    """Return the conditions whose answers refuse a copy, in their order."""
    given = answers_of(session, copy)[copy.id].values()
    found = [one.condition for one in given if one.refuses and one.condition.ends]
    return sorted(found, key=lambda condition: condition.position)


def check(session: Session, copy: Copy) -> None:
    """ValueError when an answer refuses the copy, or when a copy that was received lacks answers."""
    refusing = refusals_of(session, copy)
    if refusing:
        raise ValueError(str(_("Refuse the copy, or correct the answer: %(reason)s", reason=refusing[0])))
    if copy.visit_id is not None:
        given = answers_of(session, copy)[copy.id]
        missing = [one.code for one in conditions_of(session, copy) if one.id not in given]
        if missing:
            raise ValueError(str(_("Conditions not answered yet: %(codes)s.", codes=", ".join(missing))))


def refuse(copy: Copy) -> None:
    """End a copy with a coded reason; ValueError without one that refuses."""
    reason = db.session.get(Condition, copy.refusal_id or 0)
    if reason is None or not reason.ends:
        raise ValueError(str(_("Choose the reason for which the law refuses it.")))


def _propose(session: Session, copy: Copy) -> None:
    """Let the step that refuses begin with the first reason found."""
    refusing = refusals_of(session, copy)
    copy.refusal_id = refusing[0].id if refusing else None

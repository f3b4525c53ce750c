"""What was done to a case: actions, only ever added; its columns and its state are what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, PartialDay, Record, _, acting, clock, db, field, given_reason
from modules.civil_registration.cases.kinds import Event, State

# What each step makes of a case; a save leaves its state as it is.
LEADS_TO = {
    "ask": State.WAITING,
    "complete": State.DRAFTED,
    "put_forward": State.VERIFIED,
    "return": State.DRAFTED,
    "sign": State.SIGNED,
    "seal": State.REGISTERED,
    "hand_over": State.ISSUED,
    "refuse": State.REFUSED,
    "withdraw": State.WITHDRAWN,
    "revoke": State.REVOKED,
    "import": State.ISSUED,  # what stands in an old book was handed over long ago
}
# Kept by the house, or for searching: no action brings them.
BESIDE = {
    "id",
    "version",
    "created_at",
    "updated_at",
    "search_key",
    "unit_id",
    "created_by_id",
    "state",
    "due_at",
    "promised_at",
}


class Action(db.Model):  # type: ignore[name-defined]
    """Hành động: the `place`-th of a case, with the values it brought; `kind` is "save" or the name of a step."""

    __tablename__ = "civil_registration_action"
    __table_args__ = (UniqueConstraint("event", "case_id", "place"),)
    __untracked__ = True  # it is a trail itself, and of values that the trail masks

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[Event] = field.choice(_("Event"), Event, required=True)
    case_id: Mapped[int] = mapped_column()
    place: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column()
    brought: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column()
    actor_id: Mapped[int | None] = mapped_column()
    at: Mapped[datetime] = field.moment(_("When"))


def actions_of(session: Session, event: Event, case_id: int) -> list[Action]:
    """Return the actions of a case, first to last."""
    found = select(Action).where(Action.event == event, Action.case_id == case_id).order_by(Action.place)
    return list(session.scalars(found))


def note(case: Any, kind: str, why: str = "") -> None:
    """Write down what was just done to a case, with the values that it has got since its last action, and why."""
    session = db.session()
    session.flush()
    earlier = actions_of(session, case.event, case.id)
    values, before = values_of(case), made_of(earlier)[0]
    brought = {name: value for name, value in values.items() if value != before.get(name)}
    if kind == "save" and earlier and not brought:
        return
    reason = None if kind == "save" else why or given_reason(session) or None
    session.add(
        Action(
            event=case.event, case_id=case.id, place=len(earlier) + 1, kind=kind, brought=brought,
            reason=reason, actor_id=acting().user_id, at=clock.now(),
        )
    )  # fmt: skip


def noting(kind: str) -> Callable[[Any], None]:
    """The verb of a step that changes nothing but the state."""

    def do(case: Any) -> None:
        note(case, kind)

    return do


def made_of(actions: list[Action]) -> tuple[dict[str, Any], State]:
    """Return the values and the state that follow from actions in their order."""
    values: dict[str, Any] = {}
    state = State.DRAFTED
    for action in actions:
        values |= action.brought
        state = LEADS_TO.get(action.kind, state)
    return {name: value for name, value in values.items() if value is not None}, state


def values_of(case: Record) -> dict[str, Any]:
    """Return the columns of a case as an action keeps them: codes, ISO days, numbers, text."""
    columns = [one.key for one in case.__mapper__.column_attrs if one.key not in BESIDE]
    return {name: _kept(getattr(case, name)) for name in columns}


def _kept(value: Any) -> Any:
    if isinstance(value, Choice):
        return value.value
    if isinstance(value, PartialDay):
        return value.stored
    return value if isinstance(value, (int, str, bool, list, dict, type(None))) else value.isoformat()

"""What was done to a case, on its page: each action with what it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.toolkit import User, _, db, name_of
from modules.civil_registration.cases.actions import Action, actions_of


@dataclass(frozen=True)
class Line:
    """An action in words: what, who, when, why, and how many values it brought."""

    what: str
    who: str
    at: datetime
    reason: str | None
    brought: int


@dataclass(frozen=True)
class Journal:
    """The actions of a case, newest first."""

    lines: list[Line]


def journal(case: Any) -> Journal | None:
    """Return what was done to a case; nothing for one that is new."""
    actions = actions_of(db.session(), case.event, case.id) if case.id else []
    wanted = {action.actor_id for action in actions} - {None}
    names = dict(db.session.execute(select(User.id, User.name).where(User.id.in_(wanted))).all())
    lines = [_line(action, names, first=action.place == 1) for action in reversed(actions)]
    return Journal(lines) if lines else None


def _line(action: Action, names: dict[int, str], *, first: bool) -> Line:
    step = f"civil_registration.{action.event.value}s.{action.kind}"
    saved = _("Declared") if first else _("Changed")
    what = str(saved) if action.kind == "save" else name_of("steps", step)
    who = names.get(action.actor_id or 0, str(_("the system")))
    return Line(what, who, action.at, action.reason, len(action.brought))

"""One timeline for a citizen's dossier: what was done to the case, at the Ministry, and in each of its branches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Passage, Text, User, _, as_system
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import Kind
from modules.civil_registration.branches.road import road
from modules.civil_registration.cases.actions import Action, actions_of

KEY = "civil_registration.branches"
CASE = {
    "ask": _("Ask for more papers"),
    "complete": _("Papers have been added"),
    "put_forward": _("Check and put forward"),
    "push": _("Sent to the Ministry of Justice"),
    "ministry": _("The Ministry of Justice answers"),
    "return": _("Return to the officer"),
    "sign": _("Enter in the book and sign"),
    "seal": _("Seal and register"),
    "hand_over": _("Hand over to the citizen"),
    "annotate": _("Change of an entry"),
    "refuse": _("Refuse"),
    "withdraw": _("The declarer takes it back"),
    "revoke": _("Revoke by decision"),
}


@dataclass(frozen=True)
class Moment:
    """One thing that happened: when, at which branch (None: the case itself), by whom, with what words."""

    at: datetime
    what: Text
    kind: Kind | None
    who: str
    note: str


def timeline(session: Session, case: Any, branches: list[Branch]) -> list[Moment]:
    """Return everything that happened to a case and its branches, the newest first."""
    with as_system():
        actions = [one for one in actions_of(session, case.event, case.id) if one.kind in CASE]
        rows = {one.id: one for one in branches}
        found = select(Passage).where(Passage.resource == KEY, Passage.row_id.in_(rows))
        passages = session.scalars(found).all()
        people = {one.actor_id for one in actions} | {one.actor_id for one in passages}
        found_names = session.execute(select(User.id, User.name).where(User.id.in_(people - {None})))
        names: dict[int | None, str] = {row.id: row.name for row in found_names}
    steps = {step.name: step.label for step in road.steps}
    told = [Moment(one.at, CASE[one.kind], None, names.get(one.actor_id, ""), _note(one)) for one in actions]
    told += [
        Moment(one.at, steps[one.step], rows[one.row_id].kind, names.get(one.actor_id, ""), one.reason or "")
        for one in passages
        if one.step in steps
    ]
    return sorted(told, key=lambda one: one.at, reverse=True)


def _note(action: Action) -> str:
    if action.kind != "ministry":
        return action.reason or ""
    brought = action.brought
    words = [brought.get("ministry_entry"), brought.get("ministry_says")]
    words += [str(_("personal number given"))] if brought.get("citizen_id") else []
    return " · ".join(filter(None, words))

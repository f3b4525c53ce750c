"""The job that finds branches that are late or do not get on, and tells the officer: once per branch and stage."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.toolkit import _, clock, last_passage, tell, working_hours
from app.toolkit import deadline as ends
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.cases import case_of
from modules.civil_registration.branches.kinds import State, Trouble
from modules.civil_registration.branches.road import is_given_up
from modules.civil_registration.branches.rules import BranchRule
from modules.civil_registration.cases.kinds import ENTERED

WATCHED = (State.WANTED, State.NUMBER, State.SENT, State.RECEIVED, State.SUPPLEMENT)


def watch(session: Session) -> Iterator[tuple[int, int]]:
    """Look at each open branch in which nobody has seen trouble yet; a step takes the trouble away again."""
    open_ones = select(Branch.id).where(Branch.state.in_(WATCHED), suspected()).order_by(Branch.id)
    found = session.scalars(open_ones).all()
    for done, number in enumerate(found, 1):
        branch = session.get_one(Branch, number)
        trouble = trouble_of(session, branch)
        if trouble is not None and trouble is not branch.trouble:
            branch.trouble = trouble
            if branch.created_by_id:
                words = {"branch": branch, "trouble": trouble, "state": branch.state}
                tell(session, branch.created_by_id, branch, str(_("%(branch)s: %(trouble)s (%(state)s).", **words)))
        yield done, len(found)


def suspected() -> ColumnElement[bool]:
    """As SQL: what may be late or stuck and is not marked so; one that was stuck may be late as well."""
    return or_(Branch.trouble.is_(None), (Branch.trouble == Trouble.STUCK) & (Branch.due_at < clock.now()))


def trouble_of(session: Session, branch: Branch) -> Trouble | None:
    """Return what is wrong with a branch now."""
    if branch.due_at is not None and branch.due_at < clock.now():
        return Trouble.LATE
    if branch.state is State.WANTED:
        return Trouble.STUCK if case_of(session, branch).state in ENTERED else None
    if branch.state is State.NUMBER or branch.state is State.SENT:
        came = last_passage(session, branch, "wait", "send", "again", "supply", "send_now", "retry")
        since = came.at if came else branch.created_at
        patience = working_hours(BranchRule.of(session, branch.kind, clock.today()).patience)
        if ends(session, branch.unit_id, since, patience) < clock.now() or is_given_up(branch):
            return Trouble.STUCK
    return None

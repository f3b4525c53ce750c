"""What happens to the branches of a case: wanted, sent with the registration or once the number is there, ended with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from app.toolkit import Text, _, acting, add_record, as_person, clock, db, take_steps
from modules.civil_registration.branches.asked import gap, missing, prefill
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import GROUPS, NUMBERED, PORTS, USUAL, Kind, State
from modules.civil_registration.branches.rules import BranchRule
from modules.civil_registration.branches.wire import content, fits
from modules.civil_registration.cases.kinds import PersonalNumber
from modules.interconnect import send

PURPOSE = _("Interconnected dossier")


def want(case: Any, kinds: Iterable[Kind]) -> list[Branch]:
    """Make the branches of a case that the citizen asks for, filled in as far as the case knows; returns all of them.

    What is there already stays; one that was withdrawn is wanted again. ValueError: a kind of another group.
    """
    session = db.session()
    there = {one.kind: one for one in Branch.of(session, case)}
    for kind in kinds:
        if kind not in GROUPS[case.event]:
            raise ValueError(str(_("“%(branch)s” does not follow a “%(event)s”.", branch=kind, event=case.event)))
        branch = there.get(kind)
        if branch is None:
            branch = Branch(
                unit_id=case.unit_id,
                event=case.event,
                case_id=case.id,
                case_code=str(case),
                about=case.about,
                kind=kind,
            )
            prefill(branch, case)
            add_record(session, branch)
        elif branch.state is State.WITHDRAWN:
            _step(session, branch, "want")
            prefill(branch, case)
    session.flush()
    return Branch.of(session, case)


def begin(case: Any, procedure: str) -> None:
    """Want what an interconnected procedure brings in any case, by the rules in force; nothing for any other procedure."""
    session = db.session()
    kinds = [kind for kind in GROUPS[case.event] if kind in USUAL]
    if found := [kind for kind in kinds if BranchRule.of(session, kind, clock.today()).procedure == procedure]:
        want(case, found)


def fill(case: Any) -> None:
    """Let the branches that still wait know what the case has learned; what stands there is not overwritten."""
    for branch in Branch.of(db.session(), case):
        if branch.state is State.WANTED:
            branch.case_code, branch.about = str(case), case.about
            prefill(branch, case)


def require_complete(case: Any) -> None:
    """ValueError names what the branches that wait still lack; what others hold up is no matter here."""
    gaps = [gap(one) for one in Branch.of(db.session(), case) if one.state is State.WANTED]
    if any(gaps):
        raise ValueError(" ".join(filter(None, gaps)))


def registered(case: Any) -> None:
    """Send what waits for the registration, in its transaction; what lacks something waits on, and stops nothing."""
    session = db.session()
    for branch in Branch.of(session, case):
        if branch.state is State.WANTED and not missing(branch) and fits(branch):
            branch.case_code, branch.about = str(case), case.about
            if branch.kind in NUMBERED and not has_number(case):
                _step(session, branch, "wait")
            else:
                post(session, branch, case)
                _step(session, branch, "send")


def number_came(case: Any) -> None:
    """Pass the child's number on: send what has waited for it."""
    session = db.session()
    for branch in Branch.of(session, case):
        if branch.state is State.NUMBER and has_number(case) and fits(branch):
            post(session, branch, case)
            _step(session, branch, "send")


def has_number(case: Any) -> bool:
    """Whether the child has a number that nobody contests."""
    return bool(case.citizen_id) and case.pid is not PersonalNumber.DIFFERS


def ended(case: Any) -> None:
    """Take back what has not been sent, when a case is refused, withdrawn or revoked."""
    session = db.session()
    for branch in Branch.of(session, case):
        if branch.state in (State.WANTED, State.NUMBER):
            _step(session, branch, "end", _("The case has ended."))


def post(session: Session, branch: Branch, case: Any) -> None:
    """Put it into the outbox under its next key, and start its clock."""
    branch.times += 1
    branch.sent_at, branch.says, branch.supply_by, branch.verifying = clock.now(), None, None, False
    rule = BranchRule.of(session, branch.kind, clock.today())
    branch.due_by = rule.due(session, branch.unit_id, branch.sent_at)
    branch.trouble = None
    send(
        session,
        PORTS[branch.kind],
        "register",
        content(branch, case),
        key=branch.key,
        purpose=str(PURPOSE),
        about=branch,
    )


def _step(session: Session, branch: Branch, name: str, reason: Text | str = "") -> None:
    who = acting().user_id
    with as_person(who):
        take_steps(session, branch, [(name, who)], reason=str(reason))

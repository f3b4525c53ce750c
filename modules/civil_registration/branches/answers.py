"""What an agency answers about a branch: that it has it, its result, what it lacks, a no."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.toolkit import Text, _, clock, take_steps, tell
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.cases import case_of
from modules.civil_registration.branches.kinds import ENDED, OUT, PORTS, State
from modules.civil_registration.branches.rules import BranchRule
from modules.interconnect import Listener, Outgoing, Refused


def taken(session: Session, message: Outgoing) -> None:
    """Note that the agency has received it."""
    branch = _branch(session, message)
    if branch is not None and branch.state is State.SENT:
        branch.trouble = None
        take_steps(session, branch, [("take", None)])


def answered(session: Session, message: Outgoing, content: dict[str, Any]) -> None:
    """Note the result, or what is missing. ValueError: it says neither; it is asked for again."""
    branch = _branch(session, message)
    if branch is None:
        return
    match str(content.get("trangThai")):
        case "DONE":
            number = str(content.get("soKetQua") or "").strip()
            if not number:
                raise ValueError(str(_("The answer of the agency has no number of a result.")))
            branch.result_number, branch.result_on = number[:60], _day(content.get("ngayKetQua")) or clock.today()
            branch.says = branch.trouble = None
            take_steps(session, branch, [("finish", None)])
            _tell_when_all_is_there(session, branch)
        case "SUPPLEMENT":
            rule = BranchRule.of(session, branch.kind, clock.today())
            branch.supply_by = _day(content.get("hanBoSung")) or rule.supplement_ends(session, branch.unit_id)
            _no(session, branch, "ask", State.SUPPLEMENT, str(content.get("lyDo") or ""))
        case other:
            raise ValueError(str(_("The agency answers “%(state)s”, which is no state of a branch.", state=other[:60])))


def refused(session: Session, message: Outgoing, no: Refused) -> None:
    """Note why the agency does not do it, and tell the officer; the other branches go on."""
    branch = _branch(session, message)
    if branch is not None:
        _no(session, branch, "refuse", State.REFUSED, str(no))


def _no(session: Session, branch: Branch, step: str, state: State, why: str) -> None:
    branch.says, branch.trouble = why[:500] or None, None
    take_steps(session, branch, [(step, None)], reason=why[:300])
    _tell(session, branch, _("%(what)s: %(why)s", what=state, why=why or "–"))


def _branch(session: Session, message: Outgoing) -> Branch | None:
    """The branch that still waits for this answer: one to an earlier sending tells of what has been mended since."""
    if message.about_resource != Branch.__tablename__:
        return None
    branch = session.get(Branch, message.about_row, populate_existing=True, with_for_update=True)
    waits = branch is not None and branch.key == message.key and branch.state in OUT
    return branch if waits else None


def _tell_when_all_is_there(session: Session, branch: Branch) -> None:
    if all(one.state in ENDED for one in Branch.of(session, case_of(session, branch))):
        _tell(session, branch, _("All results of %(case)s are there.", case=branch.case_code))


def _tell(session: Session, branch: Branch, said: Text) -> None:
    if branch.created_by_id:
        tell(session, branch.created_by_id, branch, str(said))


def _day(typed: Any) -> date | None:
    try:
        return date.fromisoformat(str(typed or "")[:10])
    except ValueError:
        return None


LISTENERS = [Listener(port, "register", answered, refused, taken) for port in dict.fromkeys(PORTS.values())]

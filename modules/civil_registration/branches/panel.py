"""The block "Liên thông" beside a case: every branch with its state and clock, what may be done, and one timeline."""

from __future__ import annotations

from dataclasses import dataclass

from app.toolkit import Panel, _, acting, as_system, db, lower_first
from modules.civil_registration.branches.asked import missing
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.cases import case_of
from modules.civil_registration.branches.kinds import MENDED, State
from modules.civil_registration.branches.road import is_given_up, may_verify, message_of
from modules.civil_registration.branches.timeline import Moment, timeline
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import GONE
from modules.civil_registration.roles import INSIDE, OFFICER
from modules.interconnect import Connection
from modules.interconnect.links.connections import Standing


@dataclass(frozen=True)
class Shown:
    """A branch as it is shown: the names of what it lacks, why it does not leave, and what may be done with it."""

    branch: Branch
    gap: str
    silent: str
    mend: bool
    retry: bool
    verify: bool
    withdraw: bool


@dataclass(frozen=True)
class Told:
    """What the panel needs."""

    case: Case
    shown: list[Shown]
    moments: list[Moment]
    inside: bool
    may: bool
    choose: bool
    notice: bool
    here: int | None = None


def of_case(case: Case, here: int | None = None) -> Told | None:
    """The branches of a case; None where there are none and nobody may choose any."""
    session = db.session()
    with as_system():
        branches = Branch.of(session, case)
    may = acting().holds([OFFICER], case.unit_id)
    choose = may and case.state not in GONE
    if not branches and not choose:
        return None
    inside = acting().holds(INSIDE, case.unit_id)
    shown = [_shown(one, may=may) for one in branches]
    moments = timeline(session, case, branches) if branches else []
    sent = any(one.times for one in branches)
    return Told(case, shown, moments, inside, may, choose, inside and sent, here)


def of_branch(branch: Branch) -> Told | None:
    """The same beside one of them."""
    with as_system() as session:
        case = case_of(session, branch)
    return of_case(case, branch.id)


def _shown(branch: Branch, *, may: bool) -> Shown:
    waits = branch.state is State.SENT
    return Shown(
        branch,
        ", ".join(lower_first(one) for one in missing(branch)) if branch.state in MENDED else "",
        _silent(branch) if waits else "",
        may and branch.state in (State.SUPPLEMENT, State.REFUSED),
        may and waits and is_given_up(branch),
        may and branch.state is State.RECEIVED and may_verify(branch),
        may and branch.state in MENDED and branch.state is not State.WANTED,
    )


def _silent(branch: Branch) -> str:
    """Why it has not left yet: how its connection stands."""
    message = message_of(branch)
    if message is None or message.connection_id is None:
        return ""
    with as_system() as session:
        way = session.get(Connection, message.connection_id)
    if way is None or (way.address and way.state in (Standing.WELL, Standing.UNTRIED)):
        return ""
    return f"{way.name} {way.sentence}"


PANEL = Panel("branches", _("Interconnected dossier"), "branches.html", of_case)
BESIDE = Panel("branches", _("Interconnected dossier"), "branches.html", of_branch)

"""The road of a branch: most steps follow from the registration and the agency's answers; an officer mends, sends again, ends."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import select

from app.toolkit import Step, Text, Workflow, _, acting, as_person, as_system, clock, db, take_steps
from modules.civil_registration.branches import sending
from modules.civil_registration.branches.asked import gap
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.cases import case_of
from modules.civil_registration.branches.kinds import MENDED, OUT, PORTS, State
from modules.civil_registration.branches.rules import BranchRule
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import GONE
from modules.civil_registration.roles import OFFICER
from modules.interconnect import Outgoing
from modules.interconnect.messages.outgoing import State as Going


def promised(branch: Branch, _due: datetime | None) -> datetime | None:
    """The clock of the agency while it has the branch, ours while something is missing; else none runs."""
    if branch.state in OUT:
        return branch.due_by
    if branch.state is State.SUPPLEMENT and branch.supply_by:
        return datetime.combine(branch.supply_by, time(17), clock.ZONE)
    return None


def message_of(branch: Branch) -> Outgoing | None:
    """The message that carries its last sending."""
    with as_system() as session:
        here = (Outgoing.port == PORTS[branch.kind], Outgoing.key == branch.key)
        return session.scalar(select(Outgoing).where(*here))


def is_given_up(branch: Branch) -> bool:
    """Whether its message was given up after all tries, so that nothing sends it any more."""
    message = message_of(branch)
    return message is not None and message.state is Going.DEAD


def again(branch: Branch) -> None:
    """The `do` of sending it once more, under a new key. ValueError: something is missing, or the case has ended."""
    case = case_of(db.session(), branch)
    if case.state in GONE:
        raise ValueError(str(_("The case has ended.")))
    if words := gap(branch):
        raise ValueError(words)
    branch.case_code = str(case)
    sending.post(db.session(), branch, case)


def retry(branch: Branch) -> None:
    """The `do` of sending on what was given up, under the key it has: the agency counts it once."""
    message = message_of(branch)
    if message is not None:
        who = acting().user_id
        with as_person(who):
            take_steps(db.session(), message, [("again", who)])
    branch.trouble = None


def verify(branch: Branch) -> None:
    """The `do` of noting that the agency verifies on the spot: it then has longer."""
    branch.verifying, branch.trouble = True, None
    sent = branch.sent_at or clock.now()
    rule = BranchRule.of(db.session(), branch.kind, clock.local(sent).date())
    branch.due_by = rule.due(db.session(), branch.unit_id, sent, verifying=True)


def may_verify(branch: Branch) -> bool:
    """Whether a rule leaves more time for verifying, and none has been taken."""
    sent = clock.local(branch.sent_at or clock.now()).date()
    return not branch.verifying and bool(BranchRule.of(db.session(), branch.kind, sent).verify_days)


def enter(branch: Branch) -> None:
    """The `do` of writing down a result that came on paper. ValueError: it has no number."""
    if not (branch.result_number or "").strip():
        raise ValueError(str(_("Write the number of the result.")))
    branch.result_on, branch.trouble = branch.result_on or clock.today(), None


def onward(branch: Branch) -> Case:
    """Whose page comes next: that of the case, where all its branches stand."""
    return case_of(db.session(), branch)


def settled(branch: Branch) -> None:
    """The `do` of steps after which nobody need look at it."""
    branch.trouble = None


def numbered(branch: Branch) -> bool:
    """Whether the child has a number, if only a contested one."""
    return bool(getattr(case_of(db.session(), branch), "citizen_id", None))


def no_number(_branch: Branch) -> Text:
    """Why it cannot be sent yet."""
    return _("The child has no number yet; it is sent by itself when the number comes.")


def on_its_way(_branch: Branch) -> Text:
    """Why it need not be sent by hand."""
    return _("The message is on its way and is sent again by itself.")


road = Workflow(
    Branch.state,
    [
        Step("wait", _("Waits for the number"), State.WANTED, State.NUMBER, by=()),
        Step("send", _("Sent to the agency"), (State.WANTED, State.NUMBER), State.SENT, by=()),
        Step("take", _("The agency has received it"), State.SENT, State.RECEIVED, by=()),
        Step("finish", _("The agency gives its result"), OUT, State.DONE, by=()),
        Step("ask", _("The agency asks for more"), OUT, State.SUPPLEMENT, by=()),
        Step("refuse", _("The agency refuses"), OUT, State.REFUSED, by=()),
        Step("want", _("Wanted after all"), State.WITHDRAWN, State.WANTED, by=()),
        Step("end", _("Ended with the case"), (State.WANTED, State.NUMBER), State.WITHDRAWN, by=()),
        Step("supply", _("Hand in what is missing"), State.SUPPLEMENT, State.SENT, by=OFFICER, do=again, onward=onward, icon="send"),
        Step("again", _("Send again"), State.REFUSED, State.SENT, by=OFFICER, do=again, onward=onward, icon="refresh"),
        Step(
            "send_now", _("Send with the number as it is"), State.NUMBER, State.SENT, by=OFFICER, do=again,
            guard=numbered, lacks=no_number, confirm=_("The number is not confirmed by the Ministry."), main=False, icon="send",
        ),
        Step("retry", _("Send on"), State.SENT, State.SENT, by=OFFICER, do=retry, guard=is_given_up, lacks=on_its_way, onward=onward, main=False, icon="refresh"),
        Step("verify", _("The agency verifies on the spot"), State.RECEIVED, State.RECEIVED, by=OFFICER, do=verify, guard=may_verify, reason=True, main=False, icon="clock"),
        Step(
            "enter", _("Result came on paper"), (*OUT, State.SUPPLEMENT, State.REFUSED), State.DONE, by=OFFICER,
            form=[Branch.result_number, Branch.result_on], reason=True, do=enter, main=False, icon="check",
        ),
        Step(
            "withdraw", _("The citizen no longer wants it"), MENDED, State.WITHDRAWN, by=OFFICER, reason=True, do=settled, main=False, onward=onward, icon="ban",
        ),
    ],
    bar=[State.WANTED, State.SENT, State.RECEIVED, State.DONE],
    promised=promised,
    editable=MENDED,
)  # fmt: skip

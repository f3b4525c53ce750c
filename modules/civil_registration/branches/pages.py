"""The page on which an officer chooses the branches of a case and fills them in, all at once; the notice to the citizen."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.toolkit import (
    Signature,
    Unit,
    User,
    _,
    acting,
    address_of,
    asked_record,
    clock,
    db,
    hand_out,
    lower_first,
    render_pdf,
    take_steps,
    work,
)
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.branches import sending, typed
from modules.civil_registration.branches.asked import FIELDS, prefill
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import GROUPS, USUAL, Kind, State
from modules.civil_registration.branches.rules import BranchRule, Times
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import ENTERED, GONE, Event
from modules.civil_registration.cases.kinds import State as CaseState
from modules.civil_registration.roles import INSIDE, OFFICER

bp = Blueprint("civil_registration_branches", __name__, url_prefix="/civil-registration/branches")
PROPOSED = 20  # clinics that were chosen before


@dataclass(frozen=True)
class Choice:
    """One kind on the page: its branch, or one that would be made; whether it is ticked, and whether it may be changed."""

    branch: Branch
    ticked: bool
    open: bool
    rule: Times


@bp.get("/<event>/<int:row>")
def choose(event: str, row: int) -> ResponseReturnValue:
    """Show the kinds of the group, filled in with what the case knows."""
    return _page(_case(event, row))


@bp.post("/<event>/<int:row>")
def save(event: str, row: int) -> ResponseReturnValue:
    """Keep what was chosen; after the registration it goes out at once."""
    picked = {kind for kind in Kind if request.form.get(f"want-{kind.value}")}
    try:
        with work(g.principal) as session:
            case = _case(event, row)
            session.refresh(case, with_for_update=True)
            if case.state in GONE:
                raise ValueError(str(_("The case has ended.")))
            for branch in sending.want(case, sorted(picked & set(GROUPS[case.event]), key=list(Kind).index)):
                if branch.state is State.WANTED and branch.kind in picked:
                    typed.read(branch, request.form)
                elif branch.state is State.WANTED:
                    take_steps(session, branch, [("withdraw", acting().user_id)], reason=str(_("Not chosen any more")))
            session.flush()
            if case.state is not CaseState.DRAFTED:
                sending.require_complete(case)
            if case.state in ENTERED:
                sending.registered(case)
    except ValueError as error:
        return _page(_case(event, row), str(error)), 422
    return redirect(address_of(KINDS[case.event], row, panel="branches"), 303)


@bp.get("/<event>/<int:row>/thong-bao.pdf")
def notice(event: str, row: int) -> ResponseReturnValue:
    """The notice to the citizen: what became of each branch."""
    case = _case(event, row, act=INSIDE)
    session = db.session()
    branches = [one for one in Branch.of(session, case) if one.state is not State.WITHDRAWN]
    writer = session.get_one(User, acting().user_id)
    words = {
        "case": case,
        "branches": branches,
        "unit": session.get_one(Unit, case.unit_id),
        "today": clock.today(),
        "what": lower_first(str(case.event)),
        "signature": Signature(("CÔNG CHỨC TƯ PHÁP - HỘ TỊCH",), writer.name),
    }
    return hand_out(render_pdf("civil_registration/branches_notice.html", words), f"ket-qua-lien-thong-{row}.pdf")


def _case(event: str, row: int, act: tuple[object, ...] = (OFFICER,)) -> Case:
    kind = KINDS[Event.vital(event) or abort(404)]
    return asked_record(kind, row, by=act)  # type: ignore[arg-type]


def _page(case: Case, error: str = "") -> str:
    session = db.session()
    branches = Branch.of(session, case)
    there = {one.kind: one for one in branches}
    choices = [
        _choice(case, kind, there.get(kind), chosen=bool(branches), failed=bool(error)) for kind in GROUPS[case.event]
    ]
    clinics = select(Branch.clinic).where(Branch.unit_id == case.unit_id, Branch.clinic.is_not(None))
    clinics = clinics.group_by(Branch.clinic).order_by(func.count().desc(), Branch.clinic).limit(PROPOSED)
    words = {"fields": FIELDS, "name_of_input": typed.name_of_input, "shown_in": typed.shown, "error": error}
    words |= {"clinics": session.scalars(clinics).all(), "back": address_of(type(case), case.id, panel="branches")}
    return render_template("civil_registration/branches_choose.html", case=case, choices=choices, **words)


def _choice(case: Case, kind: Kind, branch: Branch | None, *, chosen: bool, failed: bool) -> Choice:
    rule = BranchRule.of(db.session(), kind, clock.today())
    if branch is not None and branch.state not in (State.WANTED, State.WITHDRAWN):
        return Choice(branch, ticked=True, open=False, rule=rule)
    draft = Branch(unit_id=case.unit_id, event=case.event, case_id=case.id, kind=kind)
    for one in FIELDS[kind]:
        setattr(draft, one.key, getattr(branch, one.key) if branch else None)
    prefill(draft, case)
    ticked = branch.state is State.WANTED if branch else kind in USUAL and not chosen
    if failed:  # what was typed stays on the page
        ticked = bool(request.form.get(f"want-{kind.value}"))
        with suppress(ValueError):
            typed.read(draft, request.form)
    return Choice(draft, ticked=ticked, open=True, rule=rule)

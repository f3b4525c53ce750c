"""How the branches of each unit stand, in figures: for the city no names and no numbers of persons."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.toolkit import Link, Unit, _, as_system, clock, readable_units, resource_of
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import Kind, State, Trouble
from modules.civil_registration.roles import EVERYBODY

bp = Blueprint("civil_registration_branch_figures", __name__, url_prefix="/civil-registration/branch-figures")
LINK = Link(
    _("Interconnected dossiers by unit"),
    "civil_registration_branch_figures.page",
    "sitemap",
    EVERYBODY,
    under=_("Reports"),
)
SHOWN = (State.WANTED, State.NUMBER, State.SENT, State.RECEIVED, State.SUPPLEMENT, State.REFUSED, State.DONE)


@dataclass
class Row:
    """One unit, or one kind of branch: how many stand in each state, how many are late or do not get on."""

    name: str
    states: dict[State, int] = field(default_factory=lambda: dict.fromkeys(SHOWN, 0))
    troubles: dict[Trouble, int] = field(default_factory=lambda: dict.fromkeys(Trouble, 0))

    def add(self, state: State, trouble: Trouble | None, many: int) -> None:
        """Count branches that are alike."""
        self.states[state] += many
        if trouble is not None:
            self.troubles[trouble] += many


@bp.get("/")
def page() -> ResponseReturnValue:
    """Show the units whose births this person reads."""
    g.principal.require_role(EVERYBODY)
    names = {unit.id: unit.name for unit in readable_units(Birth, Unit.valid_on(clock.today()))}
    units = {number: Row(name) for number, name in names.items()}
    kinds = {kind: Row(str(kind)) for kind in Kind}
    total = Row(str(_("Together")))
    keys = (Branch.unit_id, Branch.kind, Branch.state, Branch.trouble)
    found = select(*keys, func.count()).where(Branch.unit_id.in_(names), Branch.state.in_(SHOWN)).group_by(*keys)
    with as_system() as session:
        for unit_id, kind, state, trouble, many in session.execute(found):
            for row in (units[unit_id], kinds[kind], total):
                row.add(state, trouble, many)
    used = [row for row in units.values() if any(row.states.values())]
    linked = g.principal.may("read", resource_of(Branch))
    return render_template(
        "civil_registration/branch_figures.html", units=used, kinds=list(kinds.values()), total=total, states=SHOWN,
        troubles=list(Trouble), linked=linked,
    )  # fmt: skip

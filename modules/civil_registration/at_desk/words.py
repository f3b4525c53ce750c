"""What civil registration says to the one-stop desk: which procedures it serves, and when its cases have news."""

from __future__ import annotations

from functools import partial

from app.toolkit import SYSTEM, Beside, Extra, On, Panel, _, renew_due, work
from modules.civil_registration.at_desk.case_of_dossier import DESKS, resource_key
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import State
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.served.following import follow
from modules.dossiers.served.panel import ItsDossier, dossier_of
from modules.dossiers.served.records import Served

DOSSIERS = "dossiers.dossiers"
PROMISES = ("received", "solving")  # states of a dossier in which its promise may be another


def heard_case(key: str, case: Case) -> None:
    """After the commit of a step of a case: its dossier goes on."""
    follow(key, case.id)


def heard_dossier(dossier: Dossier) -> None:
    """After the commit of a step of a dossier: its case is due when the dossier is promised."""
    if not dossier.served:
        return
    with work(SYSTEM) as session:
        held = session.get(Served, dossier.id)
        desk = DESKS.get(held.resource) if held else None
        if held is None or desk is None:
            return
        case, promised = session.get_one(desk.kind, held.row_id), session.get_one(Dossier, dossier.id).promised_at
        if promised and case.promised_at != promised:
            case.promised_at = promised
            renew_due(session, case)


def of_case(case: Case) -> ItsDossier | None:
    """The dossier that a case serves."""
    return dossier_of(resource_key(case), case.id)


EXTRA = Extra(
    gives=[desk.service for desk in DESKS.values()],
    beside=[
        Beside(key, Panel("desk", _("Dossier of the one-stop desk"), "its_dossier.html", of_case)) for key in DESKS
    ],
    on=[
        *(On(f"{key}.{state.value}", partial(heard_case, key)) for key in DESKS for state in State),
        *(On(f"{DOSSIERS}.{state}", heard_dossier) for state in PROMISES),
    ],
    demo="modules.civil_registration.at_desk.demo:load",
)

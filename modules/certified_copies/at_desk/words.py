"""What certified copies say to the one-stop desk: which procedure they serve, and when their visits have news."""

from __future__ import annotations

from app.toolkit import Beside, Extra, On, Panel, _
from modules.certified_copies.at_desk import visit_of_dossier as visits
from modules.certified_copies.at_desk.visit_of_dossier import VISITS
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import Copy
from modules.certified_copies.reception.limits import PROCEDURE
from modules.certified_copies.reception.visits import Visit
from modules.dossiers.served.following import follow
from modules.dossiers.served.panel import ItsDossier, dossier_of
from modules.dossiers.served.service import Service

NEWS_OF_COPIES = ("submitted", "returned", "signed", "released", "refused", "annulled")
NEWS_OF_VISITS = ("waiting", "received")


def heard_copy(copy: Copy) -> None:
    """After the commit of a step of a copy: the dossier of its visit goes on."""
    if copy.visit_id:
        follow(VISITS, copy.visit_id)


def heard_visit(visit: Visit) -> None:
    """After the commit of a step of a visit: its dossier goes on."""
    follow(VISITS, visit.id)


def of_visit(visit: Visit) -> ItsDossier | None:
    """The dossier that a visit serves."""
    return dossier_of(VISITS, visit.id)


def of_copy(copy: Copy) -> ItsDossier | None:
    """The dossier that the visit of a copy serves."""
    return dossier_of(VISITS, copy.visit_id) if copy.visit_id else None


EXTRA = Extra(
    gives=[
        Service(
            procedures=[PROCEDURE],
            key=VISITS,
            model=Visit,
            open=visits.open_visit,
            standing=visits.standing,
            pieces=visits.pieces,
            charges=visits.CHARGES,
            hand_over=visits.hand_over,
            withdraw=visits.withdraw,
            close=visits.close,
            pass_on=visits.pass_on,
        )
    ],
    beside=[
        Beside(VISITS, Panel("desk", _("Dossier of the one-stop desk"), "its_dossier.html", of_visit)),
        Beside(COPIES, Panel("desk", _("Dossier of the one-stop desk"), "its_dossier.html", of_copy)),
    ],
    on=[
        *(On(f"{COPIES}.{state}", heard_copy) for state in NEWS_OF_COPIES),
        *(On(f"{VISITS}.{state}", heard_visit) for state in NEWS_OF_VISITS),
    ],
    demo="modules.certified_copies.at_desk.demo:load",
)

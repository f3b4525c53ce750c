"""What a dossier costs: the rule of its procedure on the day it is received, and whether it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.toolkit import _, as_system, clock, db
from modules.dossiers.served.records import charged, service_of
from modules.fees.charges import Charge, owed
from modules.fees.charges import require_paid as require_receipts
from modules.fees.pages import Owed, panel
from modules.fees.rules import Channel
from modules.procedures.editions.contents import Way

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier

KEY = "dossiers.dossiers"
CHANNELS = {Way.DIRECT: Channel.DESK, Way.ONLINE: Channel.ONLINE, Way.POST: Channel.POST}


def put(session: Session, dossier: Dossier, code: str) -> None:
    """Write down what the procedure `code` costs today, by the way it came in; nothing where no rule asks for money.

    Nothing either where its service keeps the fee: it is owed once.
    """
    service = service_of(code)
    if service is not None and service.charges is not None:
        return
    Charge.put(
        session,
        KEY,
        dossier,
        code=code,
        what=f"{dossier.code} {dossier.service}",  # a receipt says for which dossier it was given
        payer=dossier.applicant,
        units=dossier.fee_units or 1,
        copies=1,
        channel=CHANNELS[dossier.way],
        day=clock.today(),
    )


def kept_here(dossier: Dossier) -> bool:
    """Whether the dossier keeps its fee itself, and not the record of its service."""
    return charged(db.session(), dossier) is None


def pass_on(session: Session, dossier: Dossier) -> None:
    """What is still owed is paid where the dossier lies now, after a merger."""
    Charge.pass_on(session, KEY, dossier)


def require_owed(session: Session, dossier: Dossier) -> None:
    """ValueError when there is nothing to ask the citizen for."""
    with as_system():
        charges, left = Charge.of(session, KEY, [dossier.id]), owed(session, KEY, [dossier.id])
    if not charges:
        raise ValueError(str(_("Nothing is owed: no fee of this procedure is in force for this way to hand in.")))
    if not left:
        raise ValueError(str(_("Nothing is owed any more for this dossier.")))


def require_paid(session: Session, dossier: Dossier) -> None:
    """ValueError while a receipt is lacking; it says how much is owed."""
    require_receipts(session, KEY, [dossier.id])


def payment(dossier: Dossier) -> Owed | None:
    """What is owed, and the receipts given, for the page of a dossier; None where it costs nothing."""
    with as_system() as session:
        key, ids = charged(session, dossier) or (KEY, [dossier.id])
    found = panel(key, *ids)
    return found if found.charges else None

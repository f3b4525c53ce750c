"""The vote of a dossier on its page: the code to scan, until when, and whether it was used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from app.toolkit import QrCode, db
from modules.dossiers.roles import RECEPTION
from modules.dossiers.satisfaction.ballots import Ballot

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


@dataclass(frozen=True)
class Shown:
    """The vote; its address and code for the desk alone, and only while it can be used."""

    ballot: Ballot
    address: str
    picture: str


def panel(dossier: Dossier) -> Shown | None:
    """What the panel tells; None before there is a vote."""
    ballot = Ballot.of(db.session(), dossier.id)
    if ballot is None:
        return None
    desk = g.principal.holds((RECEPTION,), dossier.unit_id) or g.principal.holds((RECEPTION,), dossier.competent_id)
    address = ballot.address if desk and not ballot.refusal else ""
    return Shown(ballot, address, QrCode.of(address).picture if address else "")

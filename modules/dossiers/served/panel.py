"""What a dossier's page tells of the record that serves it, and that record's page of its dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from sqlalchemy.orm import Session

from app.toolkit import Record, address_of, as_system, name_of, resource_of
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.served.records import Served
from modules.dossiers.served.service import Answered, Piece, Service

Named = tuple[str, str, Any, str]  # title, number, state, and the address for who may open it


@dataclass(frozen=True)
class ItsRecord:
    """The record of the service: its name, state and address, its pieces; `off`: its module is switched off.

    `annulled`: what has lost its value since it was answered, each as number and reason.
    """

    name: str
    state: Any
    address: str
    pieces: list[Named]
    off: bool = False
    annulled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ItsDossier:
    """The dossier that a record serves: where it is, when it is promised, and its address for who may open it."""

    code: str
    service: str
    state: State
    step: str
    promised_at: datetime | None
    address: str


def its_record(dossier: Dossier) -> ItsRecord | None:
    """What stands on the page of a dossier in service; None for any other."""
    if not dossier.served:
        return None
    with as_system() as session:
        held = session.get(Served, dossier.id)
        service = held.service if held else None
        record = session.get(service.model, held.row_id) if held and service else None
        if held is None or service is None or record is None:
            return ItsRecord("", None, "", [], off=True)
        pieces = list(service.pieces(session, held.row_id))
        state: Any = getattr(record, "state", None)
        annulled = _annulled(session, dossier, held, service)
    named = [_named(piece) for piece in pieces]
    return ItsRecord(str(record), state, _open_to(record), named, annulled=annulled)


def dossier_of(key: str, row_id: int) -> ItsDossier | None:
    """The dossier that a record serves, for its page; None where it serves none."""
    with as_system() as session:
        held = Served.by(session, key, row_id)
        dossier = session.get(Dossier, held.dossier_id) if held else None
    if dossier is None:
        return None
    step = f"{dossier.step_code} · {name_of('roles', dossier.step_role)}" if dossier.step_role else ""
    return ItsDossier(str(dossier), dossier.service, dossier.state, step, dossier.promised_at, _open_to(dossier))


def _annulled(session: Session, dossier: Dossier, held: Served, service: Service) -> tuple[tuple[str, str], ...]:
    """What was annulled of a dossier that is answered: its own state does not tell."""
    if dossier.state not in (State.SOLVED, State.RETURNED):
        return ()
    standing = service.standing(session, held.row_id)
    results = standing.results if isinstance(standing, Answered) else ()
    return tuple((one.number, one.annulled) for one in results if one.annulled)


def _named(piece: Piece) -> Named:
    return piece.title, piece.number, piece.state, _open_to(piece.record)


def _open_to(record: Record) -> str:
    """The address of a record for who may open it, else nothing."""
    model = type(record)
    units = {record.unit_id, getattr(record, "competent_id", None)} - {None}
    may = any(g.principal.may("read", resource_of(model), unit) for unit in units)
    return address_of(model, record.id) if may else ""

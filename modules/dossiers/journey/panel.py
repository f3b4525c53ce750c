"""The course of a dossier on its page: where it is, and every stay with giver, receiver, hour, in time or late."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from app.toolkit import db
from modules.dossiers.journey import travel
from modules.dossiers.journey.handlings import Handling
from modules.dossiers.mergers.succession import Succession
from modules.procedures.processes.steps import ProcessStep

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


@dataclass(frozen=True)
class Course:
    """The stays of a dossier, oldest first, the steps among which somebody chooses, the mergers it lived through."""

    stays: list[Handling]
    onward: list[ProcessStep]
    mergers: list[Succession]


def journey(dossier: Dossier) -> Course | None:
    """What the panel tells; None before it is received, unless it has lived through a merger."""
    stays = db.session.scalars(_stays(), {"dossier": dossier.id}).all()
    mergers = Succession.of(db.session(), dossier.id)
    return Course(list(stays), travel.choices(dossier), mergers) if stays or mergers else None


@cache
def _stays() -> Select[Handling]:
    found = select(Handling).where(Handling.dossier_id == bindparam("dossier")).order_by(Handling.id)
    return found.options(joinedload(Handling.giver), joinedload(Handling.holder))

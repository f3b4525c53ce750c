"""What a module declares to serve a procedure: the record that it opens for a dossier, and what that record tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import InstrumentedAttribute, Session

from app.toolkit import Attachment, Record, Resource, Role
from modules.dossiers.roles import HANDLERS

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


@dataclass(frozen=True)
class Turn:
    """Somebody must act on the record: the dossier goes to the step of the first of these roles that its process knows.

    `until` is a later day that was promised there, and `why`: the dossier puts its own day off to it.
    """

    roles: Sequence[Role]
    by: int | None = None
    until: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Asked:
    """The citizen was asked for papers: the clock stands still."""

    missing: str
    why: str
    by: int | None = None


@dataclass(frozen=True)
class Result:
    """A result with its number, day and file; `annulled` says why it has lost its value since."""

    title: str
    number: str
    day: date
    file: Attachment | None
    annulled: str = ""


@dataclass(frozen=True)
class Refusal:
    """What was refused, why, and by which law (one basis to a line)."""

    what: str
    reason: str
    basis: str


@dataclass(frozen=True)
class Answered:
    """Nothing is left to do: with results the dossier is handled, without any it is stopped; `handed`: he has them all."""

    results: Sequence[Result]
    refusals: Sequence[Refusal] = ()
    handed: bool = False
    by: int | None = None


@dataclass(frozen=True)
class Withdrawn:
    """The citizen has taken it back at the record: the dossier is withdrawn and let go, for this reason."""

    reason: str
    by: int | None = None


Standing = Turn | Asked | Answered | Withdrawn


@dataclass(frozen=True)
class Piece:
    """A part of the record that its dossier's page names: its title, number and state, and where its page is."""

    title: str
    number: str
    state: Any
    record: Record


@dataclass(frozen=True)
class Kept:
    """Where the fee of a service is kept: at rows of the resource `key`; `row` is their id, `of` the record they belong to."""

    key: str
    row: InstrumentedAttribute[Any]
    of: InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Service:
    """A module's own way to serve procedures, given with `Module(gives=[…])` or an `Extra`.

    `key` and `model` are those of its record. `open(session, dossier)` makes that record, in the name of who receives;
    `standing(session, row)` tells how it stands (`by`: who brought it there). `tells(session, row)` are lines for the
    page where the citizen looks his dossier up: they name nobody and give no number. `charges` says at which rows
    the fee is kept; left out, the dossier keeps it. `hand_over(session, row)` notes there that the desk has handed
    everything over; `withdraw(session, row)` lets go there of what the citizen takes back, and refuses where it has
    an answer already; `close(session, row)` ends the record when its dossier has ended; `pass_on(session, row,
    unit)` gives it to the unit that took over from a merged one. ValueErrors of these are read by whoever has
    acted.
    """

    procedures: Sequence[str]
    key: str
    model: type[Record]
    open: Callable[[Session, Dossier], Record]
    standing: Callable[[Session, int], Standing]
    pieces: Callable[[Session, int], Sequence[Piece]] = lambda _session, _row: ()
    tells: Callable[[Session, int], Sequence[str]] = lambda _session, _row: ()
    charges: Kept | None = None
    hand_over: Callable[[Session, int], None] = lambda _session, _row: None
    withdraw: Callable[[Session, int], None] = lambda _session, _row: None
    close: Callable[[Session, int], None] = lambda _session, _row: None
    pass_on: Callable[[Session, int, int], None] | None = None


def faults(service: Service, everyone: Sequence[Service], resources: Mapping[str, Resource]) -> Iterable[str]:
    """Why the desk could use no such service, in sentences."""
    found = resources.get(service.key)
    if found is None or found.model is not service.model:
        yield f"the service of {service.key!r} names no resource of {service.model.__name__}; write <module>.<slug>"
    if not service.procedures:
        yield f"the service of {service.key!r} names no procedure"
    for code in service.procedures:
        if sum(code in one.procedures for one in everyone) > 1:
            yield f"the procedure {code} has more than one service"


def handlers(roles: Iterable[Role]) -> list[str]:
    """The names of those roles that handle dossiers."""
    return [role.name for role in roles if role in HANDLERS]

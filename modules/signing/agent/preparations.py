"""What a module says about a step that a token at somebody's computer may have to sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.toolkit import Elsewhere, Record, _, db
from modules.signing.models import Key

Words = dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """A file ready for one signature: by whose key, and what must be remembered until it is back (JSON values)."""

    pdf: bytes
    key: Key
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Preparation:
    """How a record's file is made ready for a step; what its unit writes down when it never comes back signed."""

    model: type[Record]
    prepare: Callable[[Any], Prepared]
    give_up: Callable[[Words], None] = lambda _words: None


@dataclass(frozen=True)
class CameBack:
    """The signed file, while the step is taken that it was handed out for."""

    resource: str
    row: int
    step: str
    content: bytes
    words: Words


KNOWN: dict[tuple[str, str], Preparation] = {}
PLACE = "came_back"  # where a unit of work holds the file that it is about


def prepares(resource: str, step: str, preparation: Preparation) -> None:
    """Say how a step of a resource is signed elsewhere; its verb asks `came_back` and else `send_away`."""
    KNOWN[resource, step] = preparation


def came_back(record: Record, step: str) -> CameBack | None:
    """Return the signed file when this step is being taken because it has come back."""
    found: CameBack | None = db.session().info.get(PLACE)
    here = (_resource_of(record, step), record.id, step)
    return found if found and (found.resource, found.row, found.step) == here else None


def send_away(record: Record, step: str, key: Key) -> None:
    """Elsewhere, when the key lies at the signer's own computer; for other keys nothing happens."""
    if key.is_elsewhere:
        sentence = str(_("This key lies at the signer's own computer; sign with the device there."))
        raise Elsewhere(sentence, f"/signing/agent/{_resource_of(record, step)}/{record.id}/{step}")


def _resource_of(record: Record, step: str) -> str:
    """Under which resource the step of such a record was prepared."""
    return next(key for (key, name), one in KNOWN.items() if name == step and isinstance(record, one.model))

"""What a block of a page or a paper of a module tells its template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Told = Mapping[str, Any] | DataclassInstance


def words_of(told: Told) -> dict[str, Any]:
    """Return the names that the template gets: the fields and properties of a dataclass, or the keys of a mapping."""
    if isinstance(told, Mapping):
        return dict(told)
    counted = [name for name, one in vars(type(told)).items() if isinstance(one, property)]
    return {name: getattr(told, name) for name in (*(one.name for one in fields(told)), *counted)}

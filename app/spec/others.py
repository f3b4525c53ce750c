"""What a module adds to the record pages of other modules: tabs with its rows, blocks of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.spec.words import Column, Panel, Resource


@dataclass(frozen=True)
class Attach:
    """A tab with the rows of `resource` on the record page of the resource named `to`, where `on` refers to it.

    `begins(record)`: whether a new row may be begun from that page, by who may create one; left out, never.
    """

    to: str
    resource: Resource
    on: Column
    begins: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Beside:
    """A block that this module puts on the record page of another module's resource, named `to`, below its own.

    Its template lies in the folder of the module that declares it. Whoever may read the record sees it: its context
    must tell nothing of rows that are hidden from him.
    """

    to: str
    panel: Panel

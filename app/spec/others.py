"""What a module says to others: tabs and blocks on their record pages, values they take, words for where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.spec.words import Column, On, Panel, Resource


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


@dataclass(frozen=True)
class Takes:
    """A kind of value that this module takes from others: a class of its own, whose instances they give.

    `faults(gift, all of its kind, resources by key)` yields a sentence for each thing that cannot be meant: it stops
    the start of whoever gives it.
    """

    kind: type[Any]
    faults: Callable[[Any, Sequence[Any], Mapping[str, Resource]], Iterable[str]] = lambda *_words: ()


@dataclass(frozen=True)
class Extra:
    """What a module says only where another one, which it does not need, is at work too.

    It stands in a file of its own, which may import that module: `Module(extras={"dossiers": "package.file:NAME"})`.
    """

    gives: Sequence[Any] = ()
    beside: Sequence[Beside] = ()
    on: Sequence[On] = ()
    demo: str | None = None

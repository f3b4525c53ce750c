"""What modules give each other by declaration: who takes a kind of value need not know who gives it."""

from __future__ import annotations

from typing import TypeVar

from app.engine.registry import registry

Gift = TypeVar("Gift")


def given(kind: type[Gift]) -> list[Gift]:
    """Return the values of a kind that the modules at work give, in the order of modules."""
    return [gift for _module, said in registry.said() for gift in said.gives if isinstance(gift, kind)]

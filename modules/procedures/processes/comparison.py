"""Two versions of a process: steps dropped, added, kept, and the hours between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from app.toolkit import fold
from modules.procedures.processes.steps import ProcessStep


@dataclass(frozen=True)
class Pair:
    """A step in both versions, or in one of them."""

    before: ProcessStep | None
    after: ProcessStep | None

    @property
    def saved(self) -> Decimal:
        """Working hours less than before; below nothing where it takes longer."""
        return _hours(self.before) - _hours(self.after)


@dataclass(frozen=True)
class Comparison:
    """Steps are the same when they are named alike, whatever their code: B4 becomes B3 when a step before it goes."""

    before: Sequence[ProcessStep]
    after: Sequence[ProcessStep]

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every step of both, in the order of the new version, dropped ones where they stood."""
        left = {_name(step): step for step in self.before}
        pairs = [Pair(left.pop(_name(step), None), step) for step in self.after]
        for place, step in enumerate(self.before):
            if _name(step) in left:
                pairs.insert(min(place, len(pairs)), Pair(step, None))
        return pairs

    @property
    def dropped(self) -> list[ProcessStep]:
        """The steps that are no more."""
        return [pair.before for pair in self.pairs if pair.before is not None and pair.after is None]

    @property
    def added(self) -> list[ProcessStep]:
        """The steps that are new."""
        return [pair.after for pair in self.pairs if pair.after is not None and pair.before is None]

    @property
    def saved(self) -> Decimal:
        """Σ(old − new) in working hours."""
        return sum((pair.saved for pair in self.pairs), Decimal(0))


def _hours(step: ProcessStep | None) -> Decimal:
    return step.hours if step is not None else Decimal(0)


def _name(step: ProcessStep) -> str:
    return fold(step.name)

"""The words of a workflow: states belong to a column, steps lead from one to another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.data.choice import Choice
from app.data.text import Text
from app.spec.words import Column, Lines, Role


@dataclass(frozen=True)
class Term:
    """How long a state may last: working days or working hours of the unit, with an optional cut-off "HH:MM"."""

    days: int = 0
    hours: int = 0
    cut_off: str | None = None


def working_days(number: int, *, cut_off: str | None = None) -> Term:
    """A term in working days; after `cut_off` the clock starts on the next working day."""
    return Term(days=number, cut_off=cut_off)


def working_hours(number: int) -> Term:
    """A term in hours in which the unit is open."""
    return Term(hours=number)


@dataclass(frozen=True)
class Step:
    """A button: takes a record from `source` to `target`, if the person, the state and the guard allow it.

    `not_by` names earlier steps whose actor may not take this one (four eyes); `not_author` bars who made the record.
    `do(record)` changes the record and may raise ValueError with a sentence for the user. `form` lists columns that
    are asked for with the step; `reason` demands a written reason. `main` is the one red button of its state.
    """

    name: str
    label: Text
    source: Choice | Sequence[Choice]
    target: Choice
    by: Role | Sequence[Role]
    do: Callable[[Any], None] | None = None
    guard: Callable[[Any], bool] | None = None
    not_by: Sequence[str] = ()
    not_author: bool = False
    form: Sequence[Column | Lines] = ()
    reason: bool = False
    confirm: Text | None = None
    main: bool = True
    decides: bool = False
    icon: str = "arrow-right"

    @property
    def sources(self) -> tuple[Choice, ...]:
        """The states in which the button shows."""
        return (self.source,) if isinstance(self.source, Choice) else tuple(self.source)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that may press it."""
        return (self.by,) if isinstance(self.by, Role) else tuple(self.by)


@dataclass(frozen=True)
class Workflow:
    """All steps of one state column. `bar` is the straight road shown on the status bar, `terms` the deadlines,
    `paused` the states in which a deadline's clock stands still, `editable` those in which the form is open."""

    column: Column
    steps: Sequence[Step]
    bar: Sequence[Choice] = ()
    terms: dict[Choice, Term] | None = None
    paused: Sequence[Choice] = ()
    editable: Sequence[Choice] = ()

    @property
    def states(self) -> type[Choice]:
        """The closed list behind the column."""
        return self.column.property.columns[0].info["meta"].choices

    def from_state(self, state: Choice) -> list[Step]:
        """Return the steps that leave `state`, in the order declared."""
        return [step for step in self.steps if state in step.sources]

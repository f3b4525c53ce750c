"""The words of a workflow: states belong to a column, steps lead from one to another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.data.choice import Choice
from app.data.text import Text, _
from app.spec.words import Column, Lines, Role


@dataclass(frozen=True)
class Term:
    """How long a state may last: working days or working hours of the unit, with an optional cut-off "HH:MM".

    `since` and `until` are the first and last day on which a record must have begun; `law` is the document.
    """

    days: int = 0
    hours: int = 0
    cut_off: str | None = None
    since: date | None = None
    until: date | None = None
    law: str = ""

    def __str__(self) -> str:
        if self.hours:
            return str(_("%(hours)s working hours", hours=self.hours))
        words = str(_("%(days)s working days", days=self.days) if self.days else _("the same day"))
        return str(_("%(term)s, after %(time)s a day later", term=words, time=self.cut_off)) if self.cut_off else words

    def meets(self, other: Term) -> bool:
        """Whether there is a day for which both terms hold."""
        late = max(self.since or date.min, other.since or date.min)
        return late <= min(self.until or date.max, other.until or date.max)


def working_days(
    number: int, *, cut_off: str | None = None, since: date | None = None, until: date | None = None, law: str = ""
) -> Term:
    """A term in working days; after `cut_off` the clock starts on the next working day."""
    return Term(days=number, cut_off=cut_off, since=since, until=until, law=law)


def working_hours(number: int, *, since: date | None = None, until: date | None = None, law: str = "") -> Term:
    """A term in hours in which the unit is open."""
    return Term(hours=number, since=since, until=until, law=law)


@dataclass(frozen=True)
class Step:
    """A button: takes a record from `source` to `target`, if the person, the state and the guard allow it.

    `not_by` names earlier steps whose actor may not take this one (four eyes); `not_author` bars who made the record;
    `bars(record, user id)` returns the sentence that keeps a person from it for another reason.
    `do(record)` changes the record and may raise ValueError with a sentence for the user. `form` lists columns that
    are asked for with the step; `reason` demands a written reason. `main` is the one red button of its state.
    `by` nobody, (), is a step of the system: code takes it with `take_steps`, no button shows and no task opens.
    `turn(record)` names those of `by` whose turn it is with this record, where its own rows say who acts next.
    `onward(record)` names the record, perhaps of another noun, whose page whoever took the step goes on with.
    `lacks(record)` says in a sentence why its `guard` does not let it, for whoever asked for it on several records.
    `prints` names the printout that records share (`Report(together=True)`), offered after it was taken on several.
    `at` is the column with the unit whose roles take the step, when that is not the record's own (see `Resource.also`).
    `since` and `until` are the first and last day on which a record must have begun for the step to be its way, by
    the document `law`: seeded as dated rows, which administrators edit.
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
    bars: Callable[[Any, int | None], str | None] | None = None
    form: Sequence[Column | Lines] = ()
    reason: bool = False
    confirm: Text | None = None
    main: bool = True
    decides: bool = False
    icon: str = "arrow-right"
    turn: Callable[[Any], Collection[str]] | None = None
    onward: Callable[[Any], Any] | None = None
    lacks: Callable[[Any], Text] | None = None
    prints: str = ""
    at: Column | None = None
    since: date | None = None
    until: date | None = None
    law: str = ""

    @property
    def sources(self) -> tuple[Choice, ...]:
        """The states in which the button shows."""
        return (self.source,) if isinstance(self.source, Choice) else tuple(self.source)

    def place(self, record: Any) -> int:
        """Return the id of the unit in which the step is taken."""
        unit_id: int = record.unit_id if self.at is None else getattr(record, self.at.key)
        return unit_id

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that may press it on some record."""
        return (self.by,) if isinstance(self.by, Role) else tuple(self.by)

    def roles_for(self, record: Any) -> tuple[Role, ...]:
        """The roles that may press it on this record now."""
        if self.turn is None:
            return self.roles
        names = self.turn(record)
        return tuple(role for role in self.roles if role.name in names)


@dataclass(frozen=True)
class Workflow:
    """All steps of one state column.

    `bar` is the straight road shown on the status bar, `terms` the deadlines (one or several dated ones per state),
    `paused` the states in which a deadline's clock stands still, `editable` those in which the form is open.
    Terms and dated steps are what a new house begins with; then its rows rule.
    `promised(record, due)` is the deadline that a citizen was told, where the terms alone would say `due`.
    """

    column: Column
    steps: Sequence[Step]
    bar: Sequence[Choice] = ()
    terms: Mapping[Any, Term | Sequence[Term]] = field(default_factory=dict)
    paused: Sequence[Choice] = ()
    editable: Sequence[Choice] = ()
    promised: Callable[[Any, datetime | None], datetime | None] | None = None

    @property
    def states(self) -> type[Choice]:
        """The closed list behind the column."""
        return self.column.property.columns[0].info["meta"].choices

    def terms_of(self, state: Choice) -> tuple[Term, ...]:
        """The declared terms of a state, as many as have followed one another."""
        found = self.terms.get(state, ())
        return (found,) if isinstance(found, Term) else tuple(found)

    def from_state(self, state: Choice) -> list[Step]:
        """Return the steps that leave `state`, in the order declared."""
        return [step for step in self.steps if state in step.sources]

    def reach(self, steps: Iterable[Step]) -> set[Choice]:
        """Return the states to which `steps` lead from the first one."""
        reached, known = {next(iter(self.states))}, list(steps)
        while more := {step.target for step in known if reached & set(step.sources)} - reached:
            reached |= more
        return reached


def covers(first: date | None, last: date | None, day: date) -> bool:
    """Whether `day` lies in a time that may be open at either end."""
    return (first is None or first <= day) and (last is None or day <= last)

"""A chain of steps in time: which steps records of a day may take, and whether that chain leads anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.data.choice import Choice
from app.spec.flow import Step, Term, Workflow, covers

Span = tuple[date | None, date | None]


@dataclass(frozen=True)
class Rules:
    """The dated rows of one workflow: spans by step name, dated terms by state code."""

    steps: dict[str, list[Span]]
    terms: dict[str, list[Term]]

    def allows(self, step: Step, day: date) -> bool:
        """Whether records that began on `day` may take the step; a step without rows is open to all."""
        spans = self.steps.get(step.name)
        return spans is None or any(covers(*span, day) for span in spans)

    def term(self, state: Choice, day: date) -> Term | None:
        """Return the term of a state for records that began on `day`."""
        return next((term for term in self.terms.get(state.value, ()) if covers(term.since, term.until, day)), None)

    def days(self) -> list[date]:
        """The days on which the chain changes, after a first day before all of them."""
        return [date.min, *sorted({day for spans in self.steps.values() for span in spans for day in _edges(*span)})]

    def dead_ends(self, flow: Workflow) -> Iterator[tuple[date, Choice]]:
        """Yield (day, state) where records that begin on a day would come to a state and find no way on."""
        ends = {state for state in flow.states if not flow.from_state(state)}
        for day in self.days():
            steps = [step for step in flow.steps if self.allows(step, day)]
            for state in flow.states:
                left = any(state in step.sources for step in steps)
                if not left and state not in ends and state in flow.reach(steps):
                    yield day, state


def declared(flow: Workflow) -> Rules:
    """Return the rules as the declaration words them, before an administrator has changed a row."""
    steps: dict[str, list[Span]] = {
        step.name: [(step.since, step.until)] for step in flow.steps if step.since or step.until
    }
    return Rules(steps, {state.value: list(flow.terms_of(state)) for state in flow.states})


def _edges(first: date | None, last: date | None) -> Iterator[date]:
    if first:
        yield first
    if last:
        yield last + timedelta(days=1)

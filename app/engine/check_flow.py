"""Start-up checks of a workflow: its states, its steps, who takes them. The ids stand in `checks.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.spec.chain import declared
from app.spec.flow import Workflow
from app.spec.included import included
from app.spec.words import Resource, Role


def check_flow(name: str, resource: Resource, roles: Mapping[str, Role]) -> Iterator[str]:
    """Yield one line per word of a resource's workflow that cannot be meant."""
    flow = resource.workflow
    if flow is None:
        return
    yield from _check_states(name, flow)
    for state in set(flow.states) - flow.reach(flow.steps):
        yield f"M007 {name}: no step leads to the state {state.value!r}"
    for day, state in declared(flow).dead_ends(flow):
        yield f"M007 {name}: what begins on {day} stands still in {state.value!r}; let a step of that day lead on"
    names = [step.name for step in flow.steps]
    for step_name in {one for one in names if names.count(one) > 1}:
        yield f"M012 {name}: two steps are named {step_name!r}; dates and history tell steps apart by name"
    for state in flow.terms:
        terms = flow.terms_of(state)
        if any(one.meets(other) for at, one in enumerate(terms) for other in terms[:at]):
            yield f"M013 {name}: two terms of {state.value!r} hold on the same day"
    for step in flow.steps:
        for other in set(step.not_by) - set(names):
            yield f"M018 {name}: the step {step.name!r} is closed to who took {other!r}, which is no step"
    yield from _check_roles(name, resource, flow, roles)


def _check_states(name: str, flow: Workflow) -> Iterator[str]:
    places = {"bar": flow.bar, "terms": flow.terms, "paused": flow.paused, "editable": flow.editable}
    places |= {f"the step {step.name!r}": (*step.sources, step.target) for step in flow.steps}
    for place, states in places.items():
        for state in states:
            if state not in flow.states:
                yield f"M024 {name}: {place} names {state!r}, which is no state of {flow.states.__name__}"


def _check_roles(name: str, resource: Resource, flow: Workflow, roles: Mapping[str, Role]) -> Iterator[str]:
    readers = {allow.role.name for allow in resource.access if "read" in allow.acts}
    for step in flow.steps:
        for role in step.roles:
            if role.name not in roles:
                yield f"M006 {name}: step {step.name!r} names the unknown role {role.name!r}"
            elif readers.isdisjoint(included(role.name, roles)):
                yield f"M006 {name}: {role.name!r} may take {step.name!r} but not read the record"

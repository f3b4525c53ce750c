"""Which steps are open to a record and how long its states last: dated rows, by the day on which the record began.

What began under an old chain ends under it: a request of June 2025 still goes through the district that was closed
on 1 July. Every page asks for them, so they are kept until one changes; a change that would break a chain is refused.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.data.choice import Choice
from app.data.clock import local
from app.data.format import format_day
from app.data.moment import now
from app.data.named import name_of
from app.data.people import Unit
from app.data.record import Record
from app.data.rule import StepRule, TermRule
from app.data.standing import while_unchanged
from app.data.text import _
from app.engine.registry import registry
from app.engine.seeds import seed_row
from app.spec.chain import Rules
from app.spec.flow import Term, Workflow
from app.spec.words import Module, Resource


def rules_of(session: Session, resource: Resource) -> Rules:
    """Return the rules of a resource's workflow, read anew once one of them has changed."""
    return _read(session, registry.key(resource))


def first_day(record: Record) -> date:
    """Return the day in Vietnam on which a record began: the day whose rules it follows."""
    return local(record.created_at or now()).date()


def bar_of(session: Session, resource: Resource, record: Record) -> list[Choice]:
    """Return the straight road of a record: the bar without states that its own chain does not lead through."""
    flow = resource.workflow
    if flow is None:
        return []
    rules, day = rules_of(session, resource), first_day(record)
    reached = flow.reach(step for step in flow.steps if rules.allows(step, day))
    return [state for state in flow.bar if state in reached or state is getattr(record, flow.column.key)]


def seed(session: Session, module: Module) -> None:
    """Write the declared dates and terms of a module's workflows as rows; rows that a user changed are kept."""
    city = select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)
    for resource in module.resources:
        flow, key = resource.workflow, registry.key(resource)
        for step in flow.steps if flow else ():
            if step.since or step.until:
                days: dict[str, Any] = {"valid_from": step.since, "valid_to": step.until, "source": step.law or None}
                name = f"{key}.{step.name}"
                seed_row(session, f"step.{name}", StepRule, unit_id=session.scalar(city), step=name, **days)
        for state in flow.states if flow else ():
            for number, term in enumerate(flow.terms_of(state) if flow else ()):
                name = f"{key}.{state.value}"
                seed_row(
                    session, f"term.{name}.{number}", TermRule, unit_id=session.scalar(city), state=name, **_row(term)
                )


def _row(term: Term) -> dict[str, Any]:
    return {
        "days": None if term.hours else term.days,
        "hours": term.hours or None,
        "cut_off": term.cut_off,
        "valid_from": term.since,
        "valid_to": term.until,
        "source": term.law or None,
    }


@while_unchanged(StepRule, TermRule)
def _read(session: Session, key: str) -> Rules:
    # The table, not the model: everybody works under these rows, whoever may see the screens that edit them.
    rules = Rules({}, {})
    table = StepRule.__table__
    for row in session.execute(select(table).where(table.c.step.startswith(f"{key}.", autoescape=True))):
        rules.steps.setdefault(row.step.rsplit(".", 1)[1], []).append((row.valid_from, row.valid_to))
    table = TermRule.__table__
    rows = select(table).where(table.c.state.startswith(f"{key}.", autoescape=True)).order_by(table.c.id)
    for row in session.execute(rows):
        term = Term(row.days or 0, row.hours or 0, row.cut_off, row.valid_from, row.valid_to, row.source or "")
        rules.terms.setdefault(row.state.rsplit(".", 1)[1], []).append(term)
    return rules


@event.listens_for(Session, "after_flush")
def _note_changes(session: Session, _context: object) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, (StepRule, TermRule)):
            name = row.step if isinstance(row, StepRule) else row.state
            session.info.setdefault("chains", set()).add(name.rsplit(".", 1)[0])


@event.listens_for(Session, "before_commit")
def _check_chains(session: Session) -> None:
    """Only whole changes are judged: between two rows of one seed a chain may hang in the air."""
    session.flush()
    changed = session.info.pop("chains", set())
    for key in changed & set(registry.resources):
        flow = registry.resources[key].workflow
        if flow is not None:
            _check(key, flow, _read(session, key))


def _check(key: str, flow: Workflow, rules: Rules) -> None:
    for code, terms in rules.terms.items():
        if any(one.meets(other) for at, one in enumerate(terms) for other in terms[:at]):
            state = name_of("states", f"{key}.{code}")
            raise ValueError(str(_("“%(state)s” would have two terms at the same time.", state=state)))
    for day, end in rules.dead_ends(flow):
        if day == date.min:
            raise ValueError(str(_("Records would stand still in “%(state)s”: no step leads on.", state=end)))
        text = _("What begins on %(day)s would stand still in “%(state)s”.", day=format_day(day), state=end)
        raise ValueError(str(text))

"""What the inbox asks the database: each statement is written once for everybody with the same grants.

Their values are `me` (the id of whoever asks), `now`, `soon` and, for the rows, `skipped`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.toolkit import Choice, User, _, turns
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.escalation.told import Escalation
from modules.dossiers.journey.handlings import Handling
from modules.dossiers.roles import SUPERVISOR

KEY = "dossiers.dossiers"
PAGE = 30  # rows of a page
PLACES = 60  # roles and steps to choose from
CITIZEN = (State.WAITING, State.DUTY)
MOST_KEPT = 500  # statements of a kind


class Tab(Choice):
    """The tabs of the inbox, in their order."""

    MINE = "mine", _("Taken by me")
    FREE = "free", _("Taken by nobody")
    SOON = "soon", _("Nearly due")
    LATE = "late", _("Late")
    TOLD = "told", _("Reported upwards")
    CITIZEN = "citizen", _("Waiting for the citizen")


HELD = [tab for tab in Tab if tab is not Tab.CITIZEN]


class Asker(NamedTuple):
    """What the statements of somebody depend on: what is granted to him, and the units where he works (None: all)."""

    grants: tuple[Any, ...]
    units: frozenset[int] | None


@lru_cache(MOST_KEPT)
def counts(asker: Asker) -> Select[Any]:
    """Return the numbers of the tabs `HELD`."""
    parts = [func.count().filter(_condition(asker, tab)) for tab in HELD]
    return _joined(select(*parts), asker).where(Dossier.state.not_in(CITIZEN))


@lru_cache(MOST_KEPT)
def waiting_for_citizen(asker: Asker) -> Select[int]:
    """Return the number of the tab of those that wait for the citizen."""
    return select(func.count()).select_from(Dossier).where(_condition(asker, Tab.CITIZEN))


@lru_cache(MOST_KEPT)
def places(asker: Asker, tab: Tab) -> Select[Any]:
    """Return the roles and steps in which the dossiers of a tab are, with their number."""
    role, step = func.coalesce(Dossier.step_role, ""), func.coalesce(Handling.name, "")
    found = _rows(select(role, step, func.count()), asker, tab).group_by(role, step).order_by(role, step)
    return found.limit(PLACES)


@lru_cache(MOST_KEPT)
def rows(asker: Asker, tab: Tab) -> Select[Any]:
    """Return the dossiers of a tab with holder, note and present stay: a page of them and one more."""
    held = _turns(asker.grants)
    found = _rows(select(Dossier, held.c.holder_id, User.name, held.c.note, Handling), asker, tab)
    found = found.outerjoin(User, User.id == held.c.holder_id)
    found = found.order_by(Dossier.step_due_at.is_(None), Dossier.step_due_at, Dossier.id)
    found = found.offset(bindparam("skipped")).limit(PAGE + 1)
    return found.options(joinedload(Dossier.unit), joinedload(Dossier.competent))


@lru_cache(MOST_KEPT)
def _turns(grants: tuple[Any, ...]) -> Subquery:
    return turns(KEY, grants, (SUPERVISOR,))


def _joined(found: Any, asker: Asker) -> Any:
    held = _turns(asker.grants)
    return found.select_from(held).join(Dossier, Dossier.id == held.c.row_id)


def _rows(found: Any, asker: Asker, tab: Tab) -> Any:
    if tab is Tab.CITIZEN:
        held = _turns(asker.grants)
        found = found.select_from(Dossier).outerjoin(held, held.c.row_id == Dossier.id)
    else:
        found = _joined(found, asker).where(Dossier.state.not_in(CITIZEN))
    stay = and_(Handling.dossier_id == Dossier.id, Handling.left_at.is_(None))
    return found.outerjoin(Handling, stay).where(_condition(asker, tab))


def _condition(asker: Asker, tab: Tab) -> ColumnElement[bool]:
    """The condition of a tab."""
    due, held, now = Dossier.step_due_at, _turns(asker.grants), bindparam("now", type_=Dossier.step_due_at.type)
    open_stay = and_(Handling.id == Escalation.handling_id, Handling.left_at.is_(None))
    conditions: dict[Tab, ColumnElement[bool]] = {
        Tab.MINE: held.c.holder_id == bindparam("me"),
        Tab.FREE: held.c.holder_id.is_(None),
        Tab.SOON: and_(due >= now, due < bindparam("soon", type_=due.type)),
        Tab.LATE: due < now,
        Tab.TOLD: exists().where(Escalation.dossier_id == Dossier.id, open_stay).correlate(Dossier),
        Tab.CITIZEN: and_(Dossier.state.in_(CITIZEN), _ours(asker.units)),
    }
    return conditions[tab]


def _ours(units: frozenset[int] | None) -> ColumnElement[bool]:
    """The condition that a dossier was received or is solved where the person works."""
    return true() if units is None else or_(Dossier.competent_id.in_(units), Dossier.unit_id.in_(units))

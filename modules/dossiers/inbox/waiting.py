"""The dossiers that wait for whoever acts: by tab, by role and step, the first due first; as many queries for one as for 30."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from app.toolkit import Choice, User, _, acting, calendar_of, clock, fold, name_of, turns
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.escalation.rules import near_hours
from modules.dossiers.escalation.told import Escalation
from modules.dossiers.journey.handlings import Handling
from modules.dossiers.roles import HANDLERS, SUPERVISOR

KEY = "dossiers.dossiers"
PAGE = 30  # rows of a page
PLACES = 60  # roles and steps to choose from
CITIZEN = (State.WAITING, State.DUTY)


class Tab(Choice):
    """The tabs of the inbox, in their order."""

    MINE = "mine", _("Taken by me")
    FREE = "free", _("Taken by nobody")
    SOON = "soon", _("Nearly due")
    LATE = "late", _("Late")
    TOLD = "told", _("Reported upwards")
    CITIZEN = "citizen", _("Waiting for the citizen")


@dataclass(frozen=True)
class Asked:
    """What the address of the inbox asks for; `place` is a role and a step as `Place.code` writes them."""

    tab: Tab
    search: str = ""
    place: str = ""
    page: int = 1


@dataclass(frozen=True)
class Place:
    """A role and a step in which dossiers of a tab are."""

    role: str
    step: str
    count: int

    @property
    def code(self) -> str:
        """As the address names it."""
        return f"{self.role}|{self.step}"

    def __str__(self) -> str:
        role = str(name_of("roles", self.role)) if self.role else str(_("Received by nobody yet"))
        return f"{role} · {self.step}" if self.step else role


@dataclass(frozen=True)
class Row:
    """A dossier that waits, with who has taken it, the note it came with, and its present stay."""

    dossier: Dossier
    holder_id: int | None
    holder: str | None
    note: str | None
    stay: Handling | None

    @property
    def free(self) -> bool:
        """Whether nobody has taken it."""
        return self.holder_id is None


class Inbox:
    """What waits for whoever acts, as of now."""

    def __init__(self, session: Session) -> None:
        self.session, self.who = session, acting()
        self.turns = turns(KEY, self.who, (SUPERVISOR,))
        calendar, now = calendar_of(session, self.who.unit_id), clock.now()
        hours = near_hours(session, clock.today())
        self.conditions = self._conditions(now, calendar.add_working_hours(now, hours) if hours else now)

    def counts(self) -> dict[Tab, int]:
        """How many dossiers each tab has, in one query."""
        held = [tab for tab in Tab if tab is not Tab.CITIZEN]
        parts = [func.count().filter(self.conditions[tab]) for tab in held]
        row = self.session.execute(self._joined(select(*parts)).where(Dossier.state.not_in(CITIZEN))).one()
        asked = select(func.count()).select_from(Dossier).where(self.conditions[Tab.CITIZEN])
        return dict(zip(held, row, strict=True)) | {Tab.CITIZEN: self.session.scalar(asked) or 0}

    def places(self, tab: Tab) -> list[Place]:
        """The roles and steps in which the dossiers of a tab are, with their number."""
        role, step = func.coalesce(Dossier.step_role, ""), func.coalesce(Handling.name, "")
        found = self._rows(select(role, step, func.count()), tab).group_by(role, step).order_by(role, step)
        return [Place(*row) for row in self.session.execute(found.limit(PLACES))]

    def rows(self, asked: Asked) -> list[Row]:
        """The rows of a page, and one more where a further page follows."""
        columns = (Dossier, self.turns.c.holder_id, User.name, self.turns.c.note, Handling)
        found = self._rows(select(*columns), asked.tab).outerjoin(User, User.id == self.turns.c.holder_id)
        if words := fold(asked.search).split():
            found = found.where(and_(*(Dossier.search_key.contains(word, autoescape=True) for word in words)))
        if asked.place:
            role, _bar, step = asked.place.partition("|")
            found = found.where(
                func.coalesce(Dossier.step_role, "") == role, func.coalesce(Handling.name, "") == step
            )  # fmt: skip
        order = (Dossier.step_due_at.is_(None), Dossier.step_due_at, Dossier.id)
        found = found.order_by(*order).offset((asked.page - 1) * PAGE).limit(PAGE + 1)
        loaded = found.options(joinedload(Dossier.unit), joinedload(Dossier.competent))
        return [Row(*row) for row in self.session.execute(loaded)]

    def _joined(self, found: Any) -> Any:
        return found.select_from(self.turns).join(Dossier, Dossier.id == self.turns.c.row_id)

    def _rows(self, found: Any, tab: Tab) -> Any:
        if tab is Tab.CITIZEN:
            found = found.select_from(Dossier).outerjoin(self.turns, self.turns.c.row_id == Dossier.id)
        else:
            found = self._joined(found).where(Dossier.state.not_in(CITIZEN))
        stay = and_(Handling.dossier_id == Dossier.id, Handling.left_at.is_(None))
        return found.outerjoin(Handling, stay).where(self.conditions[tab])

    def _conditions(self, now: datetime, soon: datetime) -> dict[Tab, ColumnElement[bool]]:
        """The condition of each tab."""
        due: Any = Dossier.step_due_at
        open_stay = and_(Handling.id == Escalation.handling_id, Handling.left_at.is_(None))
        return {
            Tab.MINE: self.turns.c.holder_id == self.who.user_id,
            Tab.FREE: self.turns.c.holder_id.is_(None),
            Tab.SOON: and_(due >= now, due < soon),
            Tab.LATE: due < now,
            Tab.TOLD: exists().where(Escalation.dossier_id == Dossier.id, open_stay).correlate(Dossier),
            Tab.CITIZEN: and_(Dossier.state.in_(CITIZEN), self._ours()),
        }

    def _ours(self) -> ColumnElement[bool]:
        """The condition that a dossier was received or is solved where the person works."""
        units = self.who.units_as((*HANDLERS, SUPERVISOR))
        return true() if units is None else or_(Dossier.competent_id.in_(units), Dossier.unit_id.in_(units))


def first_tab(counts: dict[Tab, int]) -> Tab:
    """Where the inbox opens: the first tab in which something is."""
    return next((tab for tab in Tab if counts[tab]), Tab.MINE)


def since(row: Row) -> datetime | None:
    """Since when a dossier has stood where it is."""
    return row.stay.came_at if row.stay else row.dossier.asked_at or row.dossier.created_at

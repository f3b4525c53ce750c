"""The dossiers that wait for whoever acts: by tab, by role and step, the first due first; as many queries for one as for 30."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func
from sqlalchemy.orm import Session

from app.toolkit import _, acting, calendar_of, clock, fold, name_of
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.escalation.rules import near_hours
from modules.dossiers.inbox import asking
from modules.dossiers.inbox.asking import PAGE, Asker, Tab
from modules.dossiers.journey.handlings import Handling
from modules.dossiers.roles import HANDLERS, SUPERVISOR


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
        self.session, who = session, acting()
        calendar, now = calendar_of(session, who.unit_id), clock.now()
        hours = near_hours(session, clock.today())
        soon = calendar.add_working_hours(now, hours) if hours else now
        self.asker = Asker(who.grants, who.units_as((*HANDLERS, SUPERVISOR)))
        self.values = {"me": who.user_id, "now": now, "soon": soon}

    def counts(self) -> dict[Tab, int]:
        """How many dossiers each tab has, in two queries."""
        row = self.session.execute(asking.counts(self.asker), self.values).one()
        waiting = self.session.scalar(asking.waiting_for_citizen(self.asker), self.values)
        return dict(zip(asking.HELD, row, strict=True)) | {Tab.CITIZEN: waiting or 0}

    def places(self, tab: Tab) -> list[Place]:
        """The roles and steps in which the dossiers of a tab are, with their number."""
        return [Place(*row) for row in self.session.execute(asking.places(self.asker, tab), self.values)]

    def rows(self, asked: Asked) -> list[Row]:
        """The rows of a page, and one more where a further page follows."""
        found = asking.rows(self.asker, asked.tab)
        if words := fold(asked.search).split():
            found = found.where(and_(*(Dossier.search_key.contains(word, autoescape=True) for word in words)))
        if asked.place:
            role, _bar, step = asked.place.partition("|")
            found = found.where(
                func.coalesce(Dossier.step_role, "") == role, func.coalesce(Handling.name, "") == step
            )  # fmt: skip
        skipped = {"skipped": (asked.page - 1) * PAGE}
        return [Row(*row) for row in self.session.execute(found, self.values | skipped)]


def first_tab(counts: dict[Tab, int]) -> Tab:
    """Where the inbox opens: the first tab in which something is."""
    return next((tab for tab in Tab if counts[tab]), Tab.MINE)


def since(row: Row) -> datetime | None:
    """Since when a dossier has stood where it is."""
    return row.stay.came_at if row.stay else row.dossier.asked_at or row.dossier.created_at

"""Connections: one system of another agency, where it is, how patiently it is called, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Record, Unit, _, clock, field, format_day
from modules.interconnect.links.places import require_callable, resolved
from modules.interconnect.links.sealed import Sealed
from modules.interconnect.simulators.whereabouts import SCHEME

SECONDS, FIRST, FACTOR, LONGEST, TRIES, POLL = 8, 15, 2, 1800, 60, 60


class Standing(Choice):
    """How a connection stands."""

    UNTRIED = "untried", _("Not called yet"), "grey"
    WELL = "well", _("Answering"), "green"
    SILENT = "silent", _("Not answering"), "rose"
    PAUSED = "paused", _("Paused"), "amber"


@dataclass(frozen=True)
class Place:
    """A connection without its row, for calls that no transaction waits for."""

    id: int
    port: str
    name: str
    base: str
    seconds: float
    secrets: dict[str, str] = part(repr=False)


class Connection(Record):
    """Kết nối: one system reached through a port, for a unit and those below it."""

    __tablename__ = "interconnect_connection"
    searched = ("name", "address")

    # Chosen, where other records take the unit of who enters them: the city's serves all wards.
    unit_id: Mapped[int] = field.reference(_("Unit"), "core_unit", required=True)
    name: Mapped[str] = field.text(_("Name of the system"), required=True)
    port: Mapped[str] = field.named(_("What can be asked"), "ports", required=True)
    address: Mapped[str | None] = field.text(
        _("Address of the system"),
        help=_(
            "https://…; http:// only within the own network; simulator:/… for the simulator; empty: nothing is sent"
        ),
    )
    seconds: Mapped[int] = field.whole(_("Longest wait (seconds)"), low=1, high=60, default=SECONDS, required=True)
    first_wait: Mapped[int] = field.whole(
        _("First wait before trying again (seconds)"), low=1, high=3600, default=FIRST, required=True
    )
    factor: Mapped[int] = field.whole(
        _("Each further wait is so many times longer"), low=1, high=10, default=FACTOR, required=True
    )
    longest_wait: Mapped[int] = field.whole(
        _("Longest wait between two tries (seconds)"), low=1, high=86_400, default=LONGEST, required=True
    )
    most_tries: Mapped[int] = field.whole(
        _("Tries before it is given up"), low=1, high=1000, default=TRIES, required=True
    )
    poll_every: Mapped[int] = field.whole(
        _("Ask for results every (seconds)"), low=1, high=86_400, default=POLL, required=True
    )
    state: Mapped[Standing] = field.choice(
        _("How it stands"), Standing, required=True, readonly=True, default=Standing.UNTRIED
    )
    silent_since: Mapped[datetime | None] = field.moment(_("Not answering since"), readonly=True)
    answered_at: Mapped[datetime | None] = field.moment(_("Last answer"), readonly=True)
    probe_at: Mapped[datetime | None] = field.moment(_("Tried again at"), readonly=True)
    misses: Mapped[int] = field.whole(_("Failures in a row"), default=0, required=True, readonly=True)
    problem: Mapped[str | None] = field.text(_("What went wrong"), max=300, readonly=True)

    def __str__(self) -> str:
        return self.name

    def saved(self) -> None:
        """ValueError: an address that must not be called, or waits that contradict each other."""
        self.address = (self.address or "").strip() or None
        if self.address:
            require_callable(self.address)
        if self.longest_wait < self.first_wait:
            raise ValueError(str(_("The longest wait must not be shorter than the first.")))

    @property
    def is_simulated(self) -> bool:
        """Whether it leads to the simulator of the demo."""
        return (self.address or "").startswith(SCHEME)

    @property
    def sentence(self) -> str:
        """How it stands, in words: "không trả lời từ 08:02"."""
        if not self.address:
            return str(_("has no address yet"))
        if self.state is Standing.SILENT and self.silent_since:
            return str(_("has not answered since %(moment)s", moment=since(self.silent_since)))
        words = {
            Standing.PAUSED: _("is paused"),
            Standing.WELL: _("answers"),
            Standing.UNTRIED: _("was not called yet"),
        }
        return str(words.get(self.state, _("does not answer")))

    @property
    def sealed_name(self) -> str:
        """Under which name its secrets are kept."""
        return f"connection:{self.id}"

    def place(self, session: Session) -> Place:
        """Return where to call it. ValueError: its secrets cannot be opened any more."""
        secrets = Sealed.of(session, self.sealed_name)
        return Place(self.id, self.port, self.name, resolved(self.address or ""), self.seconds, secrets)

    def keep(self, session: Session, words: dict[str, str]) -> None:
        """Seal secrets that its port wants, by name; an empty one leaves what was there."""
        Sealed.keep(session, self.sealed_name, words)

    def wait(self, tries: int) -> timedelta:
        """How long to wait after so many failures."""
        return timedelta(seconds=min(self.first_wait * self.factor ** min(max(tries - 1, 0), 20), self.longest_wait))

    @classmethod
    def of(cls, session: Session, port: str, unit_id: int) -> Connection | None:
        """Return the connection that a unit uses: its own, or that of the nearest unit above it."""
        here = session.scalar(select(Unit.path).where(Unit.id == unit_id)) or ""
        found = session.execute(
            select(cls, Unit.path).join(Unit, Unit.id == cls.unit_id).where(cls.port == port).order_by(cls.id)
        )
        fit: list[tuple[int, Any]] = [(len(path), row) for row, path in found if here.startswith(path)]
        return max(fit, key=lambda one: one[0])[1] if fit else None


def since(moment: datetime) -> str:
    """A moment as one says it: the hour alone today, else with its day."""
    local = clock.local(moment)
    hour = local.strftime("%H:%M")
    return hour if local.date() == clock.today() else f"{hour} {format_day(local.date())}"

"""Who looks things up without a sign-in: how often they may, and the log that names no full address."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import SYSTEM, Choice, PerMinute, _, clock, db, field, network_of_caller, work

_calls, _lines = PerMinute(), PerMinute()
BLOCKED_LINES = 100  # a minute at most: who floods us must not fill the disk, too
PARTS = {4: 24, 6: 48}  # what the log keeps of an address


class Outcome(Choice):
    """What a look-up found."""

    FOUND = "found", _("Has an answer"), "green"
    NOTHING = "nothing", _("Has no answer"), "grey"
    BLOCKED = "blocked", _("Too many look-ups"), "amber"


class LookUp(db.Model):  # type: ignore[name-defined]
    """One look-up by a stranger; the code as its hash, the address without its last part."""

    __tablename__ = "certified_copies_look_up"
    __untracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = field.moment(_("Looked up"), required=True, index=True)
    what: Mapped[str] = field.text(_("What was looked up"), max=20)
    code_hash: Mapped[str | None] = mapped_column()
    network: Mapped[str] = field.text(_("Network"), max=50)
    outcome: Mapped[Outcome] = field.choice(_("Outcome"), Outcome, required=True)


def admitted(what: str) -> bool:
    """Count this request; False when its address, or all strangers together, ask too often.

    The log gets one line a minute for each network that was turned away.
    """
    most = current_app.config
    if _calls.admit_caller(most["LOOKUPS_PER_MINUTE"]) and _calls.admit(None, most["LOOKUPS_IN_ALL_PER_MINUTE"]):
        return True
    if _lines.admit(network_of_caller(PARTS), 1) and _lines.admit(None, BLOCKED_LINES):
        note(clock.now(), what, Outcome.BLOCKED)
    return False


def note(now: datetime, what: str, outcome: Outcome, code_hash: str | None = None) -> None:
    """Write a line of the log, in a transaction of its own."""
    with work(SYSTEM) as session:
        session.add(LookUp(at=now, what=what, outcome=outcome, code_hash=code_hash, network=network_of_caller(PARTS)))

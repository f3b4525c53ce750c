"""What the house knows of itself: installed modules, seeded rows, days off, opening hours, sign-ins."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.data import field
from app.data.base import db
from app.data.moment import Moment, now
from app.data.text import _


class ModuleRow(db.Model):  # type: ignore[name-defined]
    """An installed module: `installed`, `disabled`, or `orphan` when its code is gone."""

    __tablename__ = "core_module"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    installed_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Seed(db.Model):  # type: ignore[name-defined]
    """One seeded row: what we wrote last, so that a user's change is kept and a deleted row stays deleted."""

    __tablename__ = "core_seed"
    __untracked__ = True

    key: Mapped[str] = mapped_column(primary_key=True)
    table: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    digest: Mapped[str] = mapped_column()


class DayOverride(db.Model):  # type: ignore[name-defined]
    """A day that differs from the national calendar: a swapped working day, an extra day off, with its source."""

    __tablename__ = "core_day_override"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = field.day(_("Day"), required=True, unique=True)
    working: Mapped[bool] = field.yes_no(_("Working day"))
    reason: Mapped[str] = field.text(_("Reason"), required=True)
    source: Mapped[str | None] = field.text(_("Source"))


class Opening(db.Model):  # type: ignore[name-defined]
    """One opening period of a unit on a weekday; without rows of its own a unit keeps the city's hours."""

    __tablename__ = "core_opening"
    __table_args__ = (UniqueConstraint("unit_id", "weekday", "opens"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = field.reference(_("Unit"), "core_unit")
    weekday: Mapped[int] = field.whole(_("Weekday (0 Monday)"), high=6, required=True)
    opens: Mapped[str] = field.text(_("Opens"), max=5, required=True)
    closes: Mapped[str] = field.text(_("Closes"), max=5, required=True)
    counts: Mapped[bool] = field.yes_no(_("Counts for deadlines"), default=True)


class SignIn(db.Model):  # type: ignore[name-defined]
    """One open session of a user on one device; the user can end it from another."""

    __tablename__ = "core_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    token: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

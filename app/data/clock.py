"""The time in Ho Chi Minh City, which has no daylight saving."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Return the present moment in Vietnam's time."""
    return _frozen.get() or datetime.now(ZONE)


def today() -> date:
    """Return the present day in Vietnam."""
    return now().date()


def midnight() -> datetime:
    """Return the beginning of the present day in Vietnam."""
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def begin_of(day: date) -> datetime:
    """Return the first moment of a day in Vietnam."""
    return datetime.combine(day, time(), ZONE)


def local(moment: datetime) -> datetime:
    """Return `moment` in Vietnam's time; ValueError without a zone, since the machine's own zone would be a guess."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(ZONE)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` (aware) inside the block, in this thread only; for tests and for demo data."""
    token = _frozen.set(local(moment))
    try:
        yield
    finally:
        _frozen.reset(token)

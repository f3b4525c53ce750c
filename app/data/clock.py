"""The time in Ho Chi Minh City, which has no daylight saving."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
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


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` inside the block; for tests and for demo data."""
    token = _frozen.set(moment.astimezone(ZONE))
    try:
        yield
    finally:
        _frozen.reset(token)

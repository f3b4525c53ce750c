"""How values are written for people, and read back from what they type."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from app.data.clock import ZONE, now
from app.data.text import _

EARLIEST = 1850
SOON = timedelta(days=1)


def number(value: float | None) -> str:
    """68250000 gives "68.250.000"; decimals follow a comma."""
    if value is None:
        return ""
    text = f"{value:,.10f}".rstrip("0").rstrip(".") if not float(value).is_integer() else f"{int(value):,}"
    return text.translate(str.maketrans(",.", ".,"))


def money(value: int | None) -> str:
    """68250000 gives "68.250.000 ₫"."""
    return "" if value is None else f"{number(value)} ₫"


def format_day(value: date | datetime | None) -> str:
    """23/11/2026."""
    if value is None:
        return ""
    return (value.astimezone(ZONE) if isinstance(value, datetime) else value).strftime("%d/%m/%Y")


def format_moment(value: datetime | None) -> str:
    """08:31 ngày 23/11/2026, in Vietnam's time."""
    if value is None:
        return ""
    local = value.astimezone(ZONE)
    return str(_("%(time)s on %(day)s", time=local.strftime("%H:%M"), day=local.strftime("%d/%m/%Y")))


def due_words(value: datetime) -> tuple[str, str]:
    """Return a deadline as people say it and its urgency: late, soon or nothing."""
    local, here = value.astimezone(ZONE), now()
    clock = local.strftime("%H:%M")
    days = (local.date() - here.date()).days
    if local < here:
        if days == 0:
            return str(_("Overdue since %(time)s", time=clock)), "late"
        return str(_("Overdue by %(days)s days", days=-days)), "late"
    if days == 0:
        return str(_("Today %(time)s", time=clock)), "soon"
    if days == 1:
        return str(_("Tomorrow %(time)s", time=clock)), "soon" if local - here < SOON else ""
    return format_day(local), ""


def file_size(size: int) -> str:
    """Bytes as "1,8 MB"."""
    for unit, step in (("GB", 2**30), ("MB", 2**20), ("KB", 2**10)):
        if size >= step:
            return f"{number(round(size / step, 1))} {unit}"
    return f"{size} B"


def mask_citizen_id(value: str) -> str:
    """079188012345 gives 0791••••2345."""
    return f"{value[:4]}••••{value[-4:]}"


def parse_day(typed: str) -> date:
    """Read 23/11/2026, 23-11-26, 23.11.2026 or 2026-11-23; ValueError says what is wrong."""
    parts = re.split(r"[\s/.\-]+", typed.strip())
    if not (len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts)):
        raise ValueError(str(_("Type the date as day/month/year, such as 23/11/2026")))
    first, month, last = (int(part) for part in parts)
    day, year = (last, first) if len(parts[0]) == 4 else (first, last)
    year += 2000 if year < 100 else 0
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise ValueError(str(_("There is no day %(typed)s", typed=typed))) from error
    if year < EARLIEST:
        raise ValueError(str(_("The year %(year)s is too early", year=year)))
    return found


def parse_money(typed: str) -> int:
    """Read whole numbers with dots, commas or spaces between thousands and an optional đ; ValueError otherwise."""
    bare = re.sub(r"(?i)\s*(₫|đồng|đ|vnd|vnđ)\.?$", "", typed.strip())
    if re.fullmatch(r"-?\d+", bare) or re.fullmatch(r"-?\d{1,3}([.,\s]\d{3})+", bare):
        return int(re.sub(r"[.,\s]", "", bare))
    raise ValueError(str(_("Type a whole number, such as 68.250.000")))

"""How values are written for people, and read back from what they type."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from app.data.clock import local, now, today
from app.data.text import _

EARLIEST = 1850
AHEAD = 10  # a two-digit year lies at most this many years ahead, otherwise in the past: 85 is 1985
LARGEST = 10**15  # đồng; more is a slip of the finger
SOON = timedelta(days=1)

_SWAP = str.maketrans(",.", ".,")
_DAY = re.compile(r"(\d{1,2})(?:\s*[/.\-]\s*|\s+)(\d{1,2})(?:\s*[/.\-]\s*|\s+)(\d{4}|\d{2})", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})(?:\s*[h:g.]\s*)?(\d{2})?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})", re.ASCII)
_CURRENCY = re.compile(r"\s*(₫|đồng|đ|vnd|vnđ)\.?$", re.IGNORECASE)
# One kind of separator in the whole number: "1.000,000" is a mistake, not a million.
_WHOLE = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}([.,\s])[0-9]{3}(?:\1[0-9]{3})*)")


def number(value: float | Decimal | None) -> str:
    """68250000 gives "68.250.000"; decimals follow a comma, at most ten of them."""
    if value is None:
        return ""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.translate(_SWAP)


def money(value: int | None) -> str:
    """68250000 gives "68.250.000 ₫"."""
    return "" if value is None else f"{number(value)} ₫"


def percent(share: float | Decimal | None, digits: int = 1) -> str:
    """0.984 gives "98,4%"; a share of 1 is the whole."""
    return "" if share is None else f"{share * 100:.{digits}f}%".translate(_SWAP)


def format_day(value: date | datetime | None) -> str:
    """23/11/2026."""
    if value is None:
        return ""
    day = local(value) if isinstance(value, datetime) else value
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_day_in_words(day: date) -> str:
    """Ngày 09 tháng 02 năm 2026, as a paper is dated: a zero before days below 10 and months 1, 2 (NĐ 30/2020)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def format_moment_in_words(value: datetime) -> str:
    """08 giờ 31 phút, ngày 23 tháng 11 năm 2026, as slips for citizens write it; in Vietnam's time."""
    here = local(value)
    return f"{here:%H} giờ {here:%M} phút, {format_day_in_words(here.date())}"


def lower_first(text: str) -> str:
    """The text as it goes on within a sentence: "Từ 16 GB" gives "từ 16 GB", an abbreviation stays as it is."""
    return text if len(text) < 2 or text[1].isupper() else text[0].lower() + text[1:]


def format_moment(value: datetime | None) -> str:
    """08:31 ngày 23/11/2026, in Vietnam's time."""
    if value is None:
        return ""
    return str(_("%(time)s on %(day)s", time=_clock(value), day=format_day(value)))


def due_words(value: datetime) -> tuple[str, str]:
    """Return a deadline as people say it and its urgency: late, soon or nothing."""
    due, here = local(value), now()
    days = (due.date() - here.date()).days
    if due < here:
        if days == 0:
            return str(_("Overdue since %(time)s", time=_clock(due))), "late"
        return str(_("Overdue by %(days)s days", days=-days)), "late"
    if days == 0:
        return str(_("Today %(time)s", time=_clock(due))), "soon"
    if days == 1:
        return str(_("Tomorrow %(time)s", time=_clock(due))), "soon" if due - here < SOON else ""
    return format_day(due), ""


def file_size(size: int) -> str:
    """Bytes as "1,8 MB"."""
    for unit, step in (("GB", 2**30), ("MB", 2**20), ("KB", 2**10)):
        # What rounds to 1024 of one unit is 1 of the next.
        if round(size / step * 1024) >= 1024:
            return f"{number(round(size / step, 1))} {unit}"
    return f"{number(size)} B"


def mask_citizen_id(value: str) -> str:
    """079188012345 gives 0791••••2345; of shorter numbers the middle third stays hidden too."""
    shown = len(value) // 3
    return f"{value[:shown]}••••{value[len(value) - shown :]}"


def parse_day(typed: str) -> date:
    """Read 23/11/2026, 23-11-26, 23.11.2026 or 2026-11-23; ValueError says what is wrong."""
    bare = typed.strip()
    if found := _DAY.fullmatch(bare):
        day, month, year = (int(part) for part in found.groups())
        if len(found[3]) == 2:
            year += 2000 if 2000 + year <= today().year + AHEAD else 1900
    elif found := _YEAR_FIRST.fullmatch(bare):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise ValueError(str(_("Type the date as day/month/year, such as 23/11/2026")))
    try:
        read = date(year, month, day)
    except ValueError as error:
        raise ValueError(str(_("There is no day %(typed)s", typed=bare))) from error
    if year < EARLIEST:
        raise ValueError(str(_("The year %(year)s is too early", year=year)))
    return read


def parse_hour(typed: str) -> str:
    """Read 7h30, 7:30, 7g30, 7h or 0730 as "07:30"; ValueError when it is no time of day."""
    found = _HOUR.fullmatch(typed.strip().lower())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError(str(_("Write the hour as 15:00.")))
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


def parse_web_address(typed: str) -> str:
    """Read an address of the web; ValueError for anything else that a browser would follow."""
    parts = urlsplit(typed)
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or " " in typed:
        raise ValueError(str(_("Type a whole address, such as https://hop.gov.vn/lop-1")))
    return typed


def parse_money(typed: str) -> int:
    """Read whole numbers with dots, commas or spaces between thousands and an optional đ; ValueError otherwise."""
    bare = _CURRENCY.sub("", typed.strip())
    if not _WHOLE.fullmatch(bare):
        raise ValueError(str(_("Type a whole number, such as 68.250.000")))
    digits = re.sub(r"[.,\s]", "", bare)
    if len(digits) > len(str(LARGEST)) or abs(int(digits)) >= LARGEST:
        raise ValueError(str(_("The number is too large: check the zeros")))
    return int(digits)


def _clock(value: datetime) -> str:
    return local(value).strftime("%H:%M")

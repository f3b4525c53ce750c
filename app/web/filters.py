"""How values look on a page: one function per kind of column, used by every template and sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask import g, url_for
from markupsafe import Markup, escape

from app.data.base import db
from app.data.choice import Choice
from app.data.clock import local
from app.data.field import Meta, meta
from app.data.format import due_words, format_day, format_moment, mask_citizen_id, money, number
from app.data.named import name_of
from app.data.text import _
from app.engine import tasks
from app.engine.figures import curve
from app.engine.registry import registry
from app.spec.words import Column, Resource

WAYS: dict[str, Callable[[Any], str]] = {
    "money": number,
    "whole": number,
    "number": number,
    "day": format_day,
    "moment": format_moment,
}


def shown(record: Any, column: Column, *, masked: bool = True) -> str:
    """Return the value of a column as plain Vietnamese text; personal numbers masked unless told otherwise."""
    words = meta(column)
    if words.kind == "reference":
        row = getattr(record, column.key.removesuffix("_id"))
        return str(words.none or "") if row is None else str(row)
    return plain(words, getattr(record, column.key), masked=masked)


def about(resource: Resource, record: Any) -> str:
    """Return what a record is about, its heading, as plain Vietnamese text; its own name while that is empty."""
    if resource.heading is not None and meta(resource.heading).kind == "reference":
        return tasks.about(db.session(), resource, record)
    return (shown(record, resource.heading) if resource.heading is not None else "") or str(record)


def leads_to(record: Any, column: Column) -> str:
    """Return the address of the row behind a reference; "" when no screen has it or the reader may not open it."""
    resource = registry.of_table(meta(column).target or "") if meta(column).kind == "reference" else None
    row = getattr(record, column.key.removesuffix("_id")) if resource else None
    if resource is None or row is None or not g.principal.may("read", resource, getattr(row, "unit_id", None)):
        return ""
    return url_for("resource.show", res=resource, row=row.id)


def plain(words: Meta, value: Any, *, masked: bool = True) -> str:
    """Return `value` of a column kind as text."""
    if value is None:
        return str(words.none or "")
    if words.kind == "yes_no":
        return str(_("Yes") if value else _("No"))
    if words.kind == "named":
        return name_of(words.target or "", value)
    if words.personal and masked:
        return mask_citizen_id(str(value))
    return str(WAYS.get(words.kind, str)(value))


def paragraphs(text: str | None) -> Markup:
    """Return text with its line breaks kept."""
    return Markup("<br>").join(escape(line) for line in (text or "").splitlines())


def tone(value: Any) -> str:
    """Return the tone of a choice, or nothing."""
    return value.tone if isinstance(value, Choice) else ""


def due(value: datetime | None) -> tuple[str, str]:
    """Return (words, late | soon | "") of a deadline."""
    return due_words(value) if value else ("", "")


@dataclass(frozen=True)
class Batch:
    """Neighbouring rows of a list that share the value they are grouped by."""

    key: Any
    rows: list[Any]

    @property
    def first(self) -> Any:
        """The row that names the group."""
        return self.rows[0]


WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def weekday(value: date | datetime | int) -> str:
    """Return the name of the day of the week; a number counts from Monday, which is 0."""
    if isinstance(value, int):
        return str(WEEKDAYS[value])
    return str(WEEKDAYS[(local(value) if isinstance(value, datetime) else value).weekday()])


def groups_of(rows: list[Any], key: str) -> list[Batch]:
    """Return sorted rows in batches of one value of the attribute `key`."""
    return [Batch(value, list(batch)) for value, batch in groupby(rows, key=lambda row: getattr(row, key))]


def typed_period(value: str) -> str:
    """Return "2026-11" of an address as people write it, 11/2026."""
    return "/".join(reversed(value.split("-")))


BROWSERS = (
    ("Edg/", "Edge"),
    ("CocCoc", "Cốc Cốc"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device(agent: str) -> str:
    """Return what a browser says of itself in two words: Chrome, Windows."""
    # The order matters: most browsers also name the ones they imitate.
    found = [next((name for mark, name in marks if mark in agent), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name) or str(_("Unknown device"))


FILTERS = {
    "device": device,
    "typed_period": typed_period,
    "groups_of": groups_of,
    "curve": curve,
    "weekday": weekday,
    "money": money,
    "number": number,
    "day": format_day,
    "moment": format_moment,
    "paragraphs": paragraphs,
    "tone": tone,
    "due": due,
    "masked": mask_citizen_id,
}

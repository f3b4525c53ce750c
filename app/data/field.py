"""Columns that carry their label: said once here, read by every screen, sheet, form, API and PDF.

Each function returns a `mapped_column`; `meta(Model.column)` gives the words back.
Kinds: text, long_text, whole, year, money, number, day, partial_day, hour, web_address, moment, yes_no, choice, named, reference,
citizen_id, listing, lines. `state` makes a choice, `link` the row behind a reference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, Integer, Numeric, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import InstrumentedAttribute, mapped_column, relationship

from app.data.choice import Choice, ChoiceType
from app.data.moment import Moment
from app.data.partial import PartialDayType
from app.data.text import Text, _


@dataclass(frozen=True)
class Meta:
    """What a column means to a reader. `kind` is one of the words in this module's docstring, `none` what empty means."""

    label: Text
    kind: str
    required: bool = False
    help: Text | None = None
    readonly: bool = False
    personal: bool = False
    past: bool = False  # a day: today at the latest
    choices: type[Choice] | None = None
    target: str | None = None
    low: int | None = None
    high: int | None = None
    none: Text | None = None
    in_force: bool = False  # a reference: forms propose rows that hold today
    asked: bool = False  # a choice: forms begin with none, also where one must be made
    wanted: bool = False  # may be empty in a draft, and is needed to go on


def meta(attribute: InstrumentedAttribute[Any]) -> Meta:
    """Return the words of a column or line list; LookupError when it was made without any."""
    found = attribute.property.info.get("meta") or getattr(
        getattr(attribute.property, "columns", [None])[0], "info", {}
    ).get("meta")
    if found is None:
        raise LookupError(f"{attribute} has no label: declare it with app.toolkit.field")
    return found


def label_of(attribute: InstrumentedAttribute[Any]) -> Text:
    """Return the label of a column or line list, for pages of one's own."""
    return meta(attribute).label


def _column(type_: Any, words: Meta, *args: Any, **options: Any) -> Any:
    options.setdefault("nullable", not words.required)
    return mapped_column(type_, *args, info={"meta": words}, **options)


def wanted(column: Any) -> Any:
    """The same column, marked on forms as one to be filled in, though a draft is kept without it (`lacking` names it)."""
    column.column.info["meta"] = replace(column.column.info["meta"], wanted=True)
    return column


def text(
    label: Text,
    *,
    max: int = 200,
    required: bool = False,
    help: Text | None = None,
    readonly: bool = False,
    personal: bool = False,
    **options: Any,
) -> Any:
    """One line of text, at most `max` characters."""
    words = Meta(label, "text", required=required, help=help, readonly=readonly, personal=personal, high=max)
    return _column(String(max), words, **options)


def long_text(label: Text, *, required: bool = False, help: Text | None = None, readonly: bool = False) -> Any:
    """Several lines of text, at most 20,000 characters."""
    return _column(LongText, Meta(label, "long_text", required=required, help=help, readonly=readonly, high=20_000))


def whole(
    label: Text,
    *,
    low: int = 0,
    high: int = 1_000_000_000,
    required: bool = False,
    readonly: bool = False,
    help: Text | None = None,
    default: int | None = None,
) -> Any:
    """A whole number between `low` and `high`."""
    words = Meta(label, "whole", required=required, readonly=readonly, help=help, low=low, high=high)
    return _column(Integer, words, default=default)


def year(label: Text, *, low: int = 1900, high: int = 2100, required: bool = False, help: Text | None = None) -> Any:
    """A year: a whole number that is written without separators."""
    return _column(Integer, Meta(label, "year", required=required, help=help, low=low, high=high))


def money(
    label: Text, *, required: bool = False, readonly: bool = False, help: Text | None = None, default: int | None = None
) -> Any:
    """Whole đồng, never fractions: budgets must add up exactly."""
    words = Meta(label, "money", required=required, readonly=readonly, help=help, low=0, high=10**15)
    return _column(BigInteger, words, default=default)


def number(label: Text, *, required: bool = False, readonly: bool = False, help: Text | None = None) -> Any:
    """A decimal number with up to four places."""
    return _column(Numeric(18, 4), Meta(label, "number", required=required, readonly=readonly, help=help))


def day(
    label: Text,
    *,
    required: bool = False,
    readonly: bool = False,
    past: bool = False,
    help: Text | None = None,
    **options: Any,
) -> Any:
    """A calendar date, typed and shown as dd/mm/yyyy; a `past` one is today at the latest: what it dates has happened."""
    return _column(Date, Meta(label, "day", required=required, readonly=readonly, past=past, help=help), **options)


def partial_day(
    label: Text,
    *,
    required: bool = False,
    readonly: bool = False,
    past: bool = False,
    help: Text | None = None,
    **options: Any,
) -> Any:
    """A day of which perhaps only the month or the year is known: typed and shown as 14/05/1940, 05/1940 or 1940."""
    words = Meta(label, "partial_day", required=required, readonly=readonly, past=past, help=help)
    return _column(PartialDayType(), words, **options)


def hour(label: Text, *, required: bool = False, help: Text | None = None) -> Any:
    """A time of day, typed as 7h30, 7:30 or 730, stored and shown as "07:30"."""
    return _column(String(5), Meta(label, "hour", required=required, help=help, high=5))


def web_address(label: Text, *, required: bool = False, help: Text | None = None, readonly: bool = False) -> Any:
    """An address that people may follow, at most 300 characters; only https:// and http://, so no script hides in it."""
    words = Meta(label, "web_address", required=required, help=help, readonly=readonly, high=300)
    return _column(String(300), words)


def moment(label: Text, *, required: bool = False, readonly: bool = False, **options: Any) -> Any:
    """A point in time, stored in UTC, shown in Vietnam's time."""
    return _column(Moment, Meta(label, "moment", required=required, readonly=readonly), **options)


def yes_no(label: Text, *, default: bool = False, help: Text | None = None, readonly: bool = False) -> Any:
    """A tick box."""
    return _column(
        Boolean, Meta(label, "yes_no", required=False, help=help, readonly=readonly), default=default, nullable=False
    )


def choice(
    label: Text,
    choices: type[Choice],
    *,
    required: bool = False,
    readonly: bool = False,
    help: Text | None = None,
    none: Text | None = None,
    default: Choice | None = None,
    asked: bool = False,
) -> Any:
    """One value of a closed list; `none` is what screens and sheets say where nothing is chosen.

    `asked`: a new form begins with none, so that nobody leaves the first of the list by mistake.
    """
    words = Meta(
        label, "choice", required=required, readonly=readonly, help=help, choices=choices, none=none, asked=asked
    )
    return _column(ChoiceType(choices), words, default=default)


def named(
    label: Text, names: str, *, required: bool = False, help: Text | None = None, max: int = 120, **options: Any
) -> Any:
    """One code of a list in `app.data.named`, which modules fill at the start: a step, a state or a role."""
    options.setdefault("index", True)
    return _column(String(max), Meta(label, "named", required=required, help=help, target=names), **options)


def state(choices: type[Choice]) -> Any:
    """The state column of a workflow; starts at the first value of `choices` and only steps change it."""
    words = Meta(_("State"), "choice", required=True, readonly=True, choices=choices)
    return _column(ChoiceType(choices), words, default=next(iter(choices)), index=True)


def reference(
    label: Text,
    table: str,
    *,
    required: bool = False,
    readonly: bool = False,
    help: Text | None = None,
    none: Text | None = None,
    in_force: bool = False,
    **options: Any,
) -> Any:
    """A link to a row of `table`; the relationship of the same name without `_id` gives the row.

    `none` is what screens and sheets say where there is none: "whole city", "online only". Of rows that hold from a
    day to a day, as units do, forms propose with `in_force` those that hold today, and the one already chosen.
    `index=False` where a longer index of the table begins with the column.
    """
    words = Meta(
        label, "reference", required=required, readonly=readonly, help=help, target=table, none=none, in_force=in_force
    )
    return _column(ForeignKey(f"{table}.id"), words, **{"index": True} | options)


def citizen_id(label: Text, *, required: bool = False, readonly: bool = False, **options: Any) -> Any:
    """A 12-digit personal identification number: masked wherever it is shown until a logged reveal."""
    words = Meta(label, "citizen_id", required=required, readonly=readonly, personal=True, high=12)
    return _column(String(12), words, **options)


def listing(label: Text, *, readonly: bool = True) -> Any:
    """A JSON value that a module reads itself (a checklist, a snapshot); stock forms leave it alone."""
    return _column(JSON, Meta(label, "listing", readonly=readonly), default=list)


def lines(target: str, label: Text, *, order_by: str, **options: Any) -> Any:
    """The item rows of a record: loaded with it, saved with it, deleted with it."""
    options.setdefault("lazy", "raise_on_sql")
    return relationship(
        target, order_by=order_by, cascade="all, delete-orphan", info={"meta": Meta(label, "lines")}, **options
    )


def link(target: str, key: Any, **options: Any) -> Any:
    """The row behind a `reference` column; never loads by surprise."""
    options.setdefault("lazy", "raise_on_sql")
    return relationship(target, foreign_keys=[key], **options)

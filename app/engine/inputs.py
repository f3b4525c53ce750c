"""Form fields for the kinds of column: they read what people type and say in a sentence what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import wtforms
from wtforms.validators import Length, NumberRange, Optional

from app.data.citizen_id import check_citizen_id
from app.data.clock import today
from app.data.field import Meta
from app.data.fold import normalise
from app.data.format import format_day, mask_citizen_id, number, parse_day, parse_hour, parse_money, parse_web_address
from app.data.named import names_of
from app.data.partial import PartialDay, parse_partial_day
from app.data.row_id import row_id
from app.data.text import _
from app.engine.lacking import ask_for


class TypedField(wtforms.StringField):
    """A text input whose value is parsed; the typed text is shown again when it cannot be."""

    input_mode = "text"

    def parse(self, typed: str) -> Any:
        """Turn the typed text into a value; ValueError carries the sentence for the user."""
        return typed

    def show(self, value: Any) -> str:
        """Write a value as a person would type it."""
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and normalise(valuelist[0]):
            self.data = self.parse(normalise(valuelist[0]))

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else self.show(self.data)


class DayField(TypedField):
    """A date as dd/mm/yyyy."""

    input_mode = "numeric"

    def parse(self, typed: str) -> Any:
        return parse_day(typed)

    def show(self, value: Any) -> str:
        return format_day(value)


class PartialDayField(TypedField):
    """A day, a month or a year."""

    input_mode = "numeric"

    def parse(self, typed: str) -> Any:
        return parse_partial_day(typed)


class HourField(TypedField):
    """A time of day as 07:30."""

    input_mode = "numeric"

    def parse(self, typed: str) -> Any:
        return parse_hour(typed)


class WebField(TypedField):
    """An address of the web."""

    input_mode = "url"

    def parse(self, typed: str) -> Any:
        return parse_web_address(typed)


class MoneyField(TypedField):
    """Whole đồng, dots between thousands allowed."""

    input_mode = "numeric"

    def parse(self, typed: str) -> Any:
        return parse_money(typed)

    def show(self, value: Any) -> str:
        return number(value)


class DecimalField(TypedField):
    """A number with a decimal comma."""

    input_mode = "decimal"

    def parse(self, typed: str) -> Any:
        try:
            value = Decimal(typed.replace(",", "."))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():  # Python reads "NaN" and "Infinity" as numbers, too
            raise ValueError(str(_("Type a number, such as 12,5")))
        return value

    def show(self, value: Any) -> str:
        return str(value).rstrip("0").rstrip(".").replace(".", ",") if "." in str(value) else str(value)


class PersonalField(TypedField):
    """A personal value; one that is stored already stands there masked, and left so it stays as it is."""

    stored: str | None = None

    def process_data(self, value: Any) -> None:
        self.data = self.stored = value

    def process_formdata(self, valuelist: list[str]) -> None:
        if self.stored and valuelist and valuelist[0].strip() == mask_citizen_id(self.stored):
            self.data = self.stored
        else:
            super().process_formdata(valuelist)

    def show(self, value: Any) -> str:
        return mask_citizen_id(value)


class CitizenField(PersonalField):
    """A 12-digit personal number."""

    input_mode = "numeric"

    def parse(self, typed: str) -> Any:
        return check_citizen_id(typed)


class PlainField(TypedField):
    """Text in one line, normalised to NFC."""


class YearField(TypedField):
    """A year in four digits."""

    def parse(self, typed: str) -> Any:
        if not re.fullmatch(r"\d{4}", typed):
            raise ValueError(str(_("Type a year in four digits, such as 2026")))
        return int(typed)


class LongField(wtforms.TextAreaField):
    """Text in several lines, normalised to NFC line by line."""

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = [normalise(line) for line in (valuelist[0] if valuelist else "").splitlines()]
        self.data = "\n".join(lines).strip() or None


def _coerce_reference(value: Any) -> int | None:
    return None if value in (None, "", "None") else row_id(value) or 0  # no row has the number 0


def field_for(
    words: Meta,
    options: Sequence[tuple[Any, str]] = (),
    exists: Callable[[int], bool] | None = None,
    *,
    row: bool = False,
) -> Any:
    """Return the unbound field of a column.

    `options` are the rows of a reference, (id, name); `exists` tells whether a chosen row is one this person may see.
    In a `row` of a table even a required choice begins empty: else a spare row would never be an empty one.
    """
    rules: list[Any] = [_unread, _required(words) if words.required else _optional(words)]
    settings: dict[str, Any] = {"label": words.label, "description": words.help or "", "validators": rules}
    if words.high and words.kind in {"text", "long_text", "web_address"}:
        rules.append(Length(max=words.high, message=str(_("At most %(max)s characters", max=words.high))))
    if words.kind in {"whole", "money", "year"}:
        low, high = (str(end) if words.kind == "year" else number(end) for end in (words.low, words.high))
        text = str(_("Type a number from %(low)s to %(high)s", low=low, high=high))
        rules.append(NumberRange(words.low, words.high, message=text))
    if words.past:
        rules.append(_not_to_come)
    if words.kind == "choice" and words.choices:
        codes = [(choice.value, str(choice)) for choice in words.choices]
        return _Select(
            choices=_choices(codes, words, blank=row or words.asked or not words.required), coerce=_code, **settings
        )
    if words.kind == "named":
        codes = [(code, str(name)) for code, name in names_of(words.target or "").items()]
        return _Select(choices=_choices(codes, words, blank=True), coerce=_code, **settings)
    if words.kind == "reference":
        if exists:
            rules.append(_known(exists))
        chosen = _choices(options, words, blank=True)
        return _Reference(choices=chosen, coerce=_coerce_reference, validate_choice=False, **settings)
    kinds: dict[str, Any] = {
        "text": PersonalField if words.personal else PlainField,
        "long_text": LongField,
        "whole": MoneyField,
        "money": MoneyField,
        "year": YearField,
        "number": DecimalField,
        "day": DayField,
        "partial_day": PartialDayField,
        "hour": HourField,
        "web_address": WebField,
        "yes_no": wtforms.BooleanField,
        "citizen_id": CitizenField,
    }
    return kinds[words.kind](**settings)


class _Select(wtforms.SelectField):
    """A closed list whose refusal is a sentence in the reader's language."""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms passes it
        """Refuse a value that is not in the list."""
        offered = {str(choice.value) for choice in self.choices}
        if self.validate_choice and self.data not in (None, "") and str(self.data) not in offered:
            raise wtforms.validators.ValidationError(str(_("Choose one of the values in the list")))


class _Reference(_Select):
    """A row of another table; a pasted name that no row has comes back as it was, to be put right."""

    unknown = ""
    choices: list[wtforms.fields.SelectChoice]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a row's id; keep a text that is none among the choices."""
        super().process_formdata(valuelist)
        text = normalise(str(valuelist[0])).strip()[:200] if valuelist else ""
        if self.data == 0 and text and not text.isdigit():
            self.unknown = text
            self.choices = [*self.choices, wtforms.fields.SelectChoice(value=text, label=text)]


def _choices(pairs: Sequence[tuple[Any, str]], words: Meta, *, blank: bool) -> list[wtforms.fields.SelectChoice]:
    offered = [("", str(words.none or "")), *pairs] if blank else pairs
    return [wtforms.fields.SelectChoice(value=value, label=label) for value, label in offered]


def _code(value: Any) -> Any:
    return None if value in (None, "") else getattr(value, "value", value)


def _unread(_form: Any, field: Any) -> None:
    """What could not be read has its sentence already; further rules would only add noise."""
    if field.process_errors:
        raise wtforms.validators.StopValidation


def _not_to_come(_form: Any, field: Any) -> None:
    day = field.data.first if isinstance(field.data, PartialDay) else field.data
    if day is not None and day > today():
        raise wtforms.validators.ValidationError(str(_("This day must not lie in the future.")))


def _known(exists: Callable[[int], bool]) -> Any:
    def check(_form: Any, field: Any) -> None:
        if field.data is not None and not exists(field.data):
            unknown = f"{_('Not in the list:')} {field.unknown}" if field.unknown else ""
            raise wtforms.validators.ValidationError(unknown or str(_("Choose one of the values in the list")))

    return check


def _required(words: Meta) -> Any:
    def check(_form: Any, field: Any) -> None:
        if field.data in (None, "", []) and not field.errors:
            raise wtforms.validators.StopValidation(ask_for(words))

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def _optional(words: Meta) -> Any:
    rule = Optional()
    if words.wanted:
        rule.field_flags = {"wanted": True}
    return rule

"""What can be asked in a form, how an answer is read, and how it is written for people."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Protocol

from app.toolkit import (
    Choice,
    _,
    check_citizen_id,
    format_day,
    lower_first,
    normalise,
    number,
    parse_day,
    phone_of,
)

_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", re.ASCII)  # 1.500.000 or 1.500,5: dots between thousands
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?", re.ASCII)
DIGITS = 14  # before the comma; four after it, as the numbers of the house


class FieldKind(Choice):
    """What a field of a form asks for."""

    TEXT = "text", _("Text in one line")
    LONG = "long", _("Text in several lines")
    NUMBER = "number", _("A number")
    DAY = "day", _("A day")
    YES_NO = "yes_no", _("Yes or no")
    ONE = "one", _("One of a list")
    CITIZEN = "citizen", _("Personal number")
    PHONE = "phone", _("Phone")


LONGEST = {FieldKind.TEXT: 300, FieldKind.LONG: 5000}
LIMITED = (*LONGEST, FieldKind.NUMBER)
READERS = {
    FieldKind.DAY: lambda text: parse_day(text).isoformat(),
    FieldKind.CITIZEN: check_citizen_id,
    FieldKind.PHONE: phone_of,
}
ANSWERS = {"yes": _("Yes"), "no": _("No")}


class Asked(Protocol):
    """What is known of a field when an answer to it is read."""

    label: str
    kind: FieldKind
    low: Decimal | None
    high: Decimal | None

    @property
    def options(self) -> list[str]:
        """The answers to choose from."""


def read(asked: Asked, typed: str) -> str:
    """Return an answer as it is kept; "" where nothing was typed. ValueError says what is wrong with it."""
    if asked.kind is FieldKind.LONG:
        text = "\n".join(normalise(line) for line in typed.splitlines()).strip()
    else:
        text = normalise(typed)
    if not text:
        return ""
    reader = READERS.get(asked.kind)
    return reader(text) if reader else _limited(asked, text)


def told(kind: FieldKind, kept: str) -> str:
    """Write a kept answer as people read it; one that an older form has asked in another way, as it is."""
    try:
        match kind:
            case FieldKind.NUMBER:
                return number(Decimal(kept)) if kept else ""
            case FieldKind.DAY:
                return format_day(date.fromisoformat(kept)) if kept else ""
            case FieldKind.YES_NO:
                return str(ANSWERS[kept]) if kept else ""
    except (ValueError, ArithmeticError, LookupError):
        return kept
    return kept


def choices_of(asked: Asked) -> list[tuple[str, str]]:
    """Return what may be chosen, as it is sent and as it is shown."""
    if asked.kind is FieldKind.YES_NO:
        return [(code, str(label)) for code, label in ANSWERS.items()]
    return [(option, option) for option in asked.options]


def lacks(asked: Asked) -> str:
    """Ask for an answer that is missing, in a sentence."""
    chosen = asked.kind in (FieldKind.ONE, FieldKind.YES_NO)
    label = lower_first(asked.label)
    return str(_("Choose %(label)s", label=label) if chosen else _("Enter %(label)s", label=label))


def _limited(asked: Asked, text: str) -> str:
    if asked.kind is FieldKind.NUMBER:
        return _number(asked, text)
    if asked.kind in LONGEST:
        return _long_enough(asked, text)
    if text not in [code for code, _label in choices_of(asked)]:
        raise ValueError(str(_("Choose one of the values in the list")))
    return text


def _number(asked: Asked, text: str) -> str:
    bare = text.replace(" ", "")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    elif not _PLAIN.fullmatch(bare):
        raise ValueError(str(_("Type a number, such as 12,5")))
    whole, _comma, part = bare.lstrip("-").replace(",", ".").partition(".")
    if len(whole) > DIGITS or len(part) > 4:
        raise ValueError(str(_("The number is too long: check the digits.")))
    value = Decimal(bare.replace(",", "."))
    if asked.low is not None and value < asked.low:
        raise ValueError(str(_("Must be %(low)s or more.", low=number(asked.low))))
    if asked.high is not None and value > asked.high:
        raise ValueError(str(_("Must be %(high)s or less.", high=number(asked.high))))
    kept = f"{value:f}"
    kept = kept.rstrip("0").rstrip(".") if "." in kept else kept
    return "0" if kept == "-0" else kept


def _long_enough(asked: Asked, text: str) -> str:
    most = int(min(asked.high or LONGEST[asked.kind], LONGEST[asked.kind]))
    if len(text) > most:
        raise ValueError(str(_("At most %(most)s characters; there are %(count)s.", most=most, count=len(text))))
    if asked.low is not None and len(text) < asked.low:
        raise ValueError(str(_("At least %(least)s characters.", least=number(asked.low))))
    return text

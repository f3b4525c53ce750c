"""Closed lists of values: stored as short English codes, shown with a label and a tone."""

from __future__ import annotations

from enum import Enum
from typing import Any, Self, overload

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

from app.data.text import Text


class Choice(Enum):
    """One value of a closed list: `DRAFT = "draft", _("Draft"), "grey"`.

    Tones have a fixed meaning: blue being worked on, amber due soon, rose late or invalid, green done,
    violet waiting for another system, grey not started or closed.
    """

    label: Text
    tone: str

    @overload
    def __new__(cls, value: object) -> Self: ...  # the look-up of a code, as mypy sees it

    @overload
    def __new__(cls, value: str, label: Text, tone: str = "grey") -> Self: ...

    def __new__(cls, value: object, label: Text | None = None, tone: str = "grey") -> Self:
        if label is None:
            raise TypeError(f"{cls.__name__}: the value {value!r} has no label")
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        member.tone = tone
        return member

    def __str__(self) -> str:
        return str(self.label)

    @classmethod
    def typed(cls, code: str | None) -> Self | None:
        """Return the value whose code somebody sent; None for what is none."""
        return next((one for one in cls if one.value == code), None)


class ChoiceType(TypeDecorator[Choice]):
    """Stores the code of a Choice; an unknown code in the database is an error, never a silent None."""

    impl = String(40)
    cache_ok = True

    def __init__(self, choices: type[Choice]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: Any, dialect: object) -> str | None:  # noqa: ARG002 - SQLAlchemy passes it
        return value.value if isinstance(value, Choice) else value

    def process_result_value(self, value: Any, dialect: object) -> Choice | None:  # noqa: ARG002 - SQLAlchemy passes it
        return None if value is None else self.choices(value)

"""What a module can tell of a person, declared for others to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.data.text import Text


@dataclass(frozen=True)
class Proof:
    """What a module can tell of a person; other modules ask for `<module>.<name>` by `proven`, without knowing it.

    `holds(session, user_id, what, day)`: whether a person has it on a day; `what` is a code of the module's own.
    """

    name: str
    title: Text
    holds: Callable[[Any, int, str, date], bool]

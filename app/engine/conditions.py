"""What is worked out once for all people with the same grants: the conditions on the rows that they may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary


class Conditions:
    """The conditions of a set of grants. A statement that is written once gets them once, as long as it lives."""

    def __init__(self, options: Iterable[Any]) -> None:
        self._options = list(options)
        self._said: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self.reach: str | None = None
        """The same for the second wall (`wall.py`), once it has been asked for."""

    def added_to(self, statement: Any) -> Any:
        """Return a statement with the conditions, the same for the same one: SQLAlchemy then knows it again."""
        found = self._said.get(statement)
        if found is None:
            found = self._said[statement] = statement.options(*self._options)
        return found

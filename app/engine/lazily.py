"""Large libraries are loaded when they are first used: a server at rest does not pay for what few of its pages need."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _Lazily:
    def __init__(self, name: str) -> None:
        self.__name = name

    def __getattr__(self, word: str) -> Any:
        return getattr(import_module(self.__name), word)  # import locks make the first use by two threads one


def lazily(name: str) -> Any:
    """Return a stand-in for a module, which loads it at the first word asked of it; type checkers import it as ever.

    if TYPE_CHECKING:
        import pikepdf
    else:
        pikepdf = lazily("pikepdf")
    """
    return _Lazily(name)

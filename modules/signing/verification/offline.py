"""The examining process asks nobody: it does without pyHanko's web client, which is half of what that takes to load."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class Absent(ModuleType):
    """A library of which only names are asked; whoever would use one gets an error that ends the check of the file."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


def stay() -> None:
    """Leave the web client out of this process, before anything imports it."""
    sys.modules["aiohttp"] = Absent("aiohttp")

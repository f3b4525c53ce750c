"""Closed lists that are only known once every module is loaded: the steps and states of all workflows, the roles.

The registry fills them; a column made with `field.named` offers them in forms and shows them by their label.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.data.text import Text

NAMES: dict[str, dict[str, Text]] = {"steps": {}, "states": {}, "roles": {}}


def add_name(kind: str, code: str, label: Text) -> str:
    """Put a code with its label on a list of modules' own, made with its first code; returns the code."""
    NAMES.setdefault(kind, {})[code] = label
    return code


def names_of(kind: str) -> Mapping[str, Text]:
    """Return {code: label} of a list; LookupError when there is no such list."""
    return NAMES[kind]


def name_of(kind: str, code: str) -> str:
    """Return the label of a code, or the code itself when the module that named it is gone."""
    return str(NAMES[kind].get(code, code))

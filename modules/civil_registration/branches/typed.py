"""What an officer types on the page of the branches, read into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.toolkit import check_citizen_id, mask_citizen_id, normalise
from modules.civil_registration.branches.asked import FIELDS, Field
from modules.civil_registration.branches.branch import Branch

LONGEST = 500


def name_of_input(branch: Branch, one: Field) -> str:
    """The name of an input: insurance-clinic."""
    return f"{branch.kind.value}-{one.key}"


def shown(branch: Branch, one: Field) -> str:
    """What stands in an input; a personal number that is known stands there masked."""
    value = one.value(branch)
    if value is None:
        return ""
    if one.choices:
        return str(value.value)
    return mask_citizen_id(str(value)) if one.personal else str(value)


def read(branch: Branch, typed: Mapping[str, str]) -> None:
    """Take what was typed for a branch. ValueError: something is longer than its column, or no personal number."""
    for one in FIELDS[branch.kind]:
        text = normalise(typed.get(name_of_input(branch, one), ""))
        if one.personal and text == shown(branch, one):
            continue  # left masked as it stood there
        setattr(branch, one.key, _value(one, text))


def _value(one: Field, text: str) -> Any:
    if one.ticked:
        return bool(text)
    if one.choices:
        return one.choices.typed(text)
    if one.personal:
        return check_citizen_id(text) if text else None
    most = one.column.property.columns[0].type.length or LONGEST
    if len(text) > most:
        raise ValueError(f"{one.label}: {len(text)} > {most}")
    return text or None

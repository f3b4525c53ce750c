"""Columns of one record that its form shows and no longer asks: `Record.locked` names them, with why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from app.data.field import meta
from app.data.record import Record
from app.spec.words import Column


def closed(record: Any, sent: Collection[str]) -> set[str]:
    """Return the columns that are not asked; what is sent all the same is refused when it is written."""
    return set(_locked(record)).difference(sent)


def put(record: Any, column: Column, value: Any) -> None:
    """Write a value into any row with labelled columns. ValueError: it is locked, and another one stands there."""
    locked = _locked(record)
    if column.key in locked and value != getattr(record, column.key):
        raise ValueError(f"“{meta(column).label}”: {locked[column.key]}")
    setattr(record, column.key, value)


def _locked(record: Any) -> Mapping[str, str]:
    return record.locked() if isinstance(record, Record) else {}

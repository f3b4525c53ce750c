"""The tabs that modules hang on a record page: the newest rows, how many there are, and whether one may be begun here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from sqlalchemy import func, select

from app.data.base import db
from app.data.record import Record
from app.engine import query
from app.engine.registry import registry
from app.spec.others import Attach
from app.spec.words import Column, Resource

SHOWN = 20
FACTS = 3  # values told beside each row


@dataclass(frozen=True)
class Tab:
    """A tab as a reader sees it: its newest rows, the number of all, what is told of each, whether one may be begun."""

    attach: Attach
    rows: Sequence[Any]
    count: int
    told: Sequence[Column]
    begins: bool

    @property
    def resource(self) -> Resource:
        """The noun of its rows."""
        return self.attach.resource

    def all_at(self, record: Record) -> str:
        """Return the address of the list with all of them; "" when all are shown, or the list cannot be so narrowed."""
        column = self.attach.on
        if self.count == len(self.rows) or column.key not in {one.key for one in self.resource.filters}:
            return ""
        words: dict[str, Any] = {"res": self.resource, column.key: record.id}
        return url_for("resource.index", **words)


def tabs_of(res: Resource, record: Record) -> list[Tab]:
    """Return the tabs of a record that have rows, or where one may be begun."""
    tabs = [_tab(one, record) for one in registry.attached(res) if g.principal.may("read", one.resource)]
    return [tab for tab in tabs if tab.rows or tab.begins]


def _tab(attach: Attach, record: Record) -> Tab:
    resource, here = attach.resource, attach.on == record.id
    view, model = query.list_of(resource), resource.model
    newest = select(model).where(here).order_by(model.id.desc()).limit(SHOWN)
    rows = db.session.scalars(query.loaded(newest, resource, view)).all()
    # Counted only where the rows do not tell.
    count = len(rows) if len(rows) < SHOWN else db.session.scalar(select(func.count(model.id)).where(here)) or 0
    told = [column for column in view.columns[1:] if column.key != attach.on.key]
    begins = attach.begins is not None and g.principal.may("create", resource) and attach.begins(record)
    return Tab(attach, rows, count, told[:FACTS], begins)

"""The trail: an append-only, hash-chained record of every change, written in the same transaction."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Index, Select, bindparam, event, insert, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.data.base import db
from app.data.choice import Choice
from app.data.format import mask_citizen_id
from app.data.moment import Moment, now

# Never written down: secrets, and columns that only mirror others.
HIDDEN = {"password_hash", "totp_secret", "token_hash", "code_hash", "search_key", "updated_at", "version"}


class Trail(db.Model):  # type: ignore[name-defined]
    """One change, or one logged reading of personal data. `changes` is {column: [old, new]}."""

    __tablename__ = "core_trail"
    __table_args__ = (Index("ix_core_trail_row", "table", "row_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    actor_id: Mapped[int | None] = mapped_column()
    unit_id: Mapped[int] = mapped_column(default=0, index=True)
    table: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    act: Mapped[str] = mapped_column()
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column()
    before: Mapped[str] = mapped_column()
    hash: Mapped[str] = mapped_column()

    def digest(self) -> str:
        """Compute what `hash` must be, from the row's own content and the hash before it."""
        content = [
            self.before,
            self.at.isoformat(timespec="microseconds"),
            self.actor_id,
            self.unit_id,
            self.table,
            self.row_id,
            self.act,
            self.changes,
            self.reason,
        ]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class TrailHead(db.Model):  # type: ignore[name-defined]
    """The end of one unit's chain; its row is locked while a transaction appends."""

    __tablename__ = "core_trail_head"

    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column()


APPEND = insert(Trail).execution_options(render_nulls=True)  # with a value for every column they are one statement


def note(
    session: Session, row: Any, act: str, changes: dict[str, Any] | None = None, reason: str | None = None
) -> None:
    """Add a line for `row` that no column change shows: a reading of personal data, a download, a sign-in."""
    session.info.setdefault("trail", []).append(_line(session, row, act, changes or {}, reason))


def _line(
    session: Session, row: Any, act: str, changes: dict[str, Any] | None, reason: str | None = None
) -> dict[str, Any]:
    """What happened, when and by whom; it joins the chain at the commit, when nothing can take it back any more."""
    actor_id = getattr(session.info.get("principal"), "user_id", None)
    return {"row": row, "act": act, "changes": changes, "reason": reason, "at": now(), "actor_id": actor_id}


@event.listens_for(Session, "before_flush")
def _collect(session: Session, _context: object, _instances: object) -> None:
    if session.info.get("rehearsing"):
        return  # all of it will be taken back
    lines = session.info.setdefault("trail", [])
    for row in session.new:
        if _watched(row):
            lines.append(_line(session, row, "create", None))
    for row in session.dirty:
        if _watched(row):
            changes = _changes(row)
            if changes:
                lines.append(_line(session, row, "change", changes))
    for row in session.deleted:
        if _watched(row):
            lines.append(_line(session, row, "delete", _values(row)))


@event.listens_for(Session, "before_commit")
def _append(session: Session) -> None:
    session.flush()
    lines = session.info.pop("trail", [])
    # The items of a record have no unit: they join the chain of what they were saved with, not one chain of the city,
    # whose end all its clerks would wait for.
    units = [_unit(line["row"]) for line in lines]
    home = next(filter(None, units), 0)
    placed = [(unit or home, line) for unit, line in zip(units, lines, strict=True)]
    # One order of locks for everybody, so that two transactions cannot wait for each other.
    for unit_id, of_unit in groupby(sorted(placed, key=itemgetter(0)), itemgetter(0)):
        head = _head(session, unit_id)
        session.execute(APPEND, [_written(head, line) for _unit_id, line in of_unit])
    if lines:
        session.flush()
        session.info.pop("trail", None)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("trail", None)


def _head(session: Session, unit_id: int) -> TrailHead:
    """Return the end of a unit's chain, held until the commit."""
    head = session.scalar(_end_of_chain(), {"unit": unit_id})
    if head is None:
        head = TrailHead(unit_id=unit_id, hash="")
        session.add(head)
    return head


@cache
def _end_of_chain() -> Select[TrailHead]:
    statement = select(TrailHead).where(TrailHead.unit_id == bindparam("unit")).with_for_update()
    # What another process has appended since this session last looked must be seen.
    return statement.execution_options(populate_existing=True)


def _written(head: TrailHead, line: dict[str, Any]) -> dict[str, Any]:
    """Join a line to the chain: its row as values, since a hundred of them then take one statement."""
    row = line["row"]
    entry = Trail(
        at=line["at"],
        actor_id=line["actor_id"],
        unit_id=head.unit_id,
        table=row.__tablename__,
        row_id=getattr(row, "id", 0),
        act=line["act"],
        changes=_values(row) if line["changes"] is None else line["changes"],
        reason=line["reason"],
        before=head.hash,
    )
    entry.hash = head.hash = entry.digest()
    return {one.key: getattr(entry, one.key) for one in inspect(Trail).column_attrs if one.key != "id"}


def _watched(row: Any) -> bool:
    return not getattr(row, "__untracked__", False) and row.__tablename__ not in {
        "core_trail",
        "core_trail_head",
        "core_counter",
    }


def _unit(row: Any) -> int:
    return getattr(row, "unit_id", None) or 0


def _shown(attribute: Any, value: Any) -> Any:
    """A value as the trail keeps it: masked when it is personal, since what stands here can never be erased."""
    words = attribute.columns[0].info.get("meta")
    return mask_citizen_id(value) if words and words.personal and value else plain(value)


def plain(value: Any) -> Any:
    """Return a value as the trail keeps it: the code of a choice, the ISO text of a day."""
    if isinstance(value, Choice):
        return value.value
    return value if isinstance(value, (int, str, bool, list, dict, type(None))) else str(value)


def _values(row: Any) -> dict[str, Any]:
    kept = [one for one in inspect(row).mapper.column_attrs if one.key not in HIDDEN]
    return {one.key: [None, _shown(one, getattr(row, one.key))] for one in kept if getattr(row, one.key) is not None}


def _changes(row: Any) -> dict[str, Any]:
    found, state = {}, inspect(row)
    # Only what was set since it was read can have changed: a dossier has seventy columns, a step sets five of them.
    touched = state.committed_state
    for attribute in state.mapper.column_attrs if touched else ():
        if attribute.key in HIDDEN or attribute.key not in touched:
            continue
        history = state.attrs[attribute.key].history
        if history.has_changes():
            old = history.deleted[0] if history.deleted else None
            new = history.added[0] if history.added else None
            if plain(old) != plain(new):
                found[attribute.key] = [_shown(attribute, old), _shown(attribute, new)]
    return found

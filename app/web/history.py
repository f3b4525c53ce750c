"""What the trail says of a row, in words: who changed what, from which value to which."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, or_, select

from app.data.base import db
from app.data.clock import local
from app.data.field import meta
from app.data.format import format_moment
from app.data.people import User
from app.data.text import Text, _
from app.data.trail import Trail
from app.web import filters

SHOWN = 40
ACTS: dict[str, Text] = {
    "create": _("Made"),
    "change": _("Changed"),
    "delete": _("Deleted"),
    "password": _("Given a one-time password"),
    "second factor off": _("Second factor switched off"),
    "sessions ended": _("Signed out everywhere"),
}


@dataclass
class Entry:
    """One line of the stream. `kind` is message, note, activity, step or change."""

    kind: str
    at: datetime
    who: str
    body: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day in Vietnam it happened on."""
        return local(self.at).date()

    @property
    def initials(self) -> str:
        """What the round picture shows."""
        words = self.who.split()[-2:] if self.who else ["H", "T"]
        return "".join(word[0] for word in words).upper()


def history(row: Any, parts: Mapping[Any, str] | None = None) -> list[Entry]:
    """Return what happened to a row that is no record, and to its `parts` (row to name), newest first."""
    names = {(one.__tablename__, one.id): name for one, name in (parts or {}).items()}
    models = {one.__tablename__: type(one) for one in [row, *(parts or ())]}
    about = [and_(Trail.table == table, Trail.row_id == number) for table, number in [_key(row), *names]]
    found = db.session.execute(
        select(Trail, User.name)
        .outerjoin(User, User.id == Trail.actor_id)
        .where(or_(*about))
        .order_by(Trail.id.desc())
        .limit(SHOWN)
    )
    entries = []
    for one, who in found:
        changes = list(differences(models[one.table], one))
        if one.act in ACTS and (changes or one.act != "change"):
            name = names.get((one.table, one.row_id))
            body = f"{name}: {ACTS[one.act]}" if name else str(ACTS[one.act])
            entries.append(Entry("change", one.at, who or "", body, changes))
    return entries


def differences(model: Any, one: Trail, leave_out: Collection[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Yield (label, old, new) of each labelled column that a line of the trail changes."""
    for key, (old, new) in one.changes.items() if one.act == "change" else ():
        try:
            words = meta(getattr(model, key, None))  # type: ignore[arg-type]  # a column that is gone has no words
        except (LookupError, AttributeError):
            continue
        if key not in leave_out and words.kind not in {"reference", "listing"}:
            yield str(words.label), _plain(words, old), _plain(words, new)


def _key(row: Any) -> tuple[str, int]:
    return row.__tablename__, row.id


def _plain(words: Any, value: Any) -> str:  # noqa: PLR0911 - one line per kind of column
    if words.personal and value:
        return "••••"
    if words.choices and value:
        return str(words.choices(value))
    if words.kind in {"money", "whole"} and isinstance(value, int):
        return filters.plain(words, value)
    if words.kind in {"yes_no", "named"}:
        return filters.plain(words, value)
    if words.kind == "number" and value is not None:
        return filters.plain(words, Decimal(str(value)))
    if words.kind == "moment" and value:
        return format_moment(datetime.fromisoformat(value))
    if words.kind == "day" and value:
        return "/".join(reversed(str(value).split("-")))
    return "" if value is None else str(value)

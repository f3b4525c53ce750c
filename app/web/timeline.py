"""The stream beside a record: messages, notes, activities, what the trail saw, files, followers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.data import trail
from app.data.base import db
from app.data.field import meta
from app.data.format import parse_day
from app.data.messages import Activity, Follower, Message, Notice
from app.data.moment import now
from app.data.people import User
from app.data.record import Record
from app.data.stored import Attachment
from app.data.task import Passage
from app.data.text import _
from app.data.trail import Trail
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Resource
from app.web import filters

bp = Blueprint("timeline", __name__)
SHOWN = 100


@dataclass
class Entry:
    """One line of the stream. `kind` is message, note, activity, step or change."""

    kind: str
    at: datetime
    who: str
    initials: str
    body: str = ""
    changes: list[tuple[str, str, str]] | None = None
    id: int = 0


def stream(res: Resource, record: Record) -> list[Entry]:
    """Return the stream of a record, newest first; other units do not see internal notes."""
    key, names = registry.key(res), _names(res, record)
    where = (Message.resource == key, Message.row_id == record.id)
    entries = []
    for one in db.session.scalars(
        select(Message).where(*where).options(joinedload(Message.author)).order_by(Message.id.desc()).limit(SHOWN)
    ):
        if not one.internal or one.unit_id == g.principal.unit_id:
            entries.append(
                Entry("note" if one.internal else "message", one.at, one.author.name, one.author.initials, one.body)
            )
    for one in db.session.scalars(select(Passage).where(Passage.resource == key, Passage.row_id == record.id)):
        entries.append(_step_entry(res, one, names))
    for one in db.session.scalars(
        select(Trail)
        .where(Trail.table == record.__tablename__, Trail.row_id == record.id)
        .order_by(Trail.id.desc())
        .limit(SHOWN)
    ):
        changes = _changes(res, one)
        if changes or one.act == "create":
            entries.append(
                Entry(
                    "change",
                    one.at,
                    names.get(one.actor_id, ""),
                    "HT",
                    str(_("Created")) if one.act == "create" else "",
                    changes,
                )
            )
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def activities(res: Resource, record: Record) -> list[Activity]:
    """Return the open activities of a record, the most urgent first."""
    where = (Activity.resource == registry.key(res), Activity.row_id == record.id, Activity.done_at.is_(None))
    return list(
        db.session.scalars(select(Activity).where(*where).options(joinedload(Activity.owner)).order_by(Activity.due_on))
    )


def files_of(res: Resource, record: Record) -> list[Attachment]:
    """Return the files on a record."""
    where = (Attachment.resource == registry.key(res), Attachment.row_id == record.id)
    return list(db.session.scalars(select(Attachment).where(*where).order_by(Attachment.position, Attachment.id)))


def tabs_of(res: Resource, record: Record) -> list[tuple[Any, list[Any]]]:
    """Return the tabs that modules hang on a record, each with its first rows."""
    found = []
    for tab in registry.attached(res):
        if g.principal.may("read", tab.resource):
            rows = db.session.scalars(
                select(tab.resource.model).where(tab.on == record.id).order_by(tab.resource.model.id.desc()).limit(20)
            )
            found.append((tab, list(rows)))
    return found


def note_reading(session: Any, record: Record, column: str) -> None:
    """Write down that somebody looked at personal data."""
    trail.note(session, record, "read", {column: [None, None]})


@bp.post("/<resource:res>/<int:row>/messages")
def write(res: Resource, row: int) -> Any:
    """Add a message or an internal note; who is named with @ gets a notice."""
    record = _record(res, row)
    body = request.form.get("body", "").strip()[:20_000]
    if not body:
        flash(str(_("Write something before you send.")), "bad")
        return _back(res, row)
    with work(g.principal) as session:
        key = registry.key(res)
        session.add(
            Message(
                resource=key,
                row_id=row,
                author_id=g.principal.user_id,
                unit_id=g.principal.unit_id or 0,
                body=body,
                internal=bool(request.form.get("internal")),
            )
        )
        _follow(session, key, row, g.principal.user_id)
        for user in _mentioned(body):
            text = str(_("%(name)s mentioned you in %(record)s", name=g.principal.name, record=record))
            session.add(Notice(user_id=user.id, body=text, resource=key, row_id=row))
    return _back(res, row)


@bp.post("/<resource:res>/<int:row>/activities")
def plan(res: Resource, row: int) -> Any:
    """Plan an activity with a day, for oneself."""
    _record(res, row)
    summary = request.form.get("summary", "").strip()[:200]
    try:
        due = parse_day(request.form.get("due_on", ""))
        if not summary:
            raise ValueError(str(_("Write what is to be done.")))
    except ValueError as error:
        flash(str(error), "bad")
        return _back(res, row)
    with work(g.principal) as session:
        session.add(
            Activity(resource=registry.key(res), row_id=row, owner_id=g.principal.user_id, summary=summary, due_on=due)
        )
    return _back(res, row)


@bp.post("/<resource:res>/<int:row>/activities/<int:number>/done")
def finish(res: Resource, row: int, number: int) -> Any:
    """Tick an activity off."""
    _record(res, row)
    with work(g.principal) as session:
        one = session.get(Activity, number)
        if one is not None and (one.resource, one.row_id) == (registry.key(res), row):
            one.done_at = now()
    return _back(res, row)


@bp.post("/<resource:res>/<int:row>/follow")
def follow(res: Resource, row: int) -> Any:
    """Start or stop following a record."""
    _record(res, row)
    key = registry.key(res)
    where = (Follower.resource == key, Follower.row_id == row, Follower.user_id == g.principal.user_id)
    with work(g.principal) as session:
        found = session.scalar(select(Follower).where(*where))
        if found:
            session.delete(found)
        else:
            _follow(session, key, row, g.principal.user_id)
    return _back(res, row)


def _record(res: Resource, row: int) -> Record:
    from app.web.resource import load

    return load(res, row)


def _back(res: Resource, row: int) -> Any:
    return redirect(url_for("resource.show", res=res, row=row, _anchor="stream"), 303)


def _follow(session: Any, key: str, row: int, user_id: int) -> None:
    where = (Follower.resource == key, Follower.row_id == row, Follower.user_id == user_id)
    if session.scalar(select(Follower).where(*where)) is None:
        session.add(Follower(resource=key, row_id=row, user_id=user_id))


def _mentioned(body: str) -> list[User]:
    logins = re.findall(r"@([\w.\-]+)", body)[:20]
    return list(db.session.scalars(select(User).where(User.login.in_(logins), User.active))) if logins else []


def _names(res: Resource, record: Record) -> dict[int | None, str]:
    key = registry.key(res)
    actors = (
        select(Trail.actor_id)
        .where(Trail.table == record.__tablename__, Trail.row_id == record.id)
        .union(select(Passage.actor_id).where(Passage.resource == key, Passage.row_id == record.id))
    )
    return {user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(actors)))}


def _step_entry(res: Resource, one: Passage, names: dict[int | None, str]) -> Entry:
    states = res.workflow.states if res.workflow else None
    label = (
        next((str(step.label) for step in res.workflow.steps if step.name == one.step), one.step)
        if res.workflow
        else ""
    )
    change = [(str(_("State")), str(states(one.source)), str(states(one.target)))] if states else []
    name = names.get(one.actor_id, str(_("The system")))
    return Entry(
        "step",
        one.at,
        name,
        "".join(w[0] for w in name.split()[-2:]).upper(),
        label + (f": {one.reason}" if one.reason else ""),
        change,
    )


def _changes(res: Resource, one: Trail) -> list[tuple[str, str, str]]:
    found = []
    flow = res.workflow.column.key if res.workflow else ""
    for key, (old, new) in one.changes.items() if one.act == "change" else ():
        attribute = getattr(res.model, key, None)
        try:
            words = meta(attribute)
        except (LookupError, AttributeError):
            continue
        if key != flow and words.kind not in {"reference", "listing"}:
            found.append((str(words.label), _plain(words, old), _plain(words, new)))
    return found


def _plain(words: Any, value: Any) -> str:
    if words.personal and value:
        return "••••"
    if words.choices and value:
        return str(words.choices(value))
    if words.kind in {"money", "whole"} and isinstance(value, int):
        return filters.plain(words, value)
    if words.kind == "day" and value:
        return "/".join(reversed(str(value).split("-")))
    return "" if value is None else str(value)

"""Reading what stands beside a record: messages, notes, activities, steps, changes, files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from flask import g
from markupsafe import Markup, escape
from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import joinedload

from app.data.base import db
from app.data.beside import beside
from app.data.messages import Activity, Follower, Message
from app.data.people import User
from app.data.record import Record
from app.data.stored import Attachment
from app.data.task import Assignment, Passage
from app.data.text import Text, _
from app.data.trail import Trail
from app.engine.registry import registry
from app.spec.words import Resource
from app.web.history import Entry, differences

SHOWN = 100
AT_ONCE = timedelta(seconds=1)
TABS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "all": (_("Messages"), ("message", "note", "step", "change")),
    "notes": (_("Internal notes"), ("note",)),
    "activities": (_("Activities"), ("activity",)),
    "history": (_("History"), ("step", "change")),
}
MADE = _("Made the record")
MENTION = re.compile(r"(?<![\w@])@([\w.\-]*\w)")


class There(NamedTuple):
    """Which kinds of rows stand beside a record at all, and whether the reader follows it."""

    messages: bool
    activities: bool
    assignments: bool
    files: bool
    follows: bool


def there(res: Resource, record: Record) -> There:
    """Return what there is, in one query: most records have little beside them, and nobody asks for that again."""
    return There(*db.session.execute(_there(), registry.place(res, record) | {"user": g.principal.user_id}).one())


def stream(res: Resource, record: Record, tab: str, passages: Sequence[Passage], there: There) -> list[Entry]:
    """Return the lines of a tab, newest first; other units do not see internal notes."""
    kinds = TABS[tab][1] if tab in TABS else TABS["all"][1]
    found: list[Entry] = []
    if "note" in kinds and there.messages:
        found += [entry for entry in _messages(res, record) if entry.kind in kinds]
    if "activity" in kinds and there.activities:
        found += _finished(res, record)
    if "step" in kinds:
        given = list(db.session.scalars(beside(Assignment), registry.place(res, record))) if there.assignments else []
        trail = db.session.scalars(_trail(), {"table": record.__tablename__, "row": record.id}).all()
        names = _names(passages, given, trail)
        found += _steps(res, passages, names)
        found += _assignments(given, names)
        found += _changes(res, trail, names)
    return _folded(sorted(found, key=lambda entry: entry.at, reverse=True))


def activities(res: Resource, record: Record) -> list[Activity]:
    """Return the open activities of a record, the most urgent first."""
    return list(db.session.scalars(_open_activities(), registry.place(res, record)))


def files_of(res: Resource, record: Record) -> list[Attachment]:
    """Return the files on a record."""
    return list(db.session.scalars(_files(), registry.place(res, record)))


def mentioned(bodies: Iterable[str]) -> dict[str, User]:
    """Return the active users whose login stands after an @ in some of the texts, by login."""
    logins = {login.lower() for body in bodies for login in MENTION.findall(body)}
    if not logins:
        return {}
    found = db.session.scalars(select(User).where(User.login.in_(sorted(logins)[:50]), User.active))
    return {user.login: user for user in found}


def with_names(body: str, people: dict[str, User]) -> Markup:
    """Return a message as HTML: line breaks kept, each @login of a known person as the person's name."""

    def name(found: re.Match[str]) -> str:
        user = people.get(found[1].lower())
        return f'<span class="mention">@{escape(user.name)}</span>' if user else found[0]

    # Escaped first: a login has no letter that escaping changes.
    return Markup("<br>").join(Markup(MENTION.sub(name, str(escape(line)))) for line in body.splitlines())  # noqa: S704 - the line is escaped, the names too


def _folded(entries: list[Entry]) -> list[Entry]:
    """Put what a step or the making changed into its own line: both were written in one unit of work."""
    homes = [entry for entry in entries if entry.kind == "step" or entry.body == str(MADE)]
    kept = []
    for entry in entries:
        home = next((one for one in homes if one.who == entry.who and abs(one.at - entry.at) < AT_ONCE), None)
        if entry.kind == "change" and home and not entry.body:
            home.changes += entry.changes
        else:
            kept.append(entry)
    return kept


def _messages(res: Resource, record: Record) -> Iterator[Entry]:
    sent = db.session.scalars(_newest_messages(), registry.place(res, record))
    rows = [one for one in sent if not one.internal or one.unit_id == g.principal.unit_id]
    people = mentioned(one.body for one in rows)
    for one in rows:
        yield Entry("note" if one.internal else "message", one.at, one.author.name, with_names(one.body, people))


def _finished(res: Resource, record: Record) -> Iterator[Entry]:
    statement = beside(Activity).where(Activity.done_at.is_not(None)).options(joinedload(Activity.owner))
    for one in db.session.scalars(
        statement.order_by(Activity.done_at.desc()).limit(SHOWN), registry.place(res, record)
    ):
        yield Entry("activity", one.done_at, one.owner.name, str(_("Done: %(what)s", what=one.summary)))


def _steps(res: Resource, passages: Sequence[Passage], names: dict[int | None, str]) -> Iterator[Entry]:
    flow = res.workflow
    if flow is None:
        return
    labels = {step.name: str(step.label) for step in flow.steps}
    for one in passages:
        body = labels.get(one.step, one.step) + (f": {one.reason}" if one.reason else "")
        if one.delegated_by_id:
            body += "\n" + str(_("by delegation of %(name)s", name=names.get(one.delegated_by_id, "")))
        change = (str(_("State")), str(flow.states(one.source)), str(flow.states(one.target)))
        yield Entry("step", one.at, names.get(one.actor_id, ""), body, [change] if one.source != one.target else [])


def _assignments(given: Sequence[Assignment], names: dict[int | None, str]) -> Iterator[Entry]:
    for one in given:
        if one.to_id is None:
            what = _("Handed the task back")
        elif one.to_id == one.actor_id:
            what = _("Took the task")
        else:
            what = _("Gave the task to %(name)s", name=names.get(one.to_id, ""))
        yield Entry("step", one.at, names.get(one.actor_id, ""), f"{what}: {one.reason}" if one.reason else str(what))


def _changes(res: Resource, trail: Sequence[Trail], names: dict[int | None, str]) -> Iterator[Entry]:
    # The state is told by the steps; the deadline follows from it.
    told = {res.workflow.column.key, "due_at"} if res.workflow else set()
    for one in trail:
        changes = list(differences(res.model, one, leave_out=told))
        if changes or one.act in {"create", "read", "forget"}:
            body = str(MADE) if one.act == "create" else _looked(res, one) if one.act == "read" else _gone(one)
            yield Entry("change", one.at, names.get(one.actor_id, ""), body, changes)
        if one.act == "create":
            return  # what lies before belongs to a deleted record that had the same id


def _looked(res: Resource, one: Trail) -> str:
    """Whose eyes fell on which personal column or scan."""
    labels = {column.key: column.info["meta"].label for column in res.model.__table__.c if "meta" in column.info}
    what = ", ".join(str(labels.get(key, key)) for key in one.changes)
    return str(_("Looked at personal data: %(what)s", what=what))


def _gone(one: Trail) -> str:
    """Which files went for good, and by which rule; "" for any other line."""
    if one.act != "forget":
        return ""
    return str(_("Files destroyed: %(what)s. %(reason)s", what=", ".join(one.changes), reason=one.reason or ""))


def _names(passages: Sequence[Passage], given: Sequence[Assignment], trail: Sequence[Trail]) -> dict[int | None, str]:
    ids = {one.actor_id for rows in (passages, given, trail) for one in rows}
    ids |= {one.delegated_by_id for one in passages} | {one.to_id for one in given}
    found = db.session.execute(_names_of(), {"people": sorted(one for one in ids if one)}) if ids - {None} else ()
    return {number: name for number, name in found}  # noqa: C416 - a row is no pair for the type checker


# Every record page asks these; each is written once.
@cache
def _newest_messages() -> Any:
    return beside(Message).options(joinedload(Message.author)).order_by(Message.id.desc()).limit(SHOWN)


@cache
def _open_activities() -> Any:
    found = beside(Activity).where(Activity.done_at.is_(None))
    return found.options(joinedload(Activity.owner)).order_by(Activity.due_on)


@cache
def _there() -> Any:
    own = beside(Follower).where(Follower.user_id == bindparam("user"))
    tables = [(model, beside(model)) for model in (Message, Activity, Assignment, Attachment)]
    return select(*(exists(found.with_only_columns(model.id)) for model, found in [*tables, (Follower, own)]))


@cache
def _names_of() -> Any:
    return select(User.id, User.name).where(User.id.in_(bindparam("people", expanding=True)))


@cache
def _files() -> Any:
    return beside(Attachment).order_by(Attachment.position, Attachment.id)


@cache
def _trail() -> Any:
    about = (Trail.table == bindparam("table"), Trail.row_id == bindparam("row"))
    return select(Trail).where(*about).order_by(Trail.id.desc()).limit(SHOWN)

"""Writing beside a record: messages with mentions, activities, following."""

from __future__ import annotations

from itertools import islice
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from app.data.base import db
from app.data.clock import today
from app.data.fold import fold
from app.data.format import format_day, parse_day
from app.data.messages import Activity, Follower, Message, Notice
from app.data.moment import now
from app.data.people import Post, Unit, User
from app.data.row_id import row_id
from app.data.text import _
from app.engine import tasks
from app.engine.access import sees
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Resource
from app.web.page import load
from app.web.stream import mentioned

bp = Blueprint("timeline", __name__)
LONGEST = 20_000  # letters of a message
MOST_ASKED = 40  # people looked at for one @


@bp.post("/<resource:res>/<int:row>/messages")
def write(res: Resource, row: int) -> ResponseReturnValue:
    """Add a message or an internal note; who is named with @ gets a notice."""
    record = load(res, row)
    body, internal = request.form.get("body", "").strip()[:LONGEST], bool(request.form.get("internal"))
    if not body:
        flash(str(_("Write something before you send.")), "bad")
        return _back(res, row)
    with work(g.principal) as session:
        key, me = registry.key(res), g.principal
        named = mentioned([body]).values()
        called = [user for user in named if sees(session, user, res, record, today())]
        session.add(
            Message(
                resource=key,
                row_id=row,
                author_id=me.user_id,
                unit_id=me.unit_id or 0,
                body=body,
                internal=internal,
            )
        )
        tasks.follow(session, key, row, me.user_id)
        for user in called:
            text = str(_("%(name)s mentioned you in %(record)s", name=me.name, record=record))
            session.add(Notice(user_id=user.id, body=text, resource=key, row_id=row))
        if shut_out := ", ".join(user.name for user in named if user not in called):
            flash(str(_("%(names)s cannot open this record, and got no notice.", names=shut_out)), "warn")
    return _back(res, row, "notes" if internal and request.form.get("stream") == "notes" else "")


@bp.get("/<resource:res>/<int:row>/mention")
def people(res: Resource, row: int) -> ResponseReturnValue:
    """Whom an @ may mean: up to eight who can open the record, of one's own unit first: [{login, name, unit}]."""
    record, day = load(res, row), today()
    words = fold(request.args.get("q", ""))[:60]
    own = Post.unit_id == g.principal.unit_id
    statement = (
        select(User, Unit.name)
        .join(Post, Post.user_id == User.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(User.active, or_(User.search_key.contains(words, autoescape=True), User.login.startswith(words)))
        .order_by(own.desc(), User.name)
        .limit(MOST_ASKED)
    )
    units: dict[User, str] = {}
    for user, unit in db.session.execute(statement):
        units.setdefault(user, unit)
    able = (one for one in units.items() if sees(db.session(), one[0], res, record, day))
    return [{"login": user.login, "name": user.name, "unit": unit} for user, unit in islice(able, 8)]


@bp.post("/<resource:res>/<int:row>/activities")
def plan(res: Resource, row: int) -> ResponseReturnValue:
    """Plan an activity with a day, for oneself or for a colleague, who gets a notice."""
    record = load(res, row)
    summary, owner = request.form.get("summary", "").strip()[:200], request.form.get("owner_id", "")
    try:
        due = parse_day(request.form.get("due_on", ""))
        if not summary:
            raise ValueError(str(_("Write what is to be done.")))
        user = db.session.get(User, (row_id(owner) or 0) if owner else g.principal.user_id)
        if user is None or not user.active:
            raise ValueError(str(_("Choose who is to do it.")))
        if not sees(db.session(), user, res, record, today()):
            raise ValueError(str(_("%(names)s cannot open this record, and got no notice.", names=user.name)))
    except ValueError as error:
        flash(str(error), "bad")
        typed = {key: request.form.get(key, "")[:200] for key in ("summary", "due_on")}
        return _back(res, row, "activities", **typed)
    with work(g.principal) as session:
        key = registry.key(res)
        session.add(Activity(resource=key, row_id=row, owner_id=user.id, summary=summary, due_on=due))
        if user.id != g.principal.user_id:
            text = _("%(name)s asks you by %(day)s: %(what)s", name=g.principal.name, day=format_day(due), what=summary)
            session.add(Notice(user_id=user.id, body=f"{text} ({record})", resource=key, row_id=row))
    return _back(res, row, "activities")


@bp.post("/<resource:res>/<int:row>/activities/<int:number>/done")
def finish(res: Resource, row: int, number: int) -> ResponseReturnValue:
    """Tick an activity off."""
    load(res, row)
    with work(g.principal) as session:
        one = session.get(Activity, number)
        if one is not None and (one.resource, one.row_id) == (registry.key(res), row):
            one.done_at = one.done_at or now()
    return _back(res, row, "activities")


@bp.post("/<resource:res>/<int:row>/follow")
def follow(res: Resource, row: int) -> ResponseReturnValue:
    """Start or stop following a record."""
    load(res, row)
    key = registry.key(res)
    with work(g.principal) as session:
        found = session.scalar(_followers(key, row, g.principal.user_id))
        if found:
            session.delete(found)
        else:
            tasks.follow(session, key, row, g.principal.user_id)
    return _back(res, row)


def _back(res: Resource, row: int, tab: str = "", **typed: Any) -> ResponseReturnValue:
    return redirect(url_for("resource.show", res=res, row=row, stream=tab or None, _anchor="stream", **typed), 303)


def _followers(key: str, row: int, user_id: int) -> Any:
    return select(Follower).where(Follower.resource == key, Follower.row_id == row, Follower.user_id == user_id)

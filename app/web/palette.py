"""What is found while typing: records and functions behind Ctrl K, the rows of a long list in a form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for
from sqlalchemy import select

from app.data import clock
from app.data.base import db
from app.data.fold import fold
from app.data.people import Unit, User
from app.data.text import _
from app.engine import query, unit_tree
from app.engine.forms import model_of
from app.engine.registry import registry
from app.engine.tasks import about
from app.spec.words import List, Resource
from app.web import menu
from app.web.filters import shown

bp = Blueprint("palette", __name__)
CHOICES = 30
MARKS = ("/", "@", "+")
Row = tuple[str, str, str]  # icon, words, address
Found = tuple[str, str, str, str]  # icon, what it is about, what tells it apart, address


@bp.get("/palette")
def find() -> str:
    """What Ctrl K finds: records, functions, things to create.

    Begun with "/" only functions, with "+" only what can be made, with "@" the latest records of a person.
    """
    typed = request.args.get("q", "").strip()[:100]
    mark, words = (typed[0], typed[1:].strip()) if typed[:1] in MARKS else ("", typed)
    found, functions = [], []
    if mark in {"", "/"}:
        functions += _functions(fold(words))
    if mark in {"", "+"}:
        functions += _creations(fold(words))
    if mark == "@" and len(words) > 1:
        found, functions = _of_person(fold(words)), _accounts(fold(words))
    elif not mark and len(fold(words)) > 1:
        found = _records(words)
    most = 100 if mark else 8  # asked for by its mark, the whole list is wanted
    return render_template("home/palette.html", found=found[:12], functions=functions[:most], words=typed)


def _functions(folded: str) -> list[Row]:
    """Every page of the menus, and one's own pages."""
    own = [("checklist", _("My work"), "home.work_list"), ("bell", _("Notifications"), "home.notifications")]
    own += [("user", _("My account"), "account.index"), ("user-check", _("Delegations"), "delegations.index")]
    own += [("key", _("Change the password"), "account.index"), ("key", _("Tokens for programs"), "tokens.index")]
    own += [("shield-check", _("Second factor"), "account.second_factor")]
    rows = [(icon, str(title), url_for(endpoint)) for icon, title, endpoint in own]
    rows += [
        (one["icon"], str(one["title"]), one["url"]) for app in registry.open_modules() for one in menu.entries_of(app)
    ]
    return [row for row in dict.fromkeys(rows) if folded in fold(row[1])]


def _creations(folded: str) -> list[Row]:
    return [
        ("plus", str(resource.one), url_for("resource.new", res=resource))
        for resource in registry.open_resources().values()
        if g.principal.may("create", resource) and folded in fold(str(resource.one))
    ]


def _records(typed: str) -> list[Found]:
    rows: list[Found] = []
    for resource in _readable():
        if resource.model.searched:
            statement = select(resource.model).order_by(resource.model.id.desc()).limit(5)
            rows += _found(resource, statement.where(resource.model.found_by(typed)))
    return rows


def _of_person(folded: str) -> list[Found]:
    """The latest records that people of this name have made, as far as one may read them."""
    people = _named(folded)
    rows: list[Found] = []
    for resource in _readable() if people else ():
        made = resource.model.created_by_id.in_([user.id for user in people])
        rows += _found(resource, select(resource.model).where(made).order_by(resource.model.id.desc()).limit(5))
    return rows


def _accounts(folded: str) -> list[Row]:
    """The accounts of these people, for who administers them."""
    if not g.principal.admin:
        return []
    return [("user", user.name, url_for("people.edit", number=user.id)) for user in _named(folded)]


def _named(folded: str) -> list[User]:
    statement = select(User).where(User.active).order_by(User.name).limit(8)
    for word in folded.split()[:5]:
        statement = statement.where(User.search_key.contains(word, autoescape=True))
    return list(db.session.scalars(statement))


def _readable() -> list[Resource]:
    return [one for one in registry.open_resources().values() if g.principal.may("read", one)]


def _found(resource: Resource, statement: Any) -> list[Found]:
    view = query.list_of(resource)
    return [
        (resource.icon, *_words(resource, view, row), url_for("resource.show", res=resource, row=row.id))
        for row in db.session.scalars(query.loaded(statement, resource, view))
    ]


def _words(resource: Resource, view: List, row: Any) -> tuple[str, str]:
    """What a record is about and its number; where its name is both, what its list shows beside the name."""
    name = str(row)
    heading = about(db.session(), resource, row) if resource.heading is not None else name
    if heading != name:
        return heading, name
    beside = (shown(row, column) for column in view.columns)
    return name, next((words for words in beside if words not in {"", name}), "")


@bp.get("/lookup/<table>")
def lookup(table: str) -> Any:
    """Rows for a reference field that is searched instead of listed: [{value, text}]; of units with `?today=1` those in force."""
    try:
        model = model_of(table)
    except LookupError:
        abort(404)
    if table not in {"core_user", "core_unit"} and registry.of_table(table) is None:
        abort(404)
    words = fold(request.args.get("q", ""))[:60]
    if model is Unit:
        day = clock.today() if request.args.get("today") else None
        units = [branch.unit for branch in unit_tree.find(db.session(), words, day=day)]
        # Those in force first, since old wards share names with new ones; then those that say all of it in its order.
        units.sort(key=lambda unit: (unit.valid_to is not None, words not in fold(str(unit)).replace("(", "")))
        return [{"value": unit.id, "text": unit.told_apart} for unit in units[:CHOICES]]
    column = model.search_key if hasattr(model, "search_key") else model.name
    found = select(model).where(column.contains(words, autoescape=True))
    if hasattr(model, "offered"):
        found = found.where(model.offered())
    rows = db.session.scalars(found.limit(CHOICES))
    return [{"value": row.id, "text": getattr(row, "told_apart", str(row))} for row in rows]

"""The first page and "my work": one queue across all modules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from app.data.base import db
from app.data.clock import now as here
from app.data.messages import Activity, Notice
from app.data.moment import now
from app.data.text import _
from app.engine import batches, queue
from app.engine.access import SYSTEM
from app.engine.figures import figures
from app.engine.import_jobs import NOTICE
from app.engine.registry import registry
from app.engine.work import work

bp = Blueprint("home", __name__)
CHOICES = 30  # rows that a searched reference offers


@bp.get("/")
def index() -> str:
    """Greeting, four numbers, my work, the apps."""
    counts = queue.counts(db.session(), g.principal)
    # Whoever only approves has nothing to do in the first tab: the page opens where work waits.
    waiting = next((name for name in queue.TABS[:2] if counts[name]), queue.TABS[0])
    tab = request.args.get("tab", waiting)
    return render_template(
        "home/index.html",
        counts=counts,
        tab=tab,
        today=here(),
        tomorrow=now() + timedelta(days=1),
        greeting=_greeting(),
        rows=_rows(tab)[:8],
        figures=figures(db.session(), g.principal),
        agenda=_agenda(),
        actions=_actions(),
    )


@bp.get("/my-work")
def work_list() -> str:
    """The whole queue."""
    tab, hands = request.args.get("tab", queue.TABS[0]), request.args.get("hands", "")
    return render_template(
        "home/my_work.html",
        counts=queue.counts(db.session(), g.principal),
        tab=tab,
        hands=hands,
        hand_counts=queue.hand_counts(db.session(), g.principal, tab) if tab in queue.TABS[:2] else {},
        rows=_rows(tab, hands),
    )


@bp.get("/notifications")
def notifications() -> str:
    """What happened to what I follow; opening the page marks it read."""
    where = Notice.user_id == current_user.user.id
    rows = list(db.session.scalars(select(Notice).where(where).order_by(Notice.id.desc()).limit(100)))
    return render_template("home/notifications.html", rows=[(row, _address(row)) for row in rows])


@bp.post("/notifications/read")
def read_all() -> ResponseReturnValue:
    """Mark every notice read."""
    with work(SYSTEM) as session:
        for row in session.scalars(
            select(Notice).where(Notice.user_id == current_user.user.id, Notice.read_at.is_(None))
        ):
            row.read_at = now()
    return redirect(url_for("home.notifications"), 303)


@bp.get("/go/<resource:res>/<int:row>")
def go(res: Any, row: int) -> ResponseReturnValue:
    """Lead from a task or notice to its record."""
    return redirect(url_for("resource.show", res=res, row=row))


def _rows(tab: str, hands: str = "") -> list[dict[str, Any]]:
    rows = queue.rows(db.session(), g.principal, tab if tab in queue.TABS else queue.TABS[0], hands)
    for row in rows:
        resource = registry.resources[row["resource"]]
        row["url"] = url_for("resource.show", res=resource, row=row["row_id"])
        row["icon"] = resource.icon
    return rows


def _address(row: Notice | Activity) -> str:
    if row.resource.startswith(batches.NOTICE):
        return url_for("batches.show", number=row.row_id)
    if row.resource.startswith(NOTICE):
        resource = registry.open_resources().get(row.resource.removeprefix(NOTICE))
        return url_for("resource.import_file", res=resource, number=row.row_id) if resource else ""
    resource = registry.open_resources().get(row.resource)
    return url_for("resource.show", res=resource, row=row.row_id) if resource else ""


def _greeting() -> str:
    """As one greets at this hour."""
    hour, name = here().hour, current_user.user.name
    if hour < 11:
        return str(_("Good morning, %(name)s", name=name))
    if hour < 14:
        return str(_("Good day, %(name)s", name=name))
    return str(_("Good afternoon, %(name)s", name=name) if hour < 18 else _("Good evening, %(name)s", name=name))


def _agenda() -> list[tuple[Activity, str]]:
    day = here().date() + timedelta(days=1)
    where = (Activity.owner_id == current_user.user.id, Activity.done_at.is_(None), Activity.due_on <= day)
    rows = db.session.scalars(select(Activity).where(*where).order_by(Activity.due_on).limit(8))
    return [(row, _address(row)) for row in rows]


def _actions() -> list[dict[str, str]]:
    found = [
        {"title": str(resource.one), "icon": resource.icon, "url": url_for("resource.new", res=resource)}
        for resource in registry.open_resources().values()
        if resource.menu and resource.workflow and g.principal.may("create", resource)
    ]
    return found[:2]

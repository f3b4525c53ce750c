"""The inbox of the one-stop desk: look, take upon oneself, hand on what is ticked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.toolkit import Link, _, db, resource_of, row_id, row_ids, take_on, telling, work
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.inbox.asking import PAGE, Tab
from modules.dossiers.inbox.waiting import Asked, Inbox, Row, first_tab, since
from modules.dossiers.roles import HANDLERS, SUPERVISOR

bp = Blueprint("dossiers_inbox", __name__, url_prefix="/dossiers/inbox")
LINK = Link(_("Inbox"), "dossiers_inbox.index", "inbox", (*HANDLERS, SUPERVISOR), first=True)
ONWARD = ("begin", "hand_on")  # steps that ask for nothing, so that many dossiers can be ticked for them


@bp.get("")
def index() -> str:
    """The inbox as its address asks: tab, role and step, words, page."""
    g.principal.require_role((*HANDLERS, SUPERVISOR))
    inbox = Inbox(db.session())
    counts = inbox.counts()
    tab = Tab.typed(request.args.get("tab")) or first_tab(counts)
    page = row_id(request.args.get("page", "")) or 1
    asked = Asked(tab, request.args.get("q", "")[:200], request.args.get("place", "")[:400], page)
    rows = inbox.rows(asked)
    res = resource_of(Dossier)
    return render_template(
        "dossiers/inbox.html",
        asked=asked,
        counts=counts,
        places=inbox.places(tab),
        rows=rows[:PAGE],
        first=(page - 1) * PAGE,
        more=len(rows) > PAGE,
        steps=_steps(res, rows),
        since=since,
        may_take=any(row.free for row in rows) and g.principal.holds(HANDLERS),
        address=_address,
        res=res,
    )


@bp.post("/take")
def take() -> ResponseReturnValue:
    """Take ticked dossiers, or the one whose button was pressed, upon oneself; each stands or falls by itself."""
    g.principal.require_role(HANDLERS)
    one = request.form.get("one")
    chosen = row_ids([one] if one else request.form.getlist("rows"))[:PAGE]
    if not chosen:
        flash(str(_("Tick at least one row first.")), "warn")
    done = 0
    for row in chosen:
        with telling(), work(g.principal) as session:
            dossier = session.get(Dossier, row)
            if dossier is None:
                raise ValueError(str(_("This task is already done or was given to somebody else.")))
            take_on(session, dossier, g.principal)
            done += 1
    if done:
        flash(str(_("%(count)s dossiers are yours now.", count=done)), "good")
    return redirect(url_for("dossiers_inbox.index", tab=Tab.MINE.value if done else None), 303)


def _steps(res: Any, rows: list[Row]) -> list[Any]:
    """The steps that can be taken on several of these rows at once."""
    states = {row.dossier.state for row in rows}
    flow = [step for step in res.flow.steps if step.name in ONWARD and g.principal.holds(step.roles)]
    return [step for step in flow if states & set(step.sources)]


def _address(**changes: Any) -> str:
    """The address of this page with some words changed; paging starts again unless it is what changes."""
    args = {key: request.args[key] for key in ("tab", "q", "place") if request.args.get(key)} | changes
    return url_for("dossiers_inbox.index", **{key: value for key, value in args.items() if value})

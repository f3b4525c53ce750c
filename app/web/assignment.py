"""Taking a task upon oneself, giving it to a colleague, handing it back: the buttons beside a record's state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.data.base import db
from app.data.row_id import row_id
from app.data.text import _
from app.engine import assignment
from app.engine.work import work
from app.spec.words import Resource
from app.web import page


def claim(res: Resource, row: int, task: int) -> ResponseReturnValue:
    """Take an open task upon oneself."""
    return _act(res, row, lambda session, record: assignment.claim(session, res, record, task, g.principal))


def hand_back(res: Resource, row: int, task: int) -> ResponseReturnValue:
    """Ask why, then give one's task back to all holders of the role."""
    if request.method == "GET":
        return _ask(res, row, task)
    reason = request.form.get("reason", "")

    def act(session: Session, record: Any) -> None:
        assignment.hand_back(session, res, record, task, g.principal, reason)

    return _act(res, row, act, task)


def give(res: Resource, row: int, task: int) -> ResponseReturnValue:
    """Ask whom and why, then give a task to another holder of its role."""
    if request.method == "GET":
        return _ask(res, row, task)
    to, reason = request.form.get("to", ""), request.form.get("reason", "")
    to_id = row_id(to) or 0

    def act(session: Session, record: Any) -> None:
        assignment.give(session, res, record, task, to_id, g.principal, reason)

    return _act(res, row, act, task)


def _act(res: Resource, row: int, act: Callable[[Session, Any], None], task: int | None = None) -> ResponseReturnValue:
    try:
        with work(g.principal) as session:
            act(session, page.load(res, row))
    except LookupError:
        flash(str(_("This task is already done or was given to somebody else.")), "warn")
    except ValueError as error:
        flash(str(error), "bad")
        if task is not None:
            return _ask(res, row, task), 422
    else:
        flash(str(_("Written down.")), "good")
    return redirect(url_for("resource.show", res=res, row=row), 303)


def _ask(res: Resource, row: int, number: int) -> str:
    record = page.load(res, row)
    try:
        task = assignment.find_task(db.session(), res, record, number)
    except LookupError:
        abort(404)
    giving = request.path.endswith("/give")
    duty = next(one for one in assignment.duties(db.session(), res, record, g.principal) if one.task.id == number)
    if not (duty.may_give if giving else duty.mine):
        raise PermissionError(str(_("You have not been given this right.")))
    people = assignment.candidates(db.session(), res, record, task) if giving else []
    chosen = request.values.get("to", "")
    taking = giving and duty.may_take_over and chosen == str(g.principal.user_id)
    words = {"giving": giving, "taking": taking, "chosen": chosen, "people": people}
    return render_template("resource/assign.html", res=res, record=record, duty=duty, **words)

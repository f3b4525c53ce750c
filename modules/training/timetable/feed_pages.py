"""Where a person makes and takes back the address of a calendar, and where calendars read it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import SYSTEM, PerMinute, as_system, by_token, clock, db, row_id, work
from modules.training.roles import COORDINATOR, EVERYBODY
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.feeds import Feed

bp = Blueprint("training_feed", __name__)
OFTEN = 30  # readings of one address in a minute
_readings = PerMinute()


@bp.get("/training/feed")
def mine() -> ResponseReturnValue:
    """Tell whether there is an address, and when it was last read."""
    return _page()


@bp.post("/training/feed")
def make() -> ResponseReturnValue:
    """Make a new address and show it once; the one before works no more."""
    cohort = _cohort()
    with work(g.principal) as session:
        _made, address = Feed.make(session, g.principal.user_id or 0, cohort)
    return _page(address)


@bp.post("/training/feed/end")
def end() -> ResponseReturnValue:
    """Take the address back."""
    cohort = _cohort()
    with work(g.principal) as session:
        Feed.revoke(session, g.principal.user_id or 0, cohort)
    return redirect(url_for("training_feed.mine", cohort=cohort), 303)


@bp.get("/lich/<token>.ics")
@by_token
def read(token: str) -> ResponseReturnValue:
    """The calendar itself; unknown and revoked addresses look the same."""
    if not _readings.admit(token[:100], OFTEN):
        abort(429)
    with as_system() as reading:
        feed = Feed.of(reading, token[:100]) or abort(404)
        content = feed.written(reading)
    with work(SYSTEM) as session:
        session.get_one(Feed, feed.id).read_at = clock.now()
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "inline; filename=tap-huan.ics"
    return answer


def _cohort() -> int | None:
    """The class that the address is for; a whole class is a matter of its coordinators."""
    g.principal.require_role(EVERYBODY)
    asked = request.values.get("cohort", "")
    if not asked:
        return None
    g.principal.require_role((COORDINATOR,))
    return db.session.scalar(select(Cohort.id).where(Cohort.id == row_id(asked))) or abort(404)


def _page(address: str = "") -> str:
    cohort = _cohort()
    own = (Feed.user_id == g.principal.user_id, Feed.cohort_id.is_not_distinct_from(cohort), Feed.revoked_at.is_(None))
    feed = db.session.scalar(select(Feed).where(*own))
    subject = db.session.get(Cohort, cohort) if cohort else None
    return render_template("training/feed.html", feed=feed, address=address, cohort=subject)

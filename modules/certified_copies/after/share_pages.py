"""Making links and marking hand-overs beside a copy; the page behind a link, which counts only real downloads."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import (
    SYSTEM,
    _,
    address_of,
    as_system,
    asked_record,
    hand_out_file,
    kept,
    public,
    telling,
    whole_number,
    work,
)
from modules.certified_copies.after import shares, strangers
from modules.certified_copies.after.delivery import DAYS, VIEWS
from modules.certified_copies.after.shares import Handover, Means, Share
from modules.certified_copies.models import Copy, State
from modules.certified_copies.roles import CLERK

bp = Blueprint("certified_copies_share", __name__)


@bp.post("/certified-copies/<int:row>/links")
def make(row: int) -> ResponseReturnValue:
    """Make a link and show its address once."""
    try:
        with work(g.principal) as session:
            copy = asked_record(Copy, row, by=(CLERK,))
            words = (_number("days", DAYS), _number("views", VIEWS), request.form.get("email", ""))
            share, address = Share.make(session, copy, *words)
            mailed, until = share.email, share.expires_at
    except ValueError as error:
        flash(str(error), "bad")
        return _back(row)
    if mailed:
        flash(str(_("The link is on its way to %(email)s.", email=mailed)), "good")
        return _back(row)
    return render_template("certified_copies/link.html", address=address, until=until, row=row)


@bp.post("/certified-copies/<int:row>/handover")
def hand_over(row: int) -> ResponseReturnValue:
    """Mark that the copy was given at the desk."""
    with telling(), work(g.principal) as session:
        shares.may_leave(session, asked_record(Copy, row, by=(CLERK,)))
        Handover.mark(session, row, Means.DESK)
    return _back(row)


@bp.get("/tai/<token>")
@public
def page(token: str) -> ResponseReturnValue:
    """Show what lies behind a link; looking counts nothing, since mail programs look, too."""
    share, copy = _found(token)
    return render_template("certified_copies/share.html", share=share, copy=copy, token=token), 200 if share else 404


@bp.post("/tai/<token>")
@public
def download(token: str) -> ResponseReturnValue:
    """Hand the file out and count it."""
    share, copy = _found(token)
    if share is None or copy is None:
        return render_template("certified_copies/share.html", share=None, copy=None, token=token), 404
    with work(SYSTEM) as session:
        if not shares.use(session, share):
            return render_template("certified_copies/share.html", share=None, copy=None, token=token), 404
        Handover.mark(session, copy.id, Means.LINK)
        file = kept(session, copy, "final")[-1]
    return hand_out_file(file, save=True)


def _found(token: str) -> tuple[Share | None, Copy | None]:
    """A link that may be used, with its copy as long as that has its value."""
    if not strangers.admitted("share"):
        return None, None
    with as_system() as session:
        share = shares.find(session, token[:100])
        where = (Copy.id == share.copy_id, Copy.state == State.RELEASED) if share else ()
        copy = session.scalar(select(Copy).where(*where).options(joinedload(Copy.unit))) if where else None
    return (share, copy) if copy else (None, None)


def _number(name: str, otherwise: int) -> int:
    typed = request.form.get(name, "").strip()
    return (whole_number(typed, 1, 99_999) or 0) if typed else otherwise


def _back(row: int) -> ResponseReturnValue:
    return redirect(address_of(Copy, row, panel="delivery"), 303)

"""The two ends of photographing: the code and the arriving pages at the desk, the camera page on the telephone."""

from __future__ import annotations

import re
import secrets
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.toolkit import SYSTEM, QrCode, _, as_person, as_system, asked_record, clock, db, public, resource_of, work
from modules.certified_copies.after import strangers
from modules.certified_copies.capture import comparison_pages
from modules.certified_copies.capture.findings import findings_of
from modules.certified_copies.capture.pages import pages_of
from modules.certified_copies.capture.phone import PhonePass
from modules.certified_copies.models import OPEN, Copy

bp = Blueprint("certified_copies_phone", __name__)
CLIENT = re.compile(r"[0-9a-f]{16,32}")


@bp.post("/certified-pages/<int:row>/phone")
def make(row: int) -> ResponseReturnValue:
    """Show the code that leads the telephone here; it is drawn this once."""
    copy = comparison_pages.open_copy(row)
    with work(g.principal) as unit_of_work:
        made, address = PhonePass.make(unit_of_work, copy)
        until = made.expires_at
    code = QrCode.of(address).picture
    words = {"copy": copy, "address": address, "until": until, "code": code}
    return render_template("certified_copies/phone_desk.html", **words, **_arrived(copy))


@bp.get("/certified-pages/<int:row>/arrived")
def arrived(row: int) -> ResponseReturnValue:
    """The pages that are there by now; the desk asks every few seconds while the telephone may still send."""
    copy = asked_record(Copy, row)
    told = _arrived(copy)
    # 286 tells the page to ask no more.
    return render_template("certified_copies/phone_arrived.html", copy=copy, **told), 200 if told["live"] else 286


@bp.post("/certified-pages/<int:row>/phone/end")
def end(row: int) -> ResponseReturnValue:
    """Take the address back."""
    copy = asked_record(Copy, row)
    with work(g.principal) as unit_of_work:
        PhonePass.revoke_all(unit_of_work, copy.id)
    flash(str(_("The telephone can no longer send pages.")), "good")
    return redirect(url_for("certified_copies_pages.show", row=row), 303)


@bp.get("/chup/<token>")
@public
def camera(token: str) -> ResponseReturnValue:
    """The camera page; the first telephone that opens it keeps it."""
    found, copy = _found(token)
    if found is None or copy is None:
        return _gone()
    if found.device_hash is None:
        session["phone"] = secrets.token_urlsafe(16)
        with work(SYSTEM) as unit_of_work:
            if not found.claim(unit_of_work, session["phone"]):
                return _gone()
    elif not found.admits(session.get("phone", "")):
        return _gone()
    return render_template("certified_copies/phone.html", copy=copy, token=token, until=found.expires_at)


@bp.post("/chup/<token>")
@public
def receive(token: str) -> ResponseReturnValue:
    """Take pictures in. With a script one by one, each with an id of its own: sent twice, it counts once."""
    found, copy = _found(token)
    if found is None or copy is None or not found.admits(session.get("phone", "")):
        return _gone()
    client, said = request.form.get("client", ""), []
    for one in request.files.getlist("files"):
        if not one.filename:
            continue
        own = client if CLIENT.fullmatch(client) else secrets.token_hex(8)
        try:
            with as_person(found.user_id), work() as unit_of_work:
                found.receive(unit_of_work, copy, one.filename, one.read(), own)
        except IntegrityError:
            db.session.rollback()  # the same picture, sent again before the first answer came
        except ValueError as error:
            db.session.rollback()
            said.append(str(error))
            continue
        if not client:
            flash(str(_("Added %(name)s.", name=one.filename)), "good")
    if client:
        return {"sentence": " ".join(said)}, 422 if said else 200
    for sentence in said:
        flash(sentence, "bad")
    return redirect(url_for("certified_copies_phone.camera", token=token), 303)


def _arrived(copy: Copy) -> dict[str, Any]:
    pages = pages_of(db.session(), copy.id)
    live = (PhonePass.copy_id == copy.id, PhonePass.revoked_at.is_(None), PhonePass.expires_at > clock.now())
    now = db.session.scalar(select(PhonePass).where(*live).order_by(PhonePass.id.desc()).limit(1))
    found = findings_of(db.session(), copy, pages)
    return {"pages": pages, "live": now, "found": found, "res": resource_of(Copy)}


def _found(token: str) -> tuple[PhonePass | None, Copy | None]:
    """A pass that works, with its copy while its pages may still be changed."""
    if not strangers.admitted("phone"):
        abort(429)
    with as_system() as reading:
        found = PhonePass.of(reading, token[:100])
        copy = reading.get(Copy, found.copy_id) if found else None
    return (found, copy) if copy and copy.state in OPEN else (None, None)


def _gone() -> ResponseReturnValue:
    if request.form.get("client"):
        return {"sentence": str(_("This address works no more; ask the desk for a new code."))}, 410
    return render_template("certified_copies/phone.html", copy=None, token="", until=None), 410

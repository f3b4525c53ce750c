"""Anybody's page: is this training certificate genuine, and does it still hold? No sign-in, no more than it needs."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import PerMinute, as_system, clock, public
from modules.signing.code import hash_of, normal
from modules.training.outcome.certificates import Certificate, Worth

bp = Blueprint("training_check", __name__)
_calls = PerMinute()


@bp.get("/chung-nhan", strict_slashes=False)
@public
def form() -> ResponseReturnValue:
    """Ask for the code that stands on the certificate."""
    typed = request.args.get("code", "").strip()
    if typed:
        return redirect(url_for("training_check.check", code=typed.replace("/", "")[:40]))
    return render_template("training/certificate_check.html", found=None, asked=False, today=clock.today())


@bp.get("/chung-nhan/<code>")
@public
def check(code: str) -> ResponseReturnValue:
    """Tell whether the certificate behind a code holds; an unknown code and one not yet given out look the same."""
    if not _calls.admit_caller(current_app.config["LOOKUPS_PER_MINUTE"]):
        abort(429)
    found = _found(code)
    page = render_template("training/certificate_check.html", found=found, asked=True, today=clock.today())
    return page, 200 if found else 404


def _found(code: str) -> Certificate | None:
    try:
        known = hash_of(normal(code))
    except ValueError:
        return None
    shown = (joinedload(Certificate.course), joinedload(Certificate.issuer))
    where = (Certificate.code_hash == known, Certificate.state.in_((Worth.ISSUED, Worth.REVOKED)))
    with as_system() as session:
        return session.scalar(select(Certificate).where(*where).options(*shown))

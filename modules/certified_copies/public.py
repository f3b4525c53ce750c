"""The citizen's page: is this file genuine? No sign-in, no personal data. By code: `after/lookup.py`."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import _, as_system, clock, public
from modules.certified_copies.after.register import told_of
from modules.certified_copies.models import Copy, State
from modules.signing.anchors import anchors
from modules.signing.verification.sandbox import EXAMINER

bp = Blueprint("certified_copies", __name__, template_folder="templates")
LARGEST = 64 * 2**20


@bp.get("/xac-thuc", strict_slashes=False)
@bp.get("/xac-thuc/", strict_slashes=False)
@public
def form() -> Any:
    """Ask for a code or a file."""
    typed = request.args.get("code", "").strip()
    if typed:
        return redirect(url_for("certified_copies_lookup.check", code=typed.replace("/", "")[:40]))
    sentence = str(_("Enter the code that stands on the copy.")) if "code" in request.args else ""
    page = render_template("certified_copies/verify.html", copy=None, verdict=None, typed="", sentence=sentence)
    return page, 422 if sentence else 200


@bp.post("/xac-thuc")
@public
def check_file() -> Any:
    """Check a file: is it, byte for byte, one that we issued; are its signatures valid? It is not kept."""
    file = request.files.get("file")
    content = file.read(LARGEST + 1) if file else b""
    if not content:
        sentence = str(_("Choose the file to check."))
        return render_template(
            "certified_copies/verify.html", copy=None, verdict=None, typed="", sentence=sentence
        ), 422
    verdict = EXAMINER.examine(content, anchors())
    digest = hashlib.sha256(content).hexdigest()
    with as_system() as session:
        statement = select(Copy).options(joinedload(Copy.unit), joinedload(Copy.signer))
        copy = session.scalars(statement.where(Copy.sha256 == digest, Copy.state == State.RELEASED)).one_or_none()
        sentence = "" if copy else told_of(session, digest)
    if copy is None and verdict.valid and not sentence:
        sentence = str(_("The signatures are valid, but we did not issue this file as a certified copy."))
    return render_template(
        "certified_copies/verify.html",
        copy=copy,
        verdict=verdict,
        typed="",
        sentence=sentence,
        now=clock.now(),
    )

"""The citizen's page: is this file genuine? No sign-in, no personal data. By code: `after/lookup.py`."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.toolkit import _, clock, public
from modules.certified_copies.after import strangers
from modules.certified_copies.check import report
from modules.certified_copies.check.answer import FileAnswer, answer_about, answer_by_hash
from modules.signing.verification.sandbox import EXAMINER, MOST

bp = Blueprint("certified_copies", __name__)
LARGEST = 64 * 2**20
HASH = re.compile(r"[0-9a-f]{64}")


@bp.get("/xac-thuc", strict_slashes=False)
@bp.get("/xac-thuc/", strict_slashes=False)
@public
def form() -> ResponseReturnValue:
    """Ask for a code or a file."""
    typed = request.args.get("code", "").strip()
    if typed:
        return redirect(url_for("certified_copies_lookup.check", code=typed.replace("/", "")[:40]))
    if "code" in request.args:
        return _asked_again(_("Enter the code that stands on the copy."))
    EXAMINER.warm(MOST)  # while the file is being chosen
    return render_template("certified_copies/verify.html", sentence="")


@bp.get("/xac-thuc/tep/<sha256>")
@public
def by_hash(sha256: str) -> ResponseReturnValue:
    """Tell what our registers know of a file whose hash the browser has computed; the file stays where it is."""
    answer = _looked_up(sha256)
    return _page(answer), 200 if answer.known else 404


@bp.get("/xac-thuc/tep/<sha256>.json")
@public
def by_hash_json(sha256: str) -> ResponseReturnValue:
    """The same for programs."""
    answer = _looked_up(sha256)
    return jsonify(answer.to_json() | {"found": answer.known}), 200 if answer.known else 404


@bp.post("/xac-thuc")
@public
def check_file() -> ResponseReturnValue:
    """Check a file: is it, byte for byte, one that we issued; are its signatures valid? It is not kept."""
    if not strangers.admitted("file"):
        return _asked_again(_("Too many files were checked from here. Wait a minute and try again."), 429)
    file = request.files.get("file")
    content = file.read(LARGEST + 1) if file else b""
    if file is None or not file.filename:
        return _asked_again(_("Choose the file to check."))
    if not content:
        return _asked_again(_("%(name)s is empty.", name=file.filename))
    return _page(answer_about(content), file.filename)


@bp.post("/xac-thuc/bao-cao")
@public
def take_report() -> ResponseReturnValue:
    """Hand out what the page has said as a file: PDF, or JSON (`format`)."""
    if not strangers.admitted("report"):
        abort(429)
    try:
        return report.sent(request.form.get("answer", ""), request.form.get("format", "pdf"))
    except ValueError as error:
        return _asked_again(error)


def _looked_up(sha256: str) -> FileAnswer:
    if not strangers.admitted("file"):
        abort(429)
    if not HASH.fullmatch(sha256):
        abort(404)
    return answer_by_hash(sha256)


def _page(answer: FileAnswer, name: str = "") -> str:
    now = clock.now()
    told = report.sealed(answer, now) if answer.verdict else ""
    return render_template("certified_copies/file.html", answer=answer, name=name, told=told, now=now)


def _asked_again(sentence: Any, status: int = 422) -> ResponseReturnValue:
    return render_template("certified_copies/verify.html", sentence=str(sentence)), status

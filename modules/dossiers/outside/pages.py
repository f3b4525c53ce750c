"""The citizen's page: how does my dossier stand? By its code and the phone on it; no sign-in, no personal data."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import PerMinute, _, as_system, clock, public
from modules.dossiers.outside.status import Status, status_of

bp = Blueprint("dossiers_outside", __name__)
PER_CODE = 10  # a minute, from all places together: so the phone on a known code cannot be tried out
_calls, _codes = PerMinute(), PerMinute()


@bp.get("/ho-so", strict_slashes=False)
@public
def form() -> ResponseReturnValue:
    """Ask for code and phone; `ma` is the code that a QR code brings along."""
    return _page(request.args.get("ma", ""))


@bp.post("/ho-so")
@public
def look() -> ResponseReturnValue:
    """Tell how the dossier stands.

    A code that is none, a wrong phone, and somebody who asks too often get the same page and status. The phone is
    sent in the body, so that no log of addresses has it.
    """
    typed, phone = (request.form.get(name, "").strip()[:40] for name in ("code", "phone"))
    if not typed or not phone:
        return _page(typed, _("Enter the dossier code and the phone on the dossier.")), 422
    admitted = _admitted(typed)
    with as_system() as session:
        found = status_of(session, typed, phone)
    if found is None or not admitted:
        text = _("No dossier has this code and this phone. Compare both with your receipt; if they are right, wait a minute and ask again: too many questions are not answered.")  # fmt: skip
        return _page(typed, text), 404
    return _page(typed, found=found)


def _admitted(code: str) -> bool:
    most = current_app.config
    mine = _calls.admit_caller(most["LOOKUPS_PER_MINUTE"])
    everybody = _calls.admit(None, most["LOOKUPS_IN_ALL_PER_MINUTE"])
    return mine and everybody and _codes.admit(code.upper(), PER_CODE)


def _page(typed: str, sentence: Any = "", found: Status | None = None) -> str:
    words = {"typed": typed.strip()[:40], "sentence": str(sentence), "found": found, "now": clock.now()}
    return render_template("dossiers/status.html", **words)

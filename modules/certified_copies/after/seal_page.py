"""The citizen's question by seal: the code on the paper that tells itself what it belongs to."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import LARGEST_PICTURE, Unit, as_system, clock, public
from modules.certified_copies.after import strangers
from modules.certified_copies.after.annulments import Annulment, Standing
from modules.certified_copies.models import Copy
from modules.signing import site_keys
from modules.signing.seal import LONGEST, Reading, Seal, SealFinding, read
from modules.signing.seal_picture import seal_in

bp = Blueprint("certified_copies_seal", __name__, url_prefix="/xac-thuc/niem-phong")


@bp.get("")
@public
def form() -> ResponseReturnValue:
    """Ask for a picture of the seal, or its text."""
    return render_template("certified_copies/seal.html", reading=None, agency="", text="", busy=False)


@bp.post("")
@public
def check() -> ResponseReturnValue:
    """Read the seal; the picture is decoded in memory and not kept."""
    if not strangers.admitted("seal"):
        return render_template("certified_copies/seal.html", reading=None, agency="", text="", busy=True), 429
    text = request.form.get("text", "")[: LONGEST + 1].strip()
    picture = request.files.get("picture")
    try:
        if not text and picture:
            text = seal_in(picture.read(LARGEST_PICTURE + 1))
        reading = read(text, site_keys.key_set())
    except ValueError:
        reading = Reading(SealFinding.UNREADABLE)
    agency = ""
    if reading.answer is SealFinding.GENUINE and reading.seal:
        agency, decision = _register(reading.seal)
        if decision:
            reading = Reading(SealFinding.ANNULLED, reading.seal, decision)
    outcome = strangers.Outcome.FOUND if reading.code == 0 else strangers.Outcome.NOTHING
    strangers.note(clock.now(), "seal", outcome)
    page = render_template("certified_copies/seal.html", reading=reading, agency=agency, text=text, busy=False)
    return page, 422 if reading.answer is SealFinding.UNREADABLE else 200


def _register(seal: Seal) -> tuple[str, str]:
    """Return the agency's name, and the decision by which the copy was annulled."""
    with as_system() as session:
        unit = session.scalar(select(Unit).where(Unit.code == seal.agency).order_by(Unit.valid_from.desc()).limit(1))
        if unit is None:
            return seal.agency, ""
        copy = (Copy.unit_id == unit.id, Copy.book == seal.book, Copy.number == seal.number)
        found = select(Annulment).join(Copy, Copy.id == Annulment.copy_id).where(*copy)
        annulment = session.scalar(found.where(Annulment.state == Standing.IN_FORCE).limit(1))
        return unit.committee, annulment.sentence if annulment else ""

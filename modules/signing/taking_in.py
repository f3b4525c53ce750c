"""The page that takes a PKCS#12 file in: under the site's own passphrase, read by nobody, ready to be named."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from cryptography.x509.oid import NameOID
from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import Link, _, format_day
from modules.signing.anchors import anchors
from modules.signing.drivers.pkcs12 import HeldKey, adopt
from modules.signing.key_files import key_folder, passphrase
from modules.signing.models import days_of
from modules.signing.roles import KEEPER
from modules.signing.status import require_good

bp = Blueprint("signing_taking_in", __name__, url_prefix="/signing/key-file")
LINK = Link(_("Take in a key file"), "signing_taking_in.form", "upload", (KEEPER,))
LARGEST = 2**20  # bytes; a key with its chain has some thousand


@bp.get("")
def form() -> ResponseReturnValue:
    """Ask for the file and its password."""
    g.principal.require_role((KEEPER,))
    return render_template("signing/taking_in.html")


@bp.post("")
def take() -> ResponseReturnValue:
    """Keep the file, and go on with a new certificate that is filled in from it."""
    g.principal.require_role((KEEPER,))
    file, secret = request.files.get("file"), request.form.get("password", "")
    try:
        if file is None or not file.filename:
            raise ValueError(str(_("Choose the key file.")))
        name = file.filename.replace("\\", "/").rsplit("/", 1)[-1]
        held = adopt(name, file.read(LARGEST), secret.encode(), key_folder(), passphrase())
    except ValueError as error:
        flash(str(error), "bad")
        return render_template("signing/taking_in.html"), 422
    flash(
        str(_("The key of %(name)s was taken in. Say now whose it is.", name=held.parsed.subject.rfc4514_string())),
        "good",
    )
    _warn(held)
    return redirect(f"/signing/keys/new?{urlencode(_words(held, name))}", 303)


def _warn(held: HeldKey) -> None:
    """What would keep it from signing is told now, not when a paper waits."""
    try:
        require_good(held.certificate, held.chain, anchors())
    except ValueError as error:
        flash(str(error), "bad")


def _words(held: HeldKey, file: str) -> dict[str, Any]:
    first, last = days_of(held.parsed)
    named = held.parsed.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = str(named[0].value) if named else file
    return {"name": name, "file": file, "minutes": 10, "valid_from": format_day(first), "valid_to": format_day(last)}

"""The page of a key: its PIN is entered there, and it is tried before the first paper waits for it."""

from __future__ import annotations

import os
from typing import Any

from cryptography.x509.oid import NameOID
from flask import Blueprint, flash, redirect, request

from app.toolkit import _, address_of, asked_record, clock, format_day, telling
from modules.signing.drivers.sealed import Secrets
from modules.signing.models import Key
from modules.signing.roles import KEEPER

bp = Blueprint("signing_keys", __name__, url_prefix="/signing/keys")


def panel(key: Key) -> dict[str, Any] | None:
    """The button that tries a key; None for one that lies at somebody's own computer."""
    return None if key.is_elsewhere else {"key": key}


@bp.post("/<int:row>/try")
def try_key(row: int) -> Any:
    """Have a key sign a random number, ask for the state of its certificate, and tell what was found."""
    key = asked_record(Key, row, by=(KEEPER,))
    with telling():
        held = key.opened()
        held.sign(os.urandom(32))  # a digest of nothing: only so are PIN and certificate known to be right
        certificate = held.parsed
        issuer = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
        words = {
            "name": certificate.subject.rfc4514_string(),
            "issuer": str(issuer[0].value) if issuer else "–",
            "day": format_day(certificate.not_valid_after_utc.astimezone(clock.ZONE).date()),
        }
        flash(str(_("The key can sign: %(name)s, issued by %(issuer)s, valid until %(day)s.", **words)), "good")
    return redirect(address_of(Key, row), 303)


@bp.post("/<int:row>/secrets")
def keep_secrets(row: int) -> Any:
    """Seal what opens a key elsewhere; no field of it is in a table, a draft or the trail."""
    key = asked_record(Key, row, by=(KEEPER,))
    words = {name: request.form.get(name, "").strip() for name in ("client_id", "client_secret", "pin")}
    with telling():
        key.keep_secrets(Secrets(**words))
        flash(str(_("What opens the key has been sealed.")), "good")
    return redirect(address_of(Key, row), 303)

"""Verification codes: 12 letters and digits that nobody can guess or misread (Crockford's base 32, 60 bits)."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import current_app

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
# What people type for letters that look alike.
ALIKE = str.maketrans("ILO", "110")


def new_code() -> str:
    """Return a fresh random code."""
    return "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))


def normal(typed: str) -> str:
    """Return what was typed as a code; ValueError when it cannot be one."""
    bare = "".join(typed.upper().split()).replace("-", "").translate(ALIKE)
    if len(bare) != LENGTH or any(letter not in ALPHABET for letter in bare):
        raise ValueError(typed)
    return bare


def shown(code: str) -> str:
    """Return a code in groups of four: 7K2Q-94TX-1932."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def hash_of(code: str) -> str:
    """Return what the database keeps of a code; who reads the table without the site's secret learns no code."""
    secret = "codes:" + current_app.config["SECRET_KEY"]
    return hmac.new(secret.encode(), code.encode(), hashlib.sha256).hexdigest()

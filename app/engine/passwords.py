"""Passwords: argon2id, and what a good one is."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.data.fold import fold
from app.data.people import User
from app.data.text import _

SHORTEST = 10
# What the lists of leaked passwords begin with, as people here type it; the demo's own password is among them.
COMMON = ("motcua", "matkhau", "password", "qwerty", "123456", "654321", "abc123", "iloveyou", "ubndphuong", "admin")
hasher = PasswordHasher()


def set_password(user: User, password: str) -> None:
    """Give a user a new password; ValueError when it is too short, too plain, or contains the user's own name."""
    if len(password) < SHORTEST:
        raise ValueError(str(_("A password needs at least %(number)s characters.", number=SHORTEST)))
    if user.login.lower() in password.lower():
        raise ValueError(str(_("The password must not contain the user name.")))
    plain = "".join(letter for letter in fold(password) if letter.isalnum())
    if any(plain.startswith(word) for word in COMMON):
        raise ValueError(
            str(_("The password begins like those that are guessed first; begin with something of your own."))
        )
    if len(set(password.lower())) < SHORTEST // 2:
        raise ValueError(str(_("The password repeats too few characters.")))
    user.password_hash, user.must_change = hasher.hash(password), False


def check_password(user: User | None, password: str) -> bool:
    """Tell whether `password` is the user's; always takes the time of one check."""
    decoy = _decoy()
    try:
        return (
            hasher.verify(user.password_hash if user and user.password_hash else decoy, password) and user is not None
        )
    except (VerificationError, InvalidHashError):
        return False


@cache
def _decoy() -> str:
    """What is verified when the user name is unknown, so that the answer takes as long as for a known one."""
    return hasher.hash(secrets.token_hex(16))

"""Signing in: name and password, then the second factor; too many wrong tries make everybody wait."""

from __future__ import annotations

import hashlib
import secrets

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.data.entry import BackupCode, SignIn
from app.data.moment import now
from app.data.people import User
from app.data.secret import hash_of_secret
from app.data.text import _
from app.engine import patience
from app.engine.passwords import check_password

CODES = 10


def recognise(session: Session, login: str, password: str, address: str) -> User:
    """Return the active user of a name and password. ValueError carries one sentence, the same for every reason."""
    login = login.strip().lower()[:64]
    patience.require(session, login, address)
    user = session.scalar(select(User).where(User.login == login, User.active))
    if not check_password(user, password):
        patience.count(session, login, address)
        raise ValueError(str(_("Wrong user name or password.")))
    assert user is not None  # noqa: S101 - tells mypy what check_password has seen
    return user


def prove(session: Session, user: User, code: str, address: str) -> None:
    """Check the second factor: six digits of the phone, each good once, or one of the codes on paper."""
    patience.require(session, user.login, address)
    session.refresh(user, ["totp_step"], with_for_update=True)  # one code sent twice at the same moment opens once
    code = _bare(code)
    step = _step_of(user.totp_secret, code)
    if step is not None and step > (user.totp_step or 0):
        user.totp_step = step
    elif not _use_backup(session, user, code):
        patience.count(session, user.login, address)
        raise ValueError(str(_("The six-digit code is wrong, used or too old.")))


def confirm(session: Session, user: User, password: str, address: str) -> None:
    """Check the present password of who is signed in already, before the locks are changed."""
    patience.require(session, user.login, address)
    if not check_password(user, password):
        patience.count(session, user.login, address)
        raise ValueError(str(_("The present password is wrong.")))


def open_session(session: Session, user: User, device: str, address: str) -> tuple[SignIn, str]:
    """Let a user in on a device; return the session and its token, of which only the hash is kept."""
    patience.forget(session, user)
    token = secrets.token_urlsafe(32)
    row = SignIn(user_id=user.id, token_hash=hash_of_secret(token), device=device[:200], address=address[:60])
    session.add(row)
    return row, token


def turn_on(session: Session, user: User, secret: str, code: str) -> list[str]:
    """Turn the second factor on once the phone proves that it has the secret; return the codes for the drawer."""
    step = _step_of(secret, _bare(code))
    if step is None:
        raise ValueError(str(_("The six-digit code is wrong, used or too old.")))
    user.totp_secret, user.totp_step = secret, step
    return renew_codes(session, user)


def renew_codes(session: Session, user: User) -> list[str]:
    """Return new codes for the drawer; those of before open nothing any more. ValueError: the second factor is off."""
    if not user.totp_secret:
        raise ValueError(str(_("Set up the second factor first.")))
    session.execute(delete(BackupCode).where(BackupCode.user_id == user.id))
    codes = [f"{secrets.randbelow(10**5):05d}-{secrets.randbelow(10**5):05d}" for _n in range(CODES)]
    session.add_all(BackupCode(user_id=user.id, code_hash=_hash(user, _bare(one))) for one in codes)
    return codes


def codes_left(session: Session, user: User) -> int:
    """Return how many codes on paper still open."""
    where = (BackupCode.user_id == user.id, BackupCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(BackupCode).where(*where)) or 0


def _bare(typed: str) -> str:
    """A code without the gaps and dashes that make it easier to read; a phone's number pad has neither."""
    return "".join(letter for letter in typed if letter.isalnum())


def _step_of(secret: str | None, code: str) -> int | None:
    """The half minute a code belongs to, the present one or a neighbour; None for a wrong code."""
    if not secret or len(code) != 6 or not code.isascii():
        return None  # compare_digest knows no letters beyond ASCII
    totp = pyotp.TOTP(secret)
    present = int(now().timestamp()) // totp.interval
    near = (present + offset for offset in (0, -1, 1))
    return next((one for one in near if secrets.compare_digest(totp.at(one * totp.interval), code)), None)


def _use_backup(session: Session, user: User, code: str) -> bool:
    where = (BackupCode.user_id == user.id, BackupCode.code_hash == _hash(user, code), BackupCode.used_at.is_(None))
    row = session.scalar(select(BackupCode).where(*where).with_for_update())
    if row is not None:
        row.used_at = now()
    return row is not None


def _hash(user: User, code: str) -> str:
    return hashlib.sha256(f"{user.id}:{code}".encode()).hexdigest()

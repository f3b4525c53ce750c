"""Signing in: name and password, then the second factor; too many wrong tries make everybody wait."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.data.entry import Attempt, BackupCode, SignIn
from app.data.moment import now
from app.data.people import User
from app.data.text import _
from app.engine.passwords import check_password

WINDOW = timedelta(minutes=15)
MOST_BY_LOGIN, MOST_BY_ADDRESS = 5, 50  # wrong tries within the window
CODES = 10


def recognise(session: Session, login: str, password: str, address: str) -> User:
    """Return the active user of a name and password. ValueError carries one sentence, the same for every reason."""
    login = login.strip().lower()[:64]
    _require_patience(session, login, address)
    user = session.scalar(select(User).where(User.login == login, User.active))
    if not check_password(user, password):
        _count(session, login, address)
        raise ValueError(str(_("Wrong user name or password.")))
    assert user is not None  # noqa: S101 - tells mypy what check_password has seen
    return user


def prove(session: Session, user: User, code: str, address: str) -> None:
    """Check the second factor: six digits of the phone, each good once, or one of the codes on paper."""
    _require_patience(session, user.login, address)
    code = "".join(code.split()).lower()
    step = _step_of(user.totp_secret, code)
    if step is not None and step > (user.totp_step or 0):
        user.totp_step = step
    elif not _use_backup(session, user, code):
        _count(session, user.login, address)
        raise ValueError(str(_("The six-digit code is wrong, used or too old.")))


def open_session(session: Session, user: User, device: str, address: str) -> SignIn:
    """Let a user in on a device."""
    forget_attempts(session, user)
    row = SignIn(user_id=user.id, token=secrets.token_urlsafe(32), device=device[:200], address=address[:60])
    session.add(row)
    return row


def forget_attempts(session: Session, user: User) -> None:
    """Let a person try again at once."""
    session.execute(delete(Attempt).where(Attempt.login == user.login))


def locked(session: Session, logins: list[str]) -> set[str]:
    """Return which of these user names have to wait."""
    counted = select(Attempt.login).where(Attempt.login.in_(logins), Attempt.at > now() - WINDOW)
    return set(session.scalars(counted.group_by(Attempt.login).having(func.count() >= MOST_BY_LOGIN)))


def turn_on(session: Session, user: User, secret: str, code: str) -> list[str]:
    """Turn the second factor on once the phone proves that it has the secret; return the codes for the drawer."""
    step = _step_of(secret, "".join(code.split()))
    if step is None:
        raise ValueError(str(_("The six-digit code is wrong, used or too old.")))
    user.totp_secret, user.totp_step = secret, step
    session.execute(delete(BackupCode).where(BackupCode.user_id == user.id))
    codes = [f"{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _n in range(CODES)]
    session.add_all(BackupCode(user_id=user.id, code_hash=_hash(user, one)) for one in codes)
    return codes


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


def _count(session: Session, login: str, address: str) -> None:
    session.add(Attempt(login=login, address=address[:60]))
    session.execute(delete(Attempt).where(Attempt.at < now() - 4 * WINDOW))


def _require_patience(session: Session, login: str, address: str) -> None:
    since = now() - WINDOW
    for column, value, most in (
        (Attempt.login, login, MOST_BY_LOGIN),
        (Attempt.address, address[:60], MOST_BY_ADDRESS),
    ):
        tries = list(
            session.scalars(select(Attempt.at).where(column == value, Attempt.at > since).order_by(Attempt.at))
        )
        if len(tries) >= most:
            raise ValueError(str(_("Too many wrong tries. Try again after %(minutes)s minutes.", minutes=_wait(tries))))


def _wait(tries: list[datetime]) -> int:
    return int((tries[0] + WINDOW - now()).total_seconds() // 60) + 1

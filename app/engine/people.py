"""Accounts and posts: what an administrator does to them, and what is refused."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.data.clock import today
from app.data.entry import BackupCode, SignIn
from app.data.moment import now
from app.data.named import names_of
from app.data.people import Post, Unit, User
from app.data.text import _
from app.data.trail import note
from app.engine import patience
from app.engine.access import ADMINISTRATOR, Principal
from app.engine.forms import RecordForm
from app.engine.passwords import hasher
from app.engine.stamp import require_unchanged
from app.spec.words import Lines, Section

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for one another on paper
ACCOUNT: list[Section | Lines] = [
    Section(_("Account"), [User.login, User.name, User.email, User.active]),
    Lines(User.posts, [Post.role, Post.unit_id, Post.title, Post.valid_from, Post.valid_to]),
]


def save(session: Session, user: User, form: RecordForm, who: Principal) -> None:
    """Write an account with its posts.

    ValueError: a login that is taken, posts that overlap, a post that had begun and is gone, no administrator left.
    """
    require_unchanged(user, form)
    begun = {post.id for post in user.posts if post.id and post.valid_from < today()}
    administered, was_admin = _administered(user), any(_is_admin(post) for post in user.posts)
    form.apply(user)
    _check_login(session, user)
    _check_posts(user.posts)
    _check_units(session, [post for post in user.posts if post.id is None])
    session.add(user)
    session.flush()
    if not user.active:
        end_sessions(session, user)
    is_admin = user.active and any(_is_admin(post) for post in user.posts)
    if who.user_id == user.id and was_admin and not is_admin:
        raise ValueError(str(_("You cannot take your own administrator's right away; ask another administrator.")))
    if administered != _administered(user):
        require_own_right(who)
    if begun - {post.id for post in user.posts}:
        raise ValueError(str(_("A post that has begun is not removed: write its last day down.")))
    require_administrator(session)


def make(session: Session, login: str, name: str) -> User:
    """Return a new account without posts and without a password. ValueError: a login that is wrong or taken."""
    user = User(login=login, name=name, active=True, posts=[])
    _check_login(session, user)
    session.add(user)
    session.flush()
    return user


def suspend(session: Session, user: User) -> None:
    """Close an account: nobody signs in with it any more. ValueError: it is the last administrator's."""
    user.active = False
    session.flush()
    end_sessions(session, user)
    require_administrator(session)


def restore(session: Session, user: User) -> None:
    """Open an account again, and let its person try to sign in at once."""
    user.active = True
    patience.forget(session, user)


def give_post(user: User, post: Post) -> None:
    """Let a person hold a post. ValueError: no such role, a unit that is not in force, the same post already."""
    if post.role not in names_of("roles"):
        raise ValueError(str(_("There is no role “%(role)s”.", role=post.role)))
    if not post.unit.in_force(post.valid_from):
        raise ValueError(str(_("“%(name)s” is not in force on the first day.", name=post.unit.name)))
    user.posts.append(post)
    _check_posts(user.posts)


def end_post(session: Session, user: User, post: Post, day: date) -> None:
    """End a post with the day before `day`; one that has not begun by then is dropped."""
    if post.valid_from >= day:
        user.posts.remove(post)
    else:
        post.valid_to = day - timedelta(days=1)
    session.flush()
    require_administrator(session)


def give_password(session: Session, user: User) -> str:
    """Return a new one-time password; the person must change it, and every open session ends."""
    password = "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _group in range(3))
    user.password_hash, user.must_change = hasher.hash(password), True
    note(session, user, "password")
    patience.forget(session, user)
    end_sessions(session, user)
    return password


def drop_second_factor(session: Session, user: User) -> None:
    """Switch the second factor off for a person who has lost the phone; open sessions end."""
    user.totp_secret = None
    note(session, user, "second factor off")
    session.execute(delete(BackupCode).where(BackupCode.user_id == user.id))
    end_sessions(session, user)


def end_sessions(session: Session, user: User) -> None:
    """Sign a person out everywhere."""
    note(session, user, "sessions ended")
    session.execute(update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None)).values(ended_at=now()))


def require_own_right(who: Principal) -> None:
    """ValueError when this person administers by delegation only: the right itself is never passed on."""
    own = any(grant.role == ADMINISTRATOR and grant.delegated_by is None for grant in who.grants)
    if not (who.system or own):
        raise ValueError(str(_("Who administers by delegation does not hand the administrator's right on.")))


def _check_login(session: Session, user: User) -> None:
    user.login = user.login.strip().lower()
    if not LOGIN.fullmatch(user.login):
        raise ValueError(str(_("A user name has 3 to 64 letters without marks, digits, dots or dashes.")))
    if session.scalar(select(User.id).where(User.login == user.login, User.id != (user.id or 0))):
        raise ValueError(str(_("The user name “%(login)s” is taken.", login=user.login)))
    if user.email and not EMAIL.fullmatch(user.email):
        raise ValueError(str(_("Write the e-mail as name@office.vn.")))


def _check_posts(posts: list[Post]) -> None:
    for at, post in enumerate(posts):
        if post.valid_to and post.valid_to < post.valid_from:
            raise ValueError(str(_("Line %(number)s: the post ends before it begins.", number=at + 1)))
        for other in posts[:at]:
            same = (other.role, other.unit_id) == (post.role, post.unit_id)
            meet = (other.valid_to or date.max) >= post.valid_from and (post.valid_to or date.max) >= other.valid_from
            if same and meet:
                raise ValueError(str(_("Line %(number)s: the same post stands there already.", number=at + 1)))


def _check_units(session: Session, posts: list[Post]) -> None:
    with session.no_autoflush:
        found = session.scalars(select(Unit).where(Unit.id.in_([post.unit_id for post in posts])))
        units = {unit.id: unit for unit in found}
    for post in posts:
        if not units[post.unit_id].in_force(post.valid_from):
            raise ValueError(str(_("“%(name)s” is not in force on the first day.", name=units[post.unit_id].name)))


def _administered(user: User) -> set[tuple[int, date, date | None]]:
    return {(post.unit_id, post.valid_from, post.valid_to) for post in user.posts if post.role == ADMINISTRATOR}


def _is_admin(post: Post) -> bool:
    return post.role == ADMINISTRATOR and post.in_force(today())


def require_administrator(session: Session) -> None:
    """ValueError when nobody is left who may administer the house."""
    found = select(func.count()).select_from(Post).join(User, User.id == Post.user_id)
    if not session.scalar(found.where(Post.role == ADMINISTRATOR, User.active, Post.valid_on(today()))):
        raise ValueError(str(_("At least one administrator must remain.")))

"""Accounts, posts and delegations: what an administrator does to them, and what is refused."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.data.clock import today
from app.data.entry import BackupCode, SignIn
from app.data.moment import now
from app.data.people import Delegation, Post, User
from app.data.text import _
from app.engine import entry
from app.engine.access import ADMINISTRATOR, Principal
from app.engine.forms import RecordForm
from app.engine.passwords import hasher
from app.spec.words import Lines, Section

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for one another on paper
ACCOUNT: list[Section | Lines] = [
    Section(_("Account"), [User.login, User.name, User.email, User.active]),
    Lines(User.posts, [Post.role, Post.unit_id, Post.title, Post.valid_from, Post.valid_to]),
]
DELEGATION = [
    Section(
        _("Delegation"),
        [
            Delegation.holder_id,
            Delegation.user_id,
            Delegation.role,
            Delegation.unit_id,
            Delegation.decision,
            Delegation.valid_from,
            Delegation.valid_to,
        ],
    )
]


def save(session: Session, user: User, form: RecordForm, who: Principal) -> None:
    """Write an account with its posts. ValueError: a login that is taken, posts that overlap, no administrator left."""
    form.apply(user)
    user.login = user.login.lower()
    if not LOGIN.fullmatch(user.login):
        raise ValueError(str(_("A user name has 3 to 64 letters without marks, digits, dots or dashes.")))
    if session.scalar(select(User.id).where(User.login == user.login, User.id != (user.id or 0))):
        raise ValueError(str(_("The user name “%(login)s” is taken.", login=user.login)))
    _check_posts(user.posts)
    session.add(user)
    session.flush()
    if not user.active:
        end_sessions(session, user)
    if who.user_id == user.id and not (user.active and any(_is_admin(post) for post in user.posts)):
        raise ValueError(str(_("You cannot take your own administrator's right away; ask another administrator.")))
    _require_administrator(session)


def give_password(session: Session, user: User) -> str:
    """Return a new one-time password; the person must change it, and every open session ends."""
    password = "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _group in range(3))
    user.password_hash, user.must_change = hasher.hash(password), True
    entry.forget_attempts(session, user)
    end_sessions(session, user)
    return password


def drop_second_factor(session: Session, user: User) -> None:
    """Switch the second factor off for a person who has lost the phone; open sessions end."""
    user.totp_secret = None
    session.execute(delete(BackupCode).where(BackupCode.user_id == user.id))
    end_sessions(session, user)


def end_sessions(session: Session, user: User) -> None:
    """Sign a person out everywhere."""
    session.execute(update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None)).values(ended_at=now()))


def delegate(session: Session, made: Delegation, form: RecordForm) -> None:
    """Write a delegation. ValueError: to oneself, of a post that the holder does not have, passed on, or twice."""
    form.apply(made)
    if made.user_id == made.holder_id:
        raise ValueError(str(_("Nobody delegates to himself.")))
    if made.valid_to < made.valid_from:
        raise ValueError(str(_("The last day lies before the first day.")))
    first, last = Post.valid_from <= made.valid_from, or_(Post.valid_to.is_(None), Post.valid_to >= made.valid_to)
    post = (Post.user_id == made.holder_id, Post.role == made.role, Post.unit_id == made.unit_id, first, last)
    if not session.scalar(select(Post.id).where(*post)):
        # What somebody holds by delegation is no post of his, so it cannot be passed on.
        raise ValueError(str(_("The person does not hold this post during these days; a delegation is not passed on.")))
    same = (Delegation.holder_id == made.holder_id, Delegation.user_id == made.user_id, Delegation.role == made.role)
    days = (Delegation.valid_from <= made.valid_to, Delegation.valid_to >= made.valid_from)
    if session.scalar(select(Delegation.id).where(*same, *days, Delegation.unit_id == made.unit_id)):
        raise ValueError(str(_("This delegation exists already in these days.")))
    session.add(made)
    session.flush()


def end_delegation(session: Session, made: Delegation, day: date) -> None:
    """End a delegation with the day before `day`; one that has not begun is dropped."""
    if made.valid_from >= day:
        session.execute(delete(Delegation).where(Delegation.id == made.id))
    else:
        made.valid_to = min(made.valid_to, day - timedelta(days=1))


def _check_posts(posts: list[Post]) -> None:
    for at, post in enumerate(posts):
        if post.valid_to and post.valid_to < post.valid_from:
            raise ValueError(str(_("Line %(number)s: the post ends before it begins.", number=at + 1)))
        for other in posts[:at]:
            same = (other.role, other.unit_id) == (post.role, post.unit_id)
            meet = (other.valid_to or date.max) >= post.valid_from and (post.valid_to or date.max) >= other.valid_from
            if same and meet:
                raise ValueError(str(_("Line %(number)s: the same post stands there already.", number=at + 1)))


def _is_admin(post: Post) -> bool:
    day = today()
    return post.role == ADMINISTRATOR and post.valid_from <= day and (post.valid_to is None or post.valid_to >= day)


def _require_administrator(session: Session) -> None:
    day = today()
    valid = (Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day))
    found = select(func.count()).select_from(Post).join(User, User.id == Post.user_id)
    if not session.scalar(found.where(Post.role == ADMINISTRATOR, User.active, *valid)):
        raise ValueError(str(_("At least one administrator must remain.")))

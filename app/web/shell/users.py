"""`flask users …`: accounts and posts from the shell, for the day when no screen opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.data.clock import today
from app.data.named import name_of
from app.data.people import Post, Unit, User
from app.engine import patience, people
from app.engine.access import SYSTEM
from app.engine.passwords import set_password
from app.engine.work import work

group = AppGroup("users", help="Make and mend accounts.")


@group.command("list")
def list_users() -> None:
    """Print every account with its state and its posts in force."""
    with work(SYSTEM) as session:
        users = list(session.scalars(_users().order_by(User.login)))
        waiting = patience.waiting(session, [user.login for user in users])
        for user in users:
            state = "khóa" if not user.active else "tạm khóa" if user.login in waiting else "hoạt động"
            posts = [_line(post) for post in user.posts if post.in_force(today())]
            click.echo(f"{user.login:<20} {state:<10} {user.name:<28} {'; '.join(posts)}")


@group.command("add")
@click.argument("login")
@click.argument("name")
@click.option("--password", help="Without it, a one-time password is made and printed.")
def add(login: str, name: str, password: str | None) -> None:
    """Make an account without posts."""
    with _act() as session:
        user = people.make(session, login, name)
        if password is None:
            _print_password(session, user)
        else:
            set_password(user, password)
            click.echo(f"Đã tạo tài khoản {user.login}.")


@group.command("password")
@click.argument("login")
def password(login: str) -> None:
    """Print a new one-time password; it must be changed at the first sign-in, open sessions end."""
    with _act() as session:
        _print_password(session, _find(session, login))


@group.command("posts")
@click.argument("login")
@click.option("--give", nargs=2, metavar="ROLE UNIT", help="A role by its code, a unit in force by its code.")
@click.option("--end", nargs=2, metavar="ROLE UNIT", help="End this post from today on.")
@click.option("--title", help="The title that comes with a post that is given.")
def posts(login: str, give: tuple[str, str] | None, end: tuple[str, str] | None, title: str | None) -> None:
    """Print the posts of a person; give one, end one."""
    with _act() as session:
        user, day = _find(session, login), today()
        if give:
            unit = _unit(session, give[1])
            people.give_post(user, Post(role=give[0], unit_id=unit.id, unit=unit, title=title, valid_from=day))
        if end:
            mine = (post for post in user.posts if (post.role, post.unit.code) == end and post.in_force(today()))
            post = next(mine, None)
            if post is None:
                raise click.ClickException(f"{user.name} không giữ {end[0]} tại {end[1]}.")
            people.end_post(session, user, post, day)
        for post in user.posts:
            last = f"{post.valid_to:%d/%m/%Y}" if post.valid_to else "nay"
            click.echo(f"{post.role:<32} {post.valid_from:%d/%m/%Y}-{last:<10} {_line(post)}")


@group.command("lock")
@click.argument("login")
def lock(login: str) -> None:
    """Close an account and end its sessions."""
    with _act() as session:
        people.suspend(session, _find(session, login))
    click.echo(f"Đã khóa {login}.")


@group.command("unlock")
@click.argument("login")
def unlock(login: str) -> None:
    """Open an account again, also one that waits after wrong passwords."""
    with _act() as session:
        people.restore(session, _find(session, login))
    click.echo(f"Đã mở khóa {login}.")


@contextmanager
def _act() -> Iterator[Session]:
    """A unit of work of the system; what is refused is one line and exit code 1."""
    try:
        with work(SYSTEM) as session:
            yield session
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _users() -> Select[User]:
    return select(User).options(selectinload(User.posts).options(joinedload(Post.unit)))


def _find(session: Session, login: str) -> User:
    user = session.scalar(_users().where(User.login == login.strip().lower()))
    if user is None:
        raise click.ClickException(f"Không có người dùng {login}.")
    return user


def _unit(session: Session, code: str) -> Unit:
    found = session.scalars(select(Unit).where(Unit.code == code))
    unit = next((one for one in found if one.in_force(today())), None)
    if unit is None:
        raise click.ClickException(f"Không có đơn vị mã {code} đang hoạt động.")
    return unit


def _print_password(session: Session, user: User) -> None:
    click.echo(f"Mật khẩu dùng một lần của {user.login}: {people.give_password(session, user)}")


def _line(post: Post) -> str:
    return f"{name_of('roles', post.role)}, {post.unit.name}"

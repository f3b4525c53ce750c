"""Demo people: a ward, the city departments, one account per role; every name is made up."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.data.fold import search_key
from app.data.people import COMMUNE_LEVEL, Post, Unit, User
from app.engine.passwords import hasher
from app.engine.registry import registry
from app.engine.seeds import rows_by

PASSWORD = "motcua-2026"  # noqa: S105 - printed at the start; only for demo data
extent = {"size": "city"}  # DEMO_SIZE, set once, when the site is built
WARD, OTHER_WARD = "27004", "26740"
SINCE = date(2025, 7, 1)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ")
MIDDLE = ("Thị Thu", "Văn", "Minh", "Ngọc", "Quốc", "Thanh", "Hoàng", "Kim", "Đức", "Gia")
GIVEN = ("Hà", "Khoa", "Bảo", "Lan", "Tùng", "Ngân", "Phúc", "Anh", "Khôi", "Vy", "Sơn", "Trang")


def invent_name(seed: str) -> str:
    """Return a made-up Vietnamese name, the same one for the same seed."""
    digest = hashlib.sha256(seed.encode()).digest()
    return f"{FAMILY[digest[0] % 10]} {MIDDLE[digest[1] % 10]} {GIVEN[digest[2] % 12]}"


def some_units(session: Session, *more: int) -> list[Unit]:
    """Return the two wards with accounts, then so many `more` wards, communes and special zones."""
    found = [unit_of(session, WARD), unit_of(session, OTHER_WARD)]
    for kind, number in zip(COMMUNE_LEVEL, more, strict=True):
        where = (Unit.kind == kind, Unit.valid_to.is_(None), Unit.code.not_in((WARD, OTHER_WARD)))
        found += session.scalars(select(Unit).where(*where).order_by(Unit.code).limit(number))
    return found


def add_person(session: Session, login: str, role: str, unit_code: str, title: str, name: str = "") -> User:
    """Make a demo account with one post; a login that exists only gets the post, once."""
    user = session.scalar(select(User).where(User.login == login))
    if user is None:
        user = User(login=login, name=name or invent_name(login), password_hash=_hash())
        session.add(user)
        session.flush()
    unit = unit_of(session, unit_code)
    where = (Post.user_id == user.id, Post.role == role, Post.unit_id == unit.id)
    if session.scalar(select(Post).where(*where)) is None:
        session.add(Post(user_id=user.id, unit_id=unit.id, role=role, title=title, valid_from=SINCE))
        session.flush()
    return user


def unit_of(session: Session, code: str) -> Unit:
    """Return the unit in force with a code."""
    return session.scalars(select(Unit).where(Unit.code == code, Unit.valid_to.is_(None))).one()


def put_rows(session: Session, model: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Insert many rows at once, past the trail and the rules of each; all name the same columns. Returns their ids in order."""
    if searched := getattr(model, "searched", ()):
        rows = [{"search_key": search_key(row.get(name) for name in searched)} | row for row in rows]
    # With a value for every column, None too, they are one statement; else each change of columns begins a new one.
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, rows, execution_options={"render_nulls": True})) if rows else []


def covers_city() -> bool:
    """Whether demo data is to cover all 168 units (DEMO_SIZE=city), or only the few with accounts."""
    return extent["size"] == "city"


def load_demo(session: Session) -> None:
    """Load the demo rows of the core and of every module, in order."""
    add_person(session, "quantri", "core.administrator", "79", "Quản trị hệ thống", "Trần Quốc Bảo")
    names = [module.demo for module in registry.modules.values()]
    names += [extra.demo for extras in registry.extras.values() for extra in extras.values()]
    for name in filter(None, names):
        rows_by(name)(session)


def accounts(session: Session) -> list[tuple[str, str, str, str]]:
    """Return (login, name, role label, unit) of one account per role, for the start-up table."""
    rows = session.execute(
        select(User.login, User.name, Post.role, Unit.name)
        .join(Post, Post.user_id == User.id)
        .join(Unit, Unit.id == Post.unit_id)
        .order_by(User.id)
    )
    found = {
        role: (login, name, str(registry.roles[role].label), unit)
        for login, name, role, unit in reversed(list(rows))
        if role in registry.roles
    }
    return [found[role] for role in registry.roles if role in found]


_hashed: list[str] = []


def _hash() -> str:
    if not _hashed:
        _hashed.append(hasher.hash(PASSWORD))  # one slow hash for all demo accounts
    return _hashed[0]

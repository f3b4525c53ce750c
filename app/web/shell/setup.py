"""`flask setup` and `flask check`: a database that is ready, a house that is sound."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.data.base import db
from app.engine import days, demo, migrate, modules, pdf, units, wall
from app.engine.access import SYSTEM, bind
from app.engine.checks import check_rows
from app.engine.registry import registry
from app.engine.work import work


@click.command("setup")
@with_appcontext
def setup() -> None:
    """Create or upgrade the database, install every module, load demo data, print one account per role."""
    faults = prepare()
    if current_app.config["DEMO"]:
        _load_demo()
    for sentence in faults:  # no failure: the site is to start without these modules; `flask check` is the strict one
        click.echo(sentence, err=True)


def _load_demo() -> None:
    with work(SYSTEM) as session:
        demo.load_demo(session)
    click.echo(f"\nTài khoản minh họa, mật khẩu chung: {demo.PASSWORD}\n")
    for login, name, role, unit in demo.accounts(db.session()):
        click.echo(f"  {login:<14} {name:<22} {role:<32} {unit}")
    click.echo("")


def prepare() -> list[str]:
    """Create or upgrade the tables; new modules are installed, those that somebody has disabled stay so.

    Returns a sentence for each module that is broken or could not be upgraded; the others are ready.
    """
    bind(db.session(), SYSTEM)
    modules.install("core")
    with work(SYSTEM) as session:
        units.load_units(session)
        days.load_days(session)
        days.load_openings(session)
    faults = modules.install_all()
    if mend := wall.missing():
        faults.append(f"PostgreSQL chưa có lớp chắn thứ hai. Người quản trị cơ sở dữ liệu chạy: {mend}")
    return faults


@click.command("check")
@with_appcontext
def check() -> None:
    """Check declarations, fonts and migrations; exit 1 with one line per problem."""
    bind(db.session(), SYSTEM)
    problems = [f"F001 phông {file} thiếu chữ: {letters}" for file, letters in pdf.missing_letters().items()]
    problems += registry.broken.values()
    # A module that stopped half-way through its import has left tables that refer to nothing.
    whole = not any(sentence.startswith("M000") for sentence in registry.broken.values())
    for module in registry.modules.values():
        problems += check_rows(module, registry.extras.get(module.name, {}).values())
        try:
            migrate.upgrade(module)
        except DBAPIError as error:
            problems.append(f"D002 {module.name}: {str(error.orig).splitlines()[0]}")
            continue
        problems += [f"D001 {module.name}: {difference}" for difference in (migrate.drift(module) if whole else ())]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo("OK")

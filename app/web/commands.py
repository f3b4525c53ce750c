"""The shell: `flask setup`, `flask modules …`, `flask check`, `flask audit verify`, `flask users …`, `flask worker`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from app.data.base import db
from app.data.clock import today
from app.data.trail import Trail, TrailHead
from app.engine import days, demo, jobs, migrate, modules, pdf, rules, units
from app.engine.access import SYSTEM, bind
from app.engine.registry import registry
from app.engine.work import work
from app.spec.diagram import Drawing
from app.web.commands_users import users_group

module_group = AppGroup("modules", help="List, install, upgrade, disable and purge modules.")
audit_group = AppGroup("audit", help="Check the trail.")


def init(site: Flask) -> None:
    """Add the commands to the site, and those of the modules."""
    for command in (setup, check, worker, module_group, audit_group, users_group):
        site.cli.add_command(command)
    for module in registry.modules.values():
        for command in module.commands:
            site.cli.add_command(command)


@click.command("setup")
@with_appcontext
def setup() -> None:
    """Create or upgrade the database, install every module, load demo data, print one account per role."""
    bind(db.session(), SYSTEM)
    for name in registry.modules:
        modules.install(name)
        if name == "core":
            with work(SYSTEM) as session:
                units.load_units(session)
                days.load_days(session)
                days.load_openings(session)
    if not current_app.config["DEMO"]:
        return
    with work(SYSTEM) as session:
        demo.load_demo(session)
    click.echo(f"\nTài khoản minh họa, mật khẩu chung: {demo.PASSWORD}\n")
    for login, name, role, unit in demo.accounts(db.session()):
        click.echo(f"  {login:<14} {name:<22} {role:<32} {unit}")
    click.echo("")


@click.command("check")
@with_appcontext
def check() -> None:
    """Check declarations, fonts and migrations; exit 1 with one line per problem."""
    bind(db.session(), SYSTEM)
    problems = [f"F001 phông {file} thiếu chữ: {letters}" for file, letters in pdf.missing_letters().items()]
    for module in registry.modules.values():
        migrate.upgrade(module)
        problems += [f"D001 {module.name}: {difference}" for difference in migrate.drift(module)]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo("OK")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run an RQ worker (with REDIS_URL) until stopped."""
    from redis import Redis
    from rq import SimpleWorker
    from rq.serializers import JSONSerializer

    if not current_app.config["REDIS_URL"]:
        raise click.ClickException("REDIS_URL chưa được đặt.")
    connection = Redis.from_url(current_app.config["REDIS_URL"])
    SimpleWorker([jobs.QUEUE], connection=connection, serializer=JSONSerializer).work()


@module_group.command("diagram")
@click.argument("name")
def diagram(name: str) -> None:
    """Print the drawing (SVG) of a workflow, by the name of its resource, such as equipment.requests."""
    resource = registry.resources.get(name)
    if resource is None or resource.workflow is None:
        flows = ", ".join(key for key, one in registry.resources.items() if one.workflow)
        raise click.ClickException(f"không có quy trình {name}; có: {flows}")
    drawing = Drawing(resource.workflow, rules.rules_of(db.session(), resource), today())
    template = current_app.jinja_env.get_template("resource/diagram.svg")  # no page around it: nobody is signed in
    click.echo(template.render(drawing=drawing, res=resource))


@module_group.command("list")
def list_modules() -> None:
    """Print every module with its state."""
    for name, state in modules.states().items():
        click.echo(f"{name:<20} {state}")


@module_group.command("install")
@click.argument("name")
def install(name: str) -> None:
    """Install or upgrade one module."""
    _act(lambda: modules.install(name))


@module_group.command("upgrade")
@click.argument("name")
def upgrade(name: str) -> None:
    """Upgrade one module."""
    _act(lambda: modules.install(name))


@module_group.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Switch a module off; its rows stay."""
    _act(lambda: modules.disable(name))


@module_group.command("purge")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask for the name again.")
def purge(name: str, *, yes: bool) -> None:
    """Dump a module's rows to a file, then drop its tables."""
    if not yes and click.prompt(f"Gõ lại tên {name} để xác nhận") != name:
        raise click.ClickException("Tên không khớp, không xóa gì.")
    _act(lambda: click.echo(modules.purge(name, current_app.config["DATA_DIR"] / "purged")))


@module_group.command("revision")
@click.argument("name")
@click.argument("message")
def revision(name: str, message: str) -> None:
    """Write a migration for what changed in a module's models."""
    _act(lambda: migrate.revision(registry.modules[name], message))


@audit_group.command("verify")
def verify() -> None:
    """Recompute every hash of the trail; exit 1 at the first line that does not fit."""
    bind(db.session(), SYSTEM)
    heads: dict[int, str] = {}
    count = 0
    for row in db.session.scalars(select(Trail).order_by(Trail.id).execution_options(yield_per=2000)):
        if row.before != heads.get(row.unit_id, "") or row.hash != row.digest():
            raise click.ClickException(f"Nhật ký bị sửa tại dòng {row.id} ({row.table} {row.row_id}).")
        heads[row.unit_id] = row.hash
        count += 1
    for head in db.session.scalars(select(TrailHead)):
        if heads.get(head.unit_id) != head.hash:
            raise click.ClickException(f"Nhật ký của đơn vị {head.unit_id} bị cắt cuối.")
    click.echo(f"Nhật ký nguyên vẹn: {count} dòng.")


def _act(act: object) -> None:
    bind(db.session(), SYSTEM)
    try:
        act()  # type: ignore[operator]
    except LookupError as error:
        raise click.ClickException(f"Không có {error}.") from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error

"""`flask modules …`: list, install, upgrade, disable, purge; their migrations and drawings."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from app.data.base import db
from app.data.clock import today
from app.engine import migrate, modules, rules
from app.engine.registry import registry
from app.spec.diagram import Drawing
from app.web.shell.acting import acting

group = AppGroup("modules", help="List, install, upgrade, disable and purge modules.")


@group.command("list")
def list_modules() -> None:
    """Print every module with its state."""
    with acting():
        told = modules.sentences()
        for name, state in modules.states().items():
            click.echo(f"{name:<20} {state:<10} {modules.STATES[state]!s:<26} {told.get(name, '')}".rstrip())


@group.command("install")
@click.argument("name")
def install(name: str) -> None:
    """Install or upgrade one module, or switch it on again."""
    with acting():
        modules.install(name)
    click.echo(f"Đã cài {name}.")


group.add_command(install, "upgrade")


@group.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Switch a module off; its rows stay."""
    with acting():
        modules.disable(name)
    click.echo(f"Đã tắt {name}; dữ liệu được giữ nguyên.")


@group.command("purge")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask for the name again.")
def purge(name: str, *, yes: bool) -> None:
    """Dump all that a module has to a file, then drop it; also when its code is gone."""
    if not yes and click.prompt(f"Gõ lại tên {name} để xác nhận") != name:
        raise click.ClickException("Tên không khớp, không xóa gì.")
    with acting():
        kept = modules.purge(name, current_app.config["DATA_DIR"] / "purged")
    click.echo(f"Đã xóa {name}; dữ liệu được giữ lại tại {kept}")


@group.command("revision")
@click.argument("name")
@click.argument("message")
def revision(name: str, message: str) -> None:
    """Write a migration for what changed in a module's models."""
    with acting():
        migrate.revision(registry.modules[name], message)


@group.command("diagram")
@click.argument("name")
def diagram(name: str) -> None:
    """Print the drawing (SVG) of a workflow, by the name of its resource, such as equipment.requests."""
    resource = registry.resources.get(name)
    if resource is None or resource.workflow is None:
        flows = ", ".join(key for key, one in registry.resources.items() if one.workflow)
        raise click.ClickException(f"Không có quy trình {name}; có: {flows}")
    drawing = Drawing(resource.workflow, rules.rules_of(db.session(), resource), today())
    template = current_app.jinja_env.get_template("resource/diagram.svg")  # no page around it: nobody is signed in
    click.echo(template.render(drawing=drawing, res=resource))

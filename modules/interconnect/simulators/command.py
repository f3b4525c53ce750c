"""`flask simulate`: the simulated systems in the foreground; `flask simulate mood SYSTEM MOOD` has one behave so."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from modules.interconnect.simulators.whereabouts import SCHEME, folder_of


@click.group("simulate", invoke_without_command=True, help="Run the simulated systems of other agencies.")
@click.option("--port", type=int, default=0, help="Port on this machine; else a free one.")
@click.pass_context
@with_appcontext
def simulate(context: click.Context, port: int) -> None:
    """Run the simulated systems until Ctrl-C."""
    if context.invoked_subcommand is None:
        from modules.interconnect.simulators.server import serve

        click.echo("Hệ thống mô phỏng đang chạy; dừng bằng Ctrl-C.")
        if not serve(folder_of(current_app.config["DATA_DIR"]), port):
            raise click.ClickException("Một hệ thống mô phỏng khác đang chạy cho nơi này.")


@simulate.command("mood")
@click.argument("system")
@click.argument("mood")
@click.option("--seconds", type=float, default=0, help="How slow or late; below 0 it hangs up.")
@with_appcontext
def change(system: str, mood: str, seconds: float) -> None:
    """Have one system behave so: well, slow, down, wrong, half, late, twice."""
    from modules.interconnect.simulators.control import Mood, set_mood

    chosen = Mood.typed(mood)
    if chosen is None:
        raise click.ClickException(f"Không có {mood}.")
    try:
        set_mood(f"{SCHEME}/{system}", chosen, seconds)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{system}: {chosen}")

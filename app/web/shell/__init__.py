"""The shell: setup, check, modules, new-module, demo, users, audit, worker. `flask --help` lists what each does."""

from __future__ import annotations

from flask import Flask

from app.engine.registry import registry
from app.web.shell import audit, demo, modules, scaffold, setup, users, worker


def init(site: Flask) -> None:
    """Add the house's commands to the site, and those of the modules."""
    own = [
        setup.setup,
        setup.check,
        worker.worker,
        scaffold.new_module,
        modules.group,
        demo.group,
        users.group,
        audit.group,
    ]
    for command in own:
        site.cli.add_command(command)
    for module in registry.modules.values():
        for command in module.commands:
            site.cli.add_command(command)

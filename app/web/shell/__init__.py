"""The shell: setup, check, modules, new-module, demo, users, audit, worker. `flask --help` lists what each does."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from app.engine.registry import registry
from app.web.shell import audit, demo, faults, modules, scaffold, setup, spoken, users, worker


def init(site: Flask) -> None:
    """Add the house's commands to the site, and those of the modules, all in the language of the house."""
    spoken.speak(Path(site.root_path) / "locales")
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
    for command in own + [command for module in registry.modules.values() for command in module.commands]:
        spoken.explain(command)
        faults.tell(command)
        site.cli.add_command(command)

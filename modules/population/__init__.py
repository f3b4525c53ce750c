"""Dân cư: people as papers, databases and they themselves say; what is known from where; the code lists that describe them."""

from pathlib import Path

from app.toolkit import Module, Takes, _
from modules.population import list_screens, pages, register, screens
from modules.population.register import Register
from modules.population.roles import EVERYBODY

MODULE = Module(
    "population",
    _("Population"),
    folder=Path(__file__).parent,
    depends=["core"],
    icon="users",
    tone="c3",
    roles=EVERYBODY,
    resources=[*screens.ALL, *list_screens.ALL],
    routes=[pages.bp],
    takes=[Takes(Register, register.faults)],
    seed="modules.population.seed:load",
    demo="modules.population.demo:load",
)

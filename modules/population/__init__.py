"""Dân cư: people as papers, databases and they themselves say; what is known from where; the code lists that describe them."""

from pathlib import Path

from app.toolkit import Module, _
from modules.population import list_screens, pages, screens
from modules.population.roles import EVERYBODY

MODULE = Module(
    "population",
    _("Population"),
    folder=Path(__file__).parent,
    depends=["core", "interconnect"],
    icon="users",
    tone="c3",
    roles=EVERYBODY,
    resources=[*screens.ALL, *list_screens.ALL],
    routes=[pages.bp],
    seed="modules.population.seed:load",
    demo="modules.population.demo:load",
)

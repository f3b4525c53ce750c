"""Population: the code lists that describe people."""

from pathlib import Path

from app.toolkit import Module, _
from modules.population import screens
from modules.population.roles import EVERYBODY

MODULE = Module(
    "population",
    _("Population"),
    folder=Path(__file__).parent,
    depends=["core"],
    icon="users",
    tone="c3",
    roles=EVERYBODY,
    resources=[screens.ethnicities, screens.countries],
    seed="modules.population.seed:load",
    demo="modules.population.demo:load",
)

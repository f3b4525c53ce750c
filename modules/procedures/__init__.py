"""Administrative procedures: the catalogue, what each asks for, the decisions that publish it, how it is solved inside."""

from pathlib import Path

from app.toolkit import Job, Module, _
from modules.procedures.catalogue import screens as catalogue
from modules.procedures.decisions import screens as decisions
from modules.procedures.decisions.turning import turn_night
from modules.procedures.editions import screens as editions
from modules.procedures.figures import coverage_pages, work_pages
from modules.procedures.processes import screens as processes
from modules.procedures.roles import EVERYBODY

MODULE = Module(
    "procedures",
    _("Administrative procedures"),
    folder=Path(__file__).parent,
    depends=["core"],
    icon="clipboard-list",
    tone="c5",
    roles=EVERYBODY,
    resources=[
        catalogue.procedures,
        editions.editions,
        processes.processes,
        decisions.decisions,
        catalogue.online_services,
        *catalogue.BEHIND,
    ],
    attach=[*editions.TABS, *processes.TABS, *catalogue.TABS],
    routes=[coverage_pages.bp, work_pages.bp],
    links=[coverage_pages.LINK, work_pages.LINK],
    jobs=[Job("turn", _("Begin and end editions and processes on their day"), turn_night, every="5 0 * * *")],
    seed="modules.procedures.seed:load",
    demo="modules.procedures.demo:load",
)

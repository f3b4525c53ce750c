"""Hồ sơ một cửa: reception, handling by the process of the day, hand-over; one queue and one clock for all services."""

from pathlib import Path

from app.toolkit import Beside, Job, Module, On, Panel, Takes, _
from modules.dossiers import paid
from modules.dossiers.configured import pages as content_pages
from modules.dossiers.configured import screens as configured
from modules.dossiers.configured import search_pages
from modules.dossiers.desk import choosing_pages, screens
from modules.dossiers.escalation import reminding
from modules.dossiers.figures import pages as figures_pages
from modules.dossiers.forms import book_page
from modules.dossiers.inbox import pages as inbox_pages
from modules.dossiers.journey.simulation import simulate
from modules.dossiers.mergers import pages as merger_pages
from modules.dossiers.mergers import passing
from modules.dossiers.outside import pages as outside_pages
from modules.dossiers.roles import EVERYBODY
from modules.dossiers.satisfaction import kiosk_pages, result_pages, vote_pages
from modules.dossiers.satisfaction import screens as rating_screens
from modules.dossiers.served import following
from modules.dossiers.served.service import Service, faults
from modules.dossiers.store import pages as store_pages
from modules.dossiers.store import screens as store_screens

MODULE = Module(
    "dossiers",
    _("One-stop desk"),
    folder=Path(__file__).parent,
    depends=["core", "procedures", "fees"],
    icon="inbox",
    tone="c2",
    roles=EVERYBODY,
    resources=[*screens.ALL, *rating_screens.ALL, *store_screens.ALL, *configured.ALL],
    attach=configured.TABS,
    beside=[
        Beside(
            "procedures.processes",
            Panel("simulation", _("What it would do to open dossiers"), "simulation.html", simulate),
        ),
    ],
    jobs=[
        Job("remind", _("Remind of steps nearly due and report late ones"), reminding.remind_all, every="5 7-18 * * *"),
        Job("follow", _("Follow the records of services"), following.follow_all, every="25 * * * *"),
        Job("pass_on", _("Pass open dossiers of merged units on"), passing.pass_all, every="20 0 * * *"),
    ],
    on=[
        On("fees.receipts.issued", paid.when_receipt),
        On("dossiers.dossiers.received", following.heard_received),
    ],
    takes=[Takes(Service, faults)],
    routes=[
        book_page.bp,
        choosing_pages.bp,
        content_pages.bp,
        search_pages.bp,
        figures_pages.bp,
        outside_pages.bp,
        vote_pages.bp,
        kiosk_pages.bp,
        result_pages.bp,
        store_pages.bp,
        inbox_pages.bp,
        merger_pages.bp,
    ],
    links=[
        inbox_pages.LINK,
        choosing_pages.LINK,
        book_page.LINK,
        figures_pages.LINK,
        search_pages.LINK,
        store_pages.LINK,
        result_pages.LINK,
        kiosk_pages.LINK,
        merger_pages.LINK,
    ],
    seed="modules.dossiers.seed:load",
    demo="modules.dossiers.demo:load",
)

"""Civil registration: births and deaths, from the declaration to the register and after."""

from pathlib import Path

from app.toolkit import Job, Module, _
from modules.civil_registration.annotations import screens as annotations
from modules.civil_registration.births import screens as births
from modules.civil_registration.blank import pages as blank
from modules.civil_registration.blank import screens as blank_screens
from modules.civil_registration.book import check_pages
from modules.civil_registration.book import screens as book
from modules.civil_registration.branches import answers as branch_answers
from modules.civil_registration.branches import overview, watching
from modules.civil_registration.branches import pages as branch_pages
from modules.civil_registration.branches import screens as branches
from modules.civil_registration.deaths import screens as deaths
from modules.civil_registration.extracts import beside, log
from modules.civil_registration.extracts import book as extract_book
from modules.civil_registration.extracts import pages as entries
from modules.civil_registration.extracts import screens as extracts
from modules.civil_registration.figures import more_pages as more_figures
from modules.civil_registration.figures import pages as figures
from modules.civil_registration.figures import screens as expected
from modules.civil_registration.law import screens as law
from modules.civil_registration.ministry import answers, pages
from modules.civil_registration.reconcile import pages as reconcile_pages
from modules.civil_registration.reconcile import screens as reconcile
from modules.civil_registration.roles import EVERYBODY
from modules.civil_registration.sheets import book_pages
from modules.civil_registration.sheets import pages as sheet_pages
from modules.civil_registration.sheets import screens as sheets

MODULE = Module(
    "civil_registration",
    _("Civil registration"),
    folder=Path(__file__).parent,
    depends=["core", "fees", "interconnect", "population", "signing"],
    extras={"dossiers": "modules.civil_registration.at_desk.words:EXTRA"},
    icon="baby-carriage",
    tone="c5",
    roles=EVERYBODY,
    resources=[
        births.births,
        deaths.deaths,
        annotations.changes,
        branches.branches,
        extracts.extracts,
        book.books,
        law.rules,
        law.declarers,
        annotations.rules,
        branches.rules,
        log.readings,
        *blank_screens.ALL,
        sheets.batches,
        reconcile.differences,
        reconcile.comparisons,
        expected.populations,
        expected.rates,
    ],
    attach=annotations.ATTACHED,
    routes=[
        check_pages.bp,
        pages.bp,
        figures.bp,
        more_figures.bp,
        entries.bp,
        extract_book.bp,
        branch_pages.bp,
        overview.bp,
        blank.bp,
        sheet_pages.bp,
        book_pages.bp,
        reconcile_pages.bp,
    ],
    beside=[*beside.BESIDE, blank.BESIDE],
    links=[entries.LINK, figures.LINK, overview.LINK, extract_book.LINK, sheet_pages.LINK],
    gives=[answers.LISTENER, *branch_answers.LISTENERS],
    jobs=[
        Job(
            "watch_branches",
            _("Look for branches that are late or do not get on"),
            watching.watch,
            every="*/15 * * * *",
        )
    ],
    seed="modules.civil_registration.seed:load",
    demo="modules.civil_registration.demo:load",
)

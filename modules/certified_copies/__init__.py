"""Certified electronic copies: scan in, signed PDF out (procedure 2.000815)."""

from pathlib import Path

from app.toolkit import Attach, Job, Module, _
from modules.certified_copies.after import (
    figures_page,
    log_day,
    log_pages,
    lookup,
    purge,
    purge_page,
    revoked,
    seal_page,
    share_pages,
    shares,
    transparency,
)
from modules.certified_copies.after import screens as after_screens
from modules.certified_copies.after.annulments import Annulment, may_begin
from modules.certified_copies.book import pages as book_pages
from modules.certified_copies.book import screens as book_screens
from modules.certified_copies.capture import arrival, comparison_pages, phone_pages
from modules.certified_copies.capture.rules import scan_rules
from modules.certified_copies.check import pages as check_pages
from modules.certified_copies.commands import copies
from modules.certified_copies.external.screens import external_copies
from modules.certified_copies.key import COPIES
from modules.certified_copies.own.screens import own_copies
from modules.certified_copies.queue import pages as queue_pages
from modules.certified_copies.queue import screens as queue_screens
from modules.certified_copies.reception import (
    appointment_screens,
    appointments,
    booking,
    catalogue_screens,
    conditions_page,
    desk,
)
from modules.certified_copies.reception import screens as reception_screens
from modules.certified_copies.roles import ROLES
from modules.certified_copies.screens import check_items
from modules.certified_copies.screens import copies as copy_screens

MODULE = Module(
    "certified_copies",
    _("Certified copies"),
    folder=Path(__file__).parent,
    depends=["core", "signing", "fees"],
    extras={"dossiers": "modules.certified_copies.at_desk.words:EXTRA"},
    icon="certificate",
    tone="c1",
    roles=ROLES,
    resources=[
        *appointment_screens.ALL,
        reception_screens.visits,
        copy_screens,
        *book_screens.ALL,
        *after_screens.ALL,
        own_copies,
        external_copies,
        queue_screens.signing_rules,
        check_items,
        *catalogue_screens.ALL,
        scan_rules,
    ],
    routes=[
        desk.bp,
        booking.bp,
        conditions_page.bp,
        comparison_pages.bp,
        phone_pages.bp,
        queue_pages.bp,
        check_pages.bp,
        lookup.bp,
        revoked.bp,
        log_pages.bp,
        seal_page.bp,
        share_pages.bp,
        purge_page.bp,
        figures_page.bp,
        book_pages.bp,
    ],
    attach=[Attach(COPIES, after_screens.annulments, on=Annulment.copy_id, begins=may_begin)],
    jobs=[
        Job("append_leaves", _("Write the transparency log"), transparency.append, every="*/5 * * * *"),
        Job("sign_day", _("Sign the day's log"), log_day.sign_day, every="50 23 * * *"),
        Job("mail_link", _("Mail the link to a copy"), shares.mail_link, tries=6),
        Job("close_missed", _("Close missed appointments"), appointments.close_missed, every="30 18 * * *"),
        Job("measure", _("Measure a scanned page"), arrival.measure_file),
        Job("purge", _("Purge files kept long enough"), purge.purge, every="15 2 * * *"),
    ],
    commands=[copies],
    links=[*queue_pages.LINKS, figures_page.LINK, purge_page.LINK],
    seed="modules.certified_copies.seed:load",
    demo="modules.certified_copies.demo:load",
)

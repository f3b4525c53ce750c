"""Lists of volumes and lines; closing a volume; which series a unit keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from app.toolkit import Allow, List, Panel, Resource, Section, Step, Workflow, _
from modules.certified_copies.book.books import Book, SeriesRule, State
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, SEALER

READS = [Allow(role, "read", "export") for role in (CLERK, CERTIFIER, SEALER, AUDITOR)]


@dataclass(frozen=True)
class Volume:
    """The months of a volume with how many lines each has, its figures (of the closing, once closed), and its faults."""

    months: list[tuple[int, int]]
    figures: dict[str, Any]
    faults: list[str]


def months(book: Book) -> Volume:
    """What its page tells of a volume."""
    entries = book.entries()  # a volume may have thousands: they are read once
    found = Counter(entry.certified_on.month for entry in entries)
    return Volume(sorted(found.items()), book.closing or book.figures(entries), book.faults(entries))


books = Resource(
    Book,
    _("Books of certification"),
    one=_("New volume"),
    slug="books",
    icon="book-2",
    heading=Book.title,
    access=READS,
    views=[
        List([Book.title, Book.year, Book.opened_on, Book.closed_on, Book.closed_by_id, Book.state], sort=Book.year)
    ],
    filters=[Book.state, Book.symbol],
    form=[Section(_("Volume"), [Book.title, Book.opened_on, Book.closed_on, Book.closed_by_id, Book.chain])],
    workflow=Workflow(
        Book.state,
        [
            Step(
                "close",
                _("Close the volume"),
                State.OPEN,
                State.CLOSED,
                by=CERTIFIER,
                do=Book.close,
                main=False,
                confirm=_("The figures are confirmed and no line can be changed any more (NĐ 23/2015 art. 13)."),
                icon="lock",
            )
        ],
        bar=[State.OPEN, State.CLOSED],
        editable=[],
    ),
    panels=[Panel("months", _("Print and figures"), "book.html", months)],
    attachments=False,
)

entries = Resource(
    Entry,
    _("Lines of the book"),
    one=_("New line"),
    slug="entries",
    icon="list",
    heading=Entry.title,
    access=READS,
    views=[
        List(
            [
                Entry.number_text,
                Entry.certified_on,
                Entry.requester,
                Entry.title,
                Entry.signer,
                Entry.copies,
                Entry.note,
                Entry.book_id,
            ]
        )
    ],
    filters=[Entry.book_id, Entry.certified_on, Entry.void],
    form=[
        Section(
            _("Line"),
            [
                Entry.book_id,
                Entry.number_text,
                Entry.certified_on,
                Entry.requester,
                Entry.title,
                Entry.signer,
                Entry.copies,
                Entry.fee,
                Entry.note,
                Entry.void,
                Entry.copy_id,
                Entry.link,
            ],
        )
    ],
    attachments=False,
)

SERIES = [SeriesRule.series, SeriesRule.source, SeriesRule.valid_from, SeriesRule.valid_to]
series_rules = Resource(
    SeriesRule,
    _("Series of numbers"),
    one=_("New rule of series"),
    slug="series",
    under=_("Catalogues"),
    icon="settings",
    access=[Allow(CERTIFIER, "read", "create", "update"), *[Allow(role, "read") for role in (CLERK, SEALER)]],
    views=[List(SERIES)],
    form=[Section(_("Series of numbers"), SERIES)],
)
ALL = [books, entries, series_rules]

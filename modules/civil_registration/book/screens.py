"""The screen of the registers, and the close of a year."""

from app.toolkit import Allow, List, Panel, Resource, Section, Step, Workflow, _
from modules.civil_registration.book.books import RegisterBook, State
from modules.civil_registration.book.files import offered
from modules.civil_registration.book.numbers import numbers
from modules.civil_registration.book.printing import PRINTOUT
from modules.civil_registration.reconcile.pages import PANEL as RECONCILE
from modules.civil_registration.roles import ARCHIVIST, EVERYBODY

road = Workflow(
    RegisterBook.state,
    [
        Step(
            "close",
            _("Close the book"),
            State.OPEN,
            State.CLOSED,
            by=ARCHIVIST,
            confirm=_("Nothing is entered in a closed book any more; only annotations are made."),
            do=RegisterBook.close,
            icon="lock",
        )
    ],
    bar=[State.OPEN, State.CLOSED],
)
books = Resource(
    RegisterBook,
    _("Registers"),
    one=_("New register"),
    slug="books",
    icon="book-2",
    access=[Allow(role, "read", "export") for role in EVERYBODY],
    views=[
        List([RegisterBook.event, RegisterBook.title, RegisterBook.year, RegisterBook.last, RegisterBook.state, RegisterBook.closed_on])
    ],
    filters=[RegisterBook.event, RegisterBook.state],
    form=[
        Section(
            _("Register book"),
            [RegisterBook.event, RegisterBook.title, RegisterBook.last, RegisterBook.closed_on, RegisterBook.closed_by_id],
        )
    ],
    workflow=road,
    panels=[
        Panel("numbers", _("Numbers of the book"), "book_numbers.html", numbers),
        Panel("sheets", _("The book as a file"), "book_files.html", offered),
        RECONCILE,
    ],
    reports=[PRINTOUT],
    attachments=False,
)  # fmt: skip

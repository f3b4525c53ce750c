"""The screen of the books that were sent in as sheets."""

from app.toolkit import Allow, List, Panel, Resource, Section, Step, Workflow, _
from modules.civil_registration.roles import ARCHIVIST, OFFICER, OVERSEER
from modules.civil_registration.sheets import intake, undo
from modules.civil_registration.sheets.batch import SheetBatch, State
from modules.civil_registration.sheets.found import told

WRITERS = (ARCHIVIST, OFFICER)
road = Workflow(
    SheetBatch.state,
    [
        Step(
            "take",
            _("Take all rows into the book"),
            State.TRIED,
            State.TAKEN,
            by=WRITERS,
            guard=SheetBatch.is_good,
            lacks=lambda _batch: _("Rows are to be mended: send the sheet again, or take only the good rows."),
            do=intake.take_all,
            confirm=_("Each row becomes an entry with the number it bears."),
            icon="book-2",
        ),
        Step(
            "take_good",
            _("Take only the good rows"),
            State.TRIED,
            State.TAKEN,
            by=WRITERS,
            guard=SheetBatch.is_mixed,
            do=intake.take_good,
            confirm=_(
                "The rows that are to be mended are left out; the others become entries with the numbers they bear."
            ),
            main=False,
            icon="book-2",
        ),
        Step("drop", _("Do not take it in"), State.TRIED, State.DROPPED, by=WRITERS, main=False, icon="x"),
        Step(
            "undo",
            _("Take the batch out of the book"),
            State.TAKEN,
            State.UNDONE,
            by=WRITERS,
            reason=True,
            do=undo.undo,
            confirm=_("Its entries are removed, but for those that somebody has worked with since."),
            main=False,
            icon="arrow-back-up",
        ),
    ],
    bar=[State.TRIED, State.TAKEN],
)
batches = Resource(
    SheetBatch,
    _("Digitised books"),
    one=_("Digitised book"),
    slug="sheets",
    icon="table",
    access=[Allow(role, "read") for role in (*WRITERS, OVERSEER)],
    views=[
        List(
            [
                SheetBatch.title, SheetBatch.event, SheetBatch.rows, SheetBatch.wrong, SheetBatch.taken,
                SheetBatch.taken_on, SheetBatch.state,
            ]
        )
    ],
    filters=[SheetBatch.state, SheetBatch.event],
    form=[
        Section(
            _("Digitised book"),
            [
                SheetBatch.title, SheetBatch.event, SheetBatch.rows, SheetBatch.good, SheetBatch.doubted, SheetBatch.wrong,
                SheetBatch.scans, SheetBatch.taken, SheetBatch.held, SheetBatch.taken_on,
            ],
        )
    ],
    workflow=road,
    panels=[Panel("rows", _("Rows of the sheet"), "sheet_rows.html", told)],
)  # fmt: skip

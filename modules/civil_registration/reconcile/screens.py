"""The list of differences between our book and the Ministry's, and what was compared."""

from app.toolkit import Allow, List, Panel, Resource, Section, Step, Workflow, _
from modules.civil_registration.reconcile.comparison import BookComparison, BookDifference, Kind, State
from modules.civil_registration.reconcile.seeing_to import correct, explain, reopen, told
from modules.civil_registration.roles import ARCHIVIST, OFFICER, OVERSEER

WRITERS = (ARCHIVIST, OFFICER)
road = Workflow(
    BookDifference.state,
    [
        Step(
            "explain",
            _("Explain"),
            State.OPEN,
            State.EXPLAINED,
            by=WRITERS,
            reason=True,
            do=explain,
            icon="message",
        ),
        Step(
            "correct",
            _("It is corrected"),
            State.OPEN,
            State.CORRECTED,
            by=WRITERS,
            reason=True,
            do=correct,
            main=False,
            icon="circle-check",
        ),
        Step(
            "reopen",
            _("Open it again"),
            (State.EXPLAINED, State.CORRECTED),
            State.OPEN,
            by=WRITERS,
            do=reopen,
            main=False,
            icon="refresh",
        ),
        Step("replace", _("A newer comparison came"), (State.OPEN, State.EXPLAINED), State.REPLACED, by=()),
    ],
    bar=[State.OPEN, State.EXPLAINED],
)
differences = Resource(
    BookDifference,
    _("Differences from the Ministry's book"),
    one=_("Difference from the Ministry's book"),
    slug="differences",
    icon="stack-2",
    heading=BookDifference.entry,
    access=[Allow(role, "read", "export") for role in (*WRITERS, OVERSEER)],
    views=[
        List(
            [
                BookDifference.entry, BookDifference.name, BookDifference.kind, BookDifference.what,
                BookDifference.event, BookDifference.why, BookDifference.state,
            ]
        )
    ],
    filters=[BookDifference.state, BookDifference.kind, BookDifference.event, BookDifference.year, BookDifference.comparison_id],
    groups=[BookDifference.state, BookDifference.kind],
    form=[
        Section(
            _("Difference of the books"),
            [
                BookDifference.entry, BookDifference.name, BookDifference.event, BookDifference.kind, BookDifference.what,
                BookDifference.why, BookDifference.comparison_id,
            ],
        )
    ],
    workflow=road,
    panels=[Panel("both", _("Both books side by side"), "difference.html", told)],
)  # fmt: skip
comparisons = Resource(
    BookComparison,
    _("Comparisons with the Ministry's book"),
    one=_("Comparison with the Ministry's book"),
    slug="comparisons",
    icon="checklist",
    menu=False,
    heading=BookComparison.title,
    access=[Allow(role, "read", "export") for role in (*WRITERS, OVERSEER)],
    views=[
        List(
            [
                BookComparison.title, BookComparison.event, BookComparison.year, BookComparison.ours,
                BookComparison.theirs, BookComparison.equal, BookComparison.differing, BookComparison.created_at,
            ]
        )
    ],
    filters=[BookComparison.event, BookComparison.year],
    form=[
        Section(
            _("Comparison"),
            [
                BookComparison.title, BookComparison.event, BookComparison.year, BookComparison.ours,
                BookComparison.theirs, BookComparison.equal, BookComparison.differing,
            ],
        )
    ],
    panels=[Panel("kinds", _("What it found"), "comparison.html", lambda run: {"run": run, "kinds": list(Kind)})],
    attachments=False,
)  # fmt: skip

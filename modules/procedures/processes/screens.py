"""The screens of internal processes."""

from __future__ import annotations

from app.toolkit import Allow, Attach, Board, Lines, List, Panel, Report, Resource, Section, _
from modules.procedures.processes.paper import document
from modules.procedures.processes.process import Process, Stage
from modules.procedures.processes.review import change, checks
from modules.procedures.processes.road import road
from modules.procedures.processes.steps import ProcessStep
from modules.procedures.roles import DRAFTER, OFFICE, READER, SIGNER

processes = Resource(
    Process,
    _("Internal processes"),
    one=_("New internal process"),
    slug="processes",
    icon="sitemap",
    shared=True,
    heading=Process.name,
    access=[
        Allow(DRAFTER, "read", "create", "update", "delete", "export"),
        Allow(OFFICE, "read", "create", "update", "export"),
        Allow(SIGNER, "read", "export"),
        # A retired version, too: an open dossier runs by it to its end.
        Allow(READER, "read", "export", only=Process.state.in_((Stage.APPROVED, Stage.RETIRED))),
    ],
    views=[
        List(
            [Process.code, Process.name, Process.level_id, Process.number, Process.hours, Process.state, Process.due_at]
        ),
        Board(by=Process.state),
    ],
    filters=[Process.state, Process.level_id, Process.decision_id, Process.valid_from],
    groups=[Process.state, Process.level_id],
    form=[
        Section(_("The process"), [Process.procedure_id, Process.level_id, Process.name, Process.kept]),
        Lines(
            Process.steps,
            [
                ProcessStep.code,
                ProcessStep.name,
                ProcessStep.role,
                ProcessStep.hours,
                ProcessStep.onward,
                ProcessStep.back_to,
                ProcessStep.forms_in,
                ProcessStep.forms_out,
                ProcessStep.outside,
            ],
        ),
        Section(
            _("In force"),
            [
                Process.decision_id,
                Process.valid_from,
                Process.valid_to,
                Process.hours,
                Process.hours_before,
                Process.saved_hours,
                Process.dropped,
            ],
            when=lambda process: bool(process.decision_id),
        ),
    ],
    workflow=road,
    panels=[
        Panel("checks", _("Checks of the process"), "checks.html", checks),
        Panel("comparison", _("Against the version before"), "comparison.html", change),
    ],
    reports=[Report("quy-trinh", _("The process on paper"), "process_print.html", document)],
)

TABS = [
    Attach("procedures.procedures", processes, on=Process.procedure_id, begins=bool),
    Attach("procedures.decisions", processes, on=Process.decision_id),
]

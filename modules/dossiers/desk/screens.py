"""The screens of dossiers and of the rules of the desk."""

from app.toolkit import Allow, Board, Lines, List, Panel, Pivot, Resource, Section, _
from modules.dossiers.configured import screens as configured
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.road import PAPER, road
from modules.dossiers.desk.states import State
from modules.dossiers.escalation.screens import escalation_rules
from modules.dossiers.escalation.told import reminders
from modules.dossiers.fee import payment
from modules.dossiers.figures.index_rules import IndexRule
from modules.dossiers.forms.papers import REPORTS
from modules.dossiers.journey.panel import journey
from modules.dossiers.journey.rules import DeskRule
from modules.dossiers.roles import EVERYBODY, OVERSEER, RECEPTION
from modules.dossiers.satisfaction.panel import panel as ballot
from modules.dossiers.served.panel import its_record
from modules.dossiers.store.panels import offer, result_file

dossiers = Resource(
    Dossier,
    _("Dossiers"),
    one=_("New dossier"),
    slug="dossiers",
    icon="file-text",
    heading=Dossier.applicant,
    also=[Dossier.competent_id],
    access=[
        Allow(RECEPTION, "read", "create", "update", "export", "import"),
        *(Allow(role, "read", "export") for role in EVERYBODY if role is not RECEPTION),
    ],
    views=[
        List(
            [
                Dossier.code, Dossier.applicant, Dossier.way, Dossier.step_role, Dossier.step_due_at, Dossier.due_at,
                Dossier.state,
            ],
            under=Dossier.service,
        ),
        Board(by=Dossier.state),
        Pivot(rows=Dossier.way, columns=Dossier.state),
    ],
    filters=[
        Dossier.state, Dossier.step_role, Dossier.step_due_at, Dossier.procedure_id, Dossier.way, Dossier.competent_id,
        Dossier.received_at,
    ],
    groups=[Dossier.state, Dossier.step_role, Dossier.way],
    form=[
        Section(
            _("Request of the applicant"),
            [Dossier.procedure_id, Dossier.service, Dossier.case, Dossier.way, Dossier.external_code, Dossier.competent_id, Dossier.result_way, Dossier.sets, Dossier.fee_units],
        ),
        Section(
            _("Applicant"),
            [
                Dossier.kind, Dossier.applicant, Dossier.citizen_id, Dossier.phone, Dossier.email, Dossier.address,
                Dossier.subject,
            ],
        ),
        Lines(Dossier.papers, PAPER, fills=[]),
        Section(
            _("Reception"),
            [Dossier.code, Dossier.book_line, Dossier.received_at, Dossier.promised_at, Dossier.edition_id, Dossier.process_id],
            when=lambda dossier: dossier.received_at is not None,
        ),
        Section(
            _("What was asked for"),
            [Dossier.missing, Dossier.missing_why, Dossier.asked, Dossier.asked_at],
            when=lambda dossier: dossier.asked_at is not None,
        ),
        Section(
            _("Day put off"),
            [Dossier.extended_from, Dossier.extended_until, Dossier.apology_number],
            when=lambda dossier: dossier.extended_at is not None,
        ),
        Section(
            _("Ended without a result"),
            [Dossier.basis, Dossier.stop_number],
            when=lambda dossier: dossier.state in (State.REJECTED, State.STOPPED),
        ),
        Section(
            _("Result"),
            [Dossier.result_number, Dossier.result_on, Dossier.solved_at, Dossier.returned_at, Dossier.taken_by],
            when=lambda dossier: dossier.solved_at is not None,
        ),
    ],
    workflow=road,
    reports=[*REPORTS, configured.REPORT],
    panels=[
        *configured.PANELS,
        Panel("store", _("Results store"), "store_offer.html", offer),
        Panel("service", _("Record of the service"), "its_record.html", its_record),
        Panel("journey", _("Course of the handling"), "journey.html", journey),
        Panel("ballot", _("Rating by the citizen"), "ballot.html", ballot),
        Panel("result", _("File of the result"), "result_file.html", result_file),
        Panel("payment", _("Fees"), "payment.html", payment),
        Panel("reminders", _("Reminders and escalation"), "reminders.html", reminders),
    ],
    attachments=True,
)  # fmt: skip

desk_rules = Resource(
    DeskRule,
    _("Rules of the desk"),
    one=_("New rule of the desk"),
    slug="desk-rules",
    icon="settings",
    shared=True,
    menu=(OVERSEER,),
    access=[
        Allow(OVERSEER, "read", "create", "update"),
        *(Allow(role, "read") for role in EVERYBODY if role is not OVERSEER),
    ],
    views=[List([DeskRule.source, DeskRule.cut_off, DeskRule.supplements, DeskRule.extensions, DeskRule.valid_from])],
    form=[
        Section(
            _("Rule"),
            [
                DeskRule.cut_off, DeskRule.supplements, DeskRule.extensions, DeskRule.source, DeskRule.valid_from,
                DeskRule.valid_to,
            ],
        )
    ],
)  # fmt: skip
index_rules = Resource(
    IndexRule,
    _("Rules of the index"),
    one=_("New rule of the index"),
    slug="index-rules",
    icon="chart-bar",
    shared=True,
    menu=(OVERSEER,),
    access=[
        Allow(OVERSEER, "read", "create", "update"),
        *(Allow(role, "read") for role in EVERYBODY if role is not OVERSEER),
    ],
    views=[List([IndexRule.section, IndexRule.measure, IndexRule.weight, IndexRule.full_at, IndexRule.valid_from])],
    filters=[IndexRule.section],
    form=[
        Section(
            _("Rule"),
            [
                IndexRule.section, IndexRule.measure, IndexRule.weight, IndexRule.full_at, IndexRule.source,
                IndexRule.valid_from, IndexRule.valid_to,
            ],
        )
    ],
)  # fmt: skip
ALL = [dossiers, desk_rules, index_rules, escalation_rules]

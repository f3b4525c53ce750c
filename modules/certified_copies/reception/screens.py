"""Visits: the form for one person with many originals, the road from reception to answer, the slips."""

from app.toolkit import Allow, Lines, List, Panel, Report, Resource, Section, Step, Workflow, _
from modules.certified_copies.dossier import same_dossier
from modules.certified_copies.models import Copy
from modules.certified_copies.reception import slips
from modules.certified_copies.reception.desk import fees_of, originals_of
from modules.certified_copies.reception.visits import Progress, Visit
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, SEALER

PERSON = [
    Visit.requester,
    Visit.citizen_id,
    Visit.phone,
    Visit.email,
    Visit.address,
    Visit.channel,
    Visit.dossier_code,
]

road = Workflow(
    Visit.state,
    [
        Step(
            "finish",
            _("Everything is answered"),
            Progress.RECEIVED,
            Progress.FINISHED,
            by=CLERK,
            do=Visit.finish,
            icon="circle-check",
        ),
        Step(
            "correct",
            _("Correct"),
            Progress.RECEIVED,
            Progress.RECEIVED,
            by=CLERK,
            form=PERSON,
            do=Visit.correct,
            main=False,
            icon="edit",
        ),
        Step(
            "extend",
            _("Promise a later day"),
            Progress.RECEIVED,
            Progress.RECEIVED,
            by=CLERK,
            form=[Visit.extension_id, Visit.extended_days, Visit.agreed_until, Visit.agreement],
            do=Visit.extend,
            main=False,
            icon="clock",
        ),
        Step(
            "ask",
            _("Ask to add papers"),
            Progress.RECEIVED,
            Progress.WAITING,
            by=CLERK,
            guard=Visit.may_ask,
            form=[Visit.missing, Visit.missing_why],
            do=Visit.ask,
            main=False,
            icon="player-pause",
        ),
        Step(
            "complete",
            _("The papers are there"),
            Progress.WAITING,
            Progress.RECEIVED,
            by=CLERK,
            do=Visit.complete,
            icon="check",
        ),
    ],
    bar=[Progress.RECEIVED, Progress.FINISHED],
    paused=[Progress.WAITING],
    promised=lambda visit, _due: visit.promise(),
)

visits = Resource(
    Visit,
    _("Reception"),
    one=_("Receive a requester"),
    slug="visits",
    icon="user-check",
    heading=Visit.requester,
    access=[
        Allow(CLERK, "read", "create", "update", "export"),
        *(Allow(role, "read", "export") for role in (CERTIFIER, SEALER, AUDITOR)),
    ],
    views=[List([Visit.number, Visit.requester, Visit.channel, Visit.received_at, Visit.state, Visit.due_at])],
    filters=[Visit.state, Visit.channel, Visit.received_at],
    groups=[Visit.state, Visit.channel],
    form=[
        Section(_("The requester"), PERSON),
        Lines(
            Visit.originals,
            [Copy.paper_type_id, Copy.title, Copy.original_number, Copy.copies],
            when=lambda visit: visit.number is None,
        ),
        Section(
            _("Time of the answer"),
            [Visit.number, Visit.received_at, Visit.counted_from, Visit.due_at, Visit.asked_at],
            when=lambda visit: visit.number is not None,
        ),
    ],
    workflow=road,
    panels=[
        Panel("dossier", _("The same dossier"), "same_dossier.html", same_dossier),
        Panel("originals", _("Originals"), "originals.html", originals_of),
        Panel("fees", _("Fees"), "fee.html", fees_of),
    ],
    reports=[
        Report("giay-hen-tra", _("Appointment slip"), "slip_appointment.html", slips.appointment),
        Report(
            "phieu-bo-sung",
            _("Slip to add papers"),
            "slip_supplement.html",
            slips.supplement,
            when=lambda visit: visit.asked_at is not None,
            signed="ask",
        ),
    ],
)

"""Workflow and screens of certified copies."""

from app.toolkit import Allow, Lines, List, Panel, Report, Resource, Section, Step, Workflow, _, working_days
from modules.certified_copies.after import delivery
from modules.certified_copies.after.annulments import decided
from modules.certified_copies.capture import arrival, comparison_pages, pages
from modules.certified_copies.capture.formats import taken
from modules.certified_copies.comparison import Check, CheckItem
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import OPEN, UNSIGNED, Copy, State
from modules.certified_copies.queue import looks, samples, trained, waiting
from modules.certified_copies.reception import answers, barred, conditions_page, slips
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, SEALER
from modules.fees.pages import panel

workflow = Workflow(
    Copy.state,
    [
        Step(
            "submit",
            _("Submit for signature"),
            OPEN,
            State.SUBMITTED,
            by=CLERK,
            bars=trained.sentence,
            form=[Lines(Copy.checks, [Check.text, Check.passed], fills=[Check.passed])],
            do=Copy.submit,
            icon="send",
        ),
        Step(
            "refuse",
            _("Refuse"),
            OPEN,
            State.REFUSED,
            by=CLERK,
            form=[Copy.refusal_id],
            reason=True,
            do=answers.refuse,
            main=False,
            icon="ban",
        ),
        Step(
            "sign",
            _("Sign the certification"),
            State.SUBMITTED,
            State.SIGNED,
            by=CERTIFIER,
            bars=waiting.obstacle,
            confirm=_("Signed copies cannot be changed, only withdrawn and issued again."),
            do=Copy.sign,
            decides=True,
            icon="signature",
        ),
        Step(
            "stand_aside",
            _("Leave it to another official"),
            State.SUBMITTED,
            State.SUBMITTED,
            by=CERTIFIER,
            reason=True,
            do=barred.stand_aside,
            bars=barred.sentence,
            main=False,
            icon="users",
        ),
        Step(
            "return",
            _("Return to the clerk"),
            State.SUBMITTED,
            State.RETURNED,
            by=CERTIFIER,
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
        Step(
            "seal",
            _("Seal and release"),
            State.SIGNED,
            State.RELEASED,
            by=SEALER,
            confirm=_("The agency's signature closes the file."),
            do=Copy.seal,
            icon="certificate",
        ),
        Step(
            "withdraw",
            _("The requester takes it back"),
            UNSIGNED,
            State.WITHDRAWN,
            by=(),
            do=Copy.withdraw,
            main=False,
            icon="arrow-back-up",
        ),
        Step(
            "annul",
            _("Annul by decision"),
            State.RELEASED,
            State.ANNULLED,
            by=CERTIFIER,
            guard=decided,
            reason=True,
            main=False,
            icon="ban",
        ),
    ],
    bar=[State.DRAFT, State.SUBMITTED, State.SIGNED, State.RELEASED],
    # NĐ 23/2015 art. 7: the same day; received after 15:00, the next working day.
    terms={
        State.DRAFT: working_days(0, cut_off="15:00"),
        State.SUBMITTED: working_days(0, cut_off="15:00"),
        State.SIGNED: working_days(0, cut_off="15:00"),
        State.RETURNED: working_days(0, cut_off="15:00"),
    },
    editable=OPEN,
    promised=Copy.promised,
)

copies = Resource(
    Copy,
    _("Certified copies"),
    one=_("New certified copy"),
    slug="copies",
    icon="certificate",
    heading=Copy.title,
    access=[
        Allow(CLERK, "read", "create", "update", "export"),
        Allow(CERTIFIER, "read", "export"),
        Allow(SEALER, "read", "export"),
        Allow(AUDITOR, "read"),
    ],
    views=[List([Copy.number, Copy.title, Copy.requester, Copy.book, Copy.certified_on, Copy.state, Copy.due_at])],
    filters=[Copy.state, Copy.certified_on],
    groups=[Copy.state],
    form=[
        Section(_("The original"), [Copy.paper_type_id, Copy.title, Copy.original_number, Copy.issued_on, Copy.issuer]),
        Lines(Copy.checks, [Check.text, Check.passed], fills=[]),
        Section(_("The requester"), [Copy.requester, Copy.citizen_id, Copy.copies, Copy.visit_id]),
        Section(
            _("Certification"),
            [Copy.number, Copy.book, Copy.certified_on, Copy.pages, Copy.signer_id, Copy.same_person],
            when=lambda copy: copy.number is not None,
        ),
    ],
    workflow=workflow,
    panels=[
        Panel("pages", _("Scanned pages"), "pages_panel.html", comparison_pages.panel),
        Panel("conditions", _("Conditions"), "conditions.html", conditions_page.panel),
        Panel("looks", _("Opened before signing"), "looks.html", samples.panel),
        Panel("fee", _("Fees"), "fee.html", lambda copy: panel(COPIES, copy.id)),
        Panel("delivery", _("Delivery"), "delivery.html", delivery.panel),
    ],
    reports=[
        Report(
            "phieu-tu-choi",
            _("Refusal slip"),
            "slip_refusal.html",
            slips.refusal,
            when=lambda copy: copy.state is State.REFUSED and copy.refusal_id is not None,
            signed="refuse",
        ),
        Report(
            "bien-ban",
            _("Minutes of a suspicious original"),
            "slip_minutes.html",
            slips.refusal,
            when=slips.is_held,
            signed="refuse",
        ),
    ],
    scans=True,
    opened=looks.note,
    taken=taken,
    scanned=arrival.scanned,
    leaves=pages.leaves,
)

check_items = Resource(
    CheckItem,
    _("Comparison list"),
    one=_("New comparison item"),
    slug="check-items",
    icon="checklist",
    shared=True,
    access=[Allow(CERTIFIER, "read", "create", "update"), Allow(CLERK, "read")],
    views=[
        List(
            [CheckItem.position, CheckItem.text, CheckItem.source, CheckItem.valid_from, CheckItem.valid_to],
            sort=CheckItem.position,
        )
    ],
    form=[
        Section(
            _("Comparison item"),
            [CheckItem.text, CheckItem.source, CheckItem.position, CheckItem.valid_from, CheckItem.valid_to],
        )
    ],
)

"""The screens of the module, one declaration each."""

from sqlalchemy import select

from app.toolkit import Allow, Board, Calendar, Lines, List, Panel, Pivot, Report, Resource, Section, _
from modules.equipment.history import appraisals, deliveries, norms_of, quotations_of, request_of
from modules.equipment.line import Line
from modules.equipment.papers import costed, decision, proposal, takeover
from modules.equipment.quotation import Quotation
from modules.equipment.request import Request, State
from modules.equipment.roles import DISTRICT, EVERYBODY, FINANCE, HEAD, OFFICIAL, STORE, TECHNOLOGY
from modules.equipment.workflow import workflow

SIGNED = Request.state.not_in((State.DRAFT, State.SUBMITTED))
OF_SIGNED = Quotation.request_id.in_(select(Request.id).where(SIGNED))
READ = [Allow(role, "read", "export") for role in EVERYBODY]

requests = Resource(
    Request,
    _("Equipment requests"),
    one=_("New request"),
    slug="requests",
    icon="clipboard-list",
    heading=Request.title,
    key=[Request.number],
    access=[
        Allow(OFFICIAL, "read", "create", "update", "delete", "export", "import"),
        *[Allow(role, "read", "export") for role in (HEAD, STORE)],
        # What a ward has not signed yet is its own affair.
        *[Allow(role, "read", "export", only=SIGNED) for role in (DISTRICT, TECHNOLOGY, FINANCE)],
    ],
    views=[
        List(
            [Request.number, Request.title, Request.unit_id, Request.state, Request.total, Request.due_at],
            under=Request.fund,
            total=Request.total,
        ),
        Board(by=Request.state, total=Request.total),
        Calendar(on=Request.needed_by),
        Pivot(rows=Request.fund, columns=Request.state, total=Request.total),
    ],
    filters=[Request.state, Request.fund, Request.blocked, Request.created_at],
    groups=[Request.state, Request.unit_id, Request.fund],
    form=[
        Section(
            _("What is asked for"),
            [Request.title, Request.campaign_id, Request.fund, Request.needed_by, Request.reason, Request.blocked],
        ),
        Lines(
            Request.lines,
            [Line.item_id, Line.quantity, Line.existing, Line.norm, Line.price, Line.place, Line.over_reason],
            amount=(Line.quantity, Line.price),
        ),
        Section(
            _("Decision and contract"),
            [
                Request.decision,
                Request.decided_on,
                Request.approved_total,
                Request.contract,
                Request.supplier,
                Request.contract_on,
                Request.contract_total,
                Request.unspent,
                Request.repaid,
            ],
            when=lambda request: bool(request.approved_total),
        ),
    ],
    panels=[
        Panel("norms", _("Norms and present state"), "norms.html", norms_of),
        Panel("quotations", _("Quotations"), "quotations.html", quotations_of),
        Panel("appraisals", _("From asked to granted"), "appraisals.html", appraisals),
        Panel("deliveries", _("Deliveries"), "deliveries.html", deliveries),
    ],
    workflow=workflow,
    reports=[
        Report("to-trinh", _("Proposal"), "proposal.html", proposal, signed="sign"),
        Report("du-thao-quyet-dinh", _("Draft of the decision"), "decision.html", decision, when=costed),
        Report(
            "bien-ban-ban-giao",
            _("Handover minutes"),
            "takeover.html",
            takeover,
            signed="hand_over",
            when=lambda request: request.delivered_on is not None,
        ),
    ],
)

quotations = Resource(
    Quotation,
    _("Quotations"),
    one=_("New quotation"),
    slug="quotations",
    icon="cash",
    heading=Quotation.supplier,
    menu=False,
    access=[
        Allow(OFFICIAL, "read", "create", "update", "delete", "export", "import"),
        *[Allow(role, "read", "export") for role in (HEAD, STORE)],
        *[Allow(role, "read", "export", only=OF_SIGNED) for role in (DISTRICT, TECHNOLOGY, FINANCE)],
    ],
    views=[
        List([Quotation.supplier, Quotation.request_id, Quotation.item_id, Quotation.price, Quotation.quoted_on]),
    ],
    form=[
        Section(
            _("Quotation"),
            [
                Quotation.request_id,
                Quotation.item_id,
                Quotation.supplier,
                Quotation.price,
                Quotation.quoted_on,
                Quotation.valid_until,
            ],
        )
    ],
    panels=[Panel("request", _("Request"), "quoted_for.html", request_of)],
)

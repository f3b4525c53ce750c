"""The screens of the module, one declaration each."""

from app.toolkit import Allow, Board, Calendar, Lines, List, Pivot, Report, Resource, Section, _
from modules.equipment.assets import Asset
from modules.equipment.models import Campaign, Item, Kit, Line, Norm, Request
from modules.equipment.papers import proposal, takeover
from modules.equipment.roles import EVERYBODY, FINANCE, HEAD, OFFICIAL, STORE, TECHNOLOGY
from modules.equipment.workflow import workflow

READ = [Allow(role, "read", "export") for role in EVERYBODY]

requests = Resource(
    Request,
    _("Equipment requests"),
    one=_("New request"),
    slug="requests",
    icon="clipboard-list",
    heading=Request.title,
    access=[
        Allow(OFFICIAL, "read", "create", "update", "delete", "export"),
        *[Allow(role, "read", "export") for role in (HEAD, TECHNOLOGY, FINANCE, STORE)],
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
    groups=[Request.state, Request.fund],
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
    ],
    workflow=workflow,
    reports=[
        Report("to-trinh", _("Proposal"), "proposal.html", proposal),
        Report(
            "bien-ban-ban-giao",
            _("Handover minutes"),
            "takeover.html",
            takeover,
            when=lambda request: request.delivered_on is not None,
        ),
    ],
)

assets = Resource(
    Asset,
    _("Assets"),
    one=_("New asset"),
    slug="assets",
    icon="packages",
    heading=Asset.code,
    access=[
        Allow(STORE, "read", "create", "update", "export"),
        *[Allow(role, "read", "export") for role in (OFFICIAL, HEAD, TECHNOLOGY, FINANCE)],
    ],
    views=[
        List([Asset.code, Asset.item_id, Asset.unit_id, Asset.place, Asset.condition, Asset.price], total=Asset.price)
    ],
    filters=[Asset.condition],
    groups=[Asset.condition],
    form=[
        Section(
            _("Asset"),
            [
                Asset.item_id,
                Asset.serial,
                Asset.holder,
                Asset.place,
                Asset.condition,
                Asset.price,
                Asset.acquired_on,
                Asset.warranty_until,
            ],
        )
    ],
)

CATALOGUE = [
    Allow(TECHNOLOGY, "read", "create", "update", "delete", "export"),
    *[Allow(role, "read") for role in (OFFICIAL, HEAD, FINANCE, STORE)],
]

campaigns = Resource(
    Campaign,
    _("Campaigns"),
    one=_("New campaign"),
    slug="campaigns",
    icon="flag",
    shared=True,
    heading=Campaign.name,
    access=CATALOGUE,
    views=[List([Campaign.name, Campaign.opens_on, Campaign.closes_on, Campaign.budget_year, Campaign.ceiling])],
    form=[
        Section(
            _("Campaign"),
            [
                Campaign.name,
                Campaign.legal_basis,
                Campaign.opens_on,
                Campaign.closes_on,
                Campaign.ceiling,
                Campaign.budget_year,
            ],
        )
    ],
)

items = Resource(
    Item,
    _("Item catalogue"),
    one=_("New item"),
    slug="items",
    icon="device-desktop",
    shared=True,
    heading=Item.name,
    access=CATALOGUE,
    views=[List([Item.code, Item.name, Item.measure, Item.software])],
    form=[Section(_("Item"), [Item.code, Item.name, Item.measure, Item.minimum, Item.software])],
)

norms = Resource(
    Norm,
    _("Norms"),
    one=_("New norm"),
    slug="norms",
    icon="book-2",
    shared=True,
    access=CATALOGUE,
    views=[
        List(
            [
                Norm.title_class,
                Norm.item_id,
                Norm.most,
                Norm.price_cap,
                Norm.legal_basis,
                Norm.valid_from,
                Norm.valid_to,
            ]
        )
    ],
    form=[
        Section(
            _("Norm"),
            [
                Norm.item_id,
                Norm.title_class,
                Norm.most,
                Norm.price_cap,
                Norm.legal_basis,
                Norm.valid_from,
                Norm.valid_to,
            ],
        )
    ],
)

kits = Resource(
    Kit,
    _("Minimum kits"),
    one=_("New kit line"),
    slug="kits",
    icon="package",
    shared=True,
    access=CATALOGUE,
    views=[List([Kit.source, Kit.item_id, Kit.quantity, Kit.valid_from, Kit.valid_to])],
    form=[
        Section(
            _("Minimum kit of a one-stop desk"), [Kit.item_id, Kit.quantity, Kit.source, Kit.valid_from, Kit.valid_to]
        )
    ],
)

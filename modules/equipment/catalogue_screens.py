"""The screens of what is law or agreed for a time: campaigns, catalogue, norms, kits, and what units count."""

from app.toolkit import Allow, Lines, List, Resource, Section, _
from modules.equipment.ageing import Patience
from modules.equipment.bases import DecisionBasis
from modules.equipment.campaign import Campaign, CampaignItem
from modules.equipment.catalogue import Item, Spec
from modules.equipment.norms import DeskCount, Kit, Norm, Staffing, TitleClass
from modules.equipment.roles import FINANCE, HEAD, OFFICIAL, STORE, TECHNOLOGY

CITY = [
    Allow(TECHNOLOGY, "read", "create", "update", "delete", "export", "import"),
    *[Allow(role, "read") for role in (OFFICIAL, HEAD, FINANCE, STORE)],
]
UNIT = [
    Allow(OFFICIAL, "read", "create", "update", "delete", "export", "import"),
    *[Allow(role, "read", "export") for role in (HEAD, TECHNOLOGY, FINANCE, STORE)],
]

campaigns = Resource(
    Campaign,
    _("Campaigns"),
    one=_("New campaign"),
    slug="campaigns",
    icon="flag",
    shared=True,
    heading=Campaign.name,
    key=[Campaign.name],
    access=CITY,
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
        ),
        Lines(Campaign.goods, [CampaignItem.item_id]),
    ],
)

items = Resource(
    Item,
    _("Item catalogue"),
    one=_("New item"),
    slug="items",
    under=_("Catalogues"),
    icon="device-desktop",
    shared=True,
    heading=Item.name,
    key=[Item.code],
    access=CITY,
    views=[List([Item.code, Item.name, Item.measure, Item.price, Item.software])],
    form=[
        Section(_("Item"), [Item.code, Item.name, Item.measure, Item.price, Item.software, Item.minimum]),
        Lines(Item.specs, [Spec.name, Spec.value]),
    ],
)

titles = Resource(
    TitleClass,
    _("Title classes"),
    one=_("New title class"),
    slug="titles",
    under=_("Catalogues"),
    icon="users",
    shared=True,
    heading=TitleClass.name,
    key=[TitleClass.name],
    access=CITY,
    views=[List([TitleClass.name, TitleClass.note])],
    form=[Section(_("Title class"), [TitleClass.name, TitleClass.note])],
)

NORM = [
    Norm.item_id,
    Norm.title_id,
    Norm.most,
    Norm.price_cap,
    Norm.legal_basis,
    Norm.instead_of_id,
    Norm.valid_from,
    Norm.valid_to,
]
norms = Resource(
    Norm,
    _("Norms"),
    one=_("New norm"),
    key=[Norm.item_id, Norm.title_id, Norm.valid_from],
    slug="norms",
    under=_("Catalogues"),
    icon="book-2",
    shared=True,
    access=CITY,
    views=[List([Norm.legal_basis, *NORM[:4], Norm.valid_from, Norm.valid_to])],
    form=[Section(_("Norm"), NORM)],
)

KIT = [Kit.item_id, Kit.quantity, Kit.source, Kit.valid_from, Kit.valid_to]
kits = Resource(
    Kit,
    _("Minimum kits"),
    one=_("New kit line"),
    key=[Kit.item_id, Kit.valid_from],
    slug="kits",
    under=_("Catalogues"),
    icon="package",
    shared=True,
    access=CITY,
    views=[List([Kit.source, Kit.item_id, Kit.quantity, Kit.valid_from, Kit.valid_to])],
    form=[Section(_("Minimum kit of a one-stop desk"), KIT)],
)

STAFFING = [Staffing.title_id, Staffing.number, Staffing.source, Staffing.valid_from, Staffing.valid_to]
staffing = Resource(
    Staffing,
    _("Number of officials"),
    one=_("New count of officials"),
    key=[Staffing.title_id, Staffing.valid_from],
    slug="staffing",
    under=_("Catalogues"),
    icon="user-check",
    access=UNIT,
    views=[
        List([Staffing.source, Staffing.unit_id, Staffing.title_id, Staffing.number, Staffing.valid_from]),
    ],
    form=[Section(_("Number of officials"), STAFFING)],
)

DESKS = [DeskCount.number, DeskCount.source, DeskCount.valid_from, DeskCount.valid_to]
desks = Resource(
    DeskCount,
    _("One-stop desks"),
    one=_("New count of desks"),
    key=[DeskCount.valid_from],
    slug="desks",
    under=_("Catalogues"),
    icon="building",
    access=UNIT,
    views=[List([DeskCount.source, DeskCount.unit_id, DeskCount.number, DeskCount.valid_from, DeskCount.valid_to])],
    form=[Section(_("One-stop desks"), DESKS)],
)

PATIENCE = [Patience.state, Patience.days, Patience.source, Patience.valid_from, Patience.valid_to]
patience = Resource(
    Patience,
    _("Days before a reminder"),
    one=_("New reminder rule"),
    slug="patience",
    under=_("Catalogues"),
    icon="bell",
    shared=True,
    access=CITY,
    views=[List([Patience.source, *PATIENCE[:2], Patience.valid_from, Patience.valid_to])],
    form=[Section(_("Days before a reminder"), PATIENCE)],
)

BASIS = [DecisionBasis.text, DecisionBasis.position, DecisionBasis.valid_from, DecisionBasis.valid_to]
bases = Resource(
    DecisionBasis,
    _("Laws that decisions cite"),
    one=_("New law that decisions cite"),
    key=[DecisionBasis.text, DecisionBasis.valid_from],
    slug="bases",
    under=_("Catalogues"),
    icon="book-2",
    shared=True,
    access=CITY,
    views=[List(BASIS, sort=DecisionBasis.position)],
    form=[Section(_("Laws that decisions cite"), BASIS)],
)

ALL = [campaigns, items, titles, norms, kits, staffing, desks, patience, bases]

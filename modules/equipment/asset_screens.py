"""The screens of what a unit owns: the asset with its life, repairs, and the rows that labels and wear follow."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import Allow, Calendar, List, Panel, Report, Resource, Section, _, clock, db
from modules.equipment.assets import Asset
from modules.equipment.labels import LabelSheet, sheet
from modules.equipment.moves import Move
from modules.equipment.repairs import Repair
from modules.equipment.roles import EVERYBODY, FINANCE, OWNERS, STORE
from modules.equipment.wear import UsefulLife, Year, left_of, life_of, years_of

SOON = 60  # days before the end of a warranty from which it is shown in amber
LATEST = 50  # repairs and moves shown on the page of an asset


@dataclass(frozen=True)
class Life:
    """The days of warranty left (amber below `soon`), what the asset is worth by the year (đồng), its repairs and moves."""

    warranty: int | None
    life: UsefulLife | None
    years: list[Year]
    left: int
    repairs: list[Repair]
    moves: list[Move]
    may_repair: bool
    soon: int = SOON


def life_panel(asset: Asset) -> Life:
    """Warranty, repairs, moves and what the asset is still worth."""
    life, years = None, []
    if asset.price and asset.acquired_on:
        life = life_of(asset)
        years = years_of(asset.price, life.years, asset.acquired_on.year) if life else []
    repairs = select(Repair).where(Repair.asset_id == asset.id).order_by(Repair.sent_on.desc(), Repair.id.desc())
    moves = select(Move).where(Move.asset_id == asset.id).order_by(Move.id.desc())
    moves = moves.options(joinedload(Move.actor), joinedload(Move.from_unit), joinedload(Move.to_unit))
    return Life(
        warranty=asset.warranty_days,
        life=life,
        years=years,
        left=left_of(years, asset.price or 0, clock.today()),
        repairs=list(db.session.scalars(repairs.limit(LATEST))),
        moves=list(db.session.scalars(moves.limit(LATEST))),
        may_repair=g.principal.may("create", repairs_screen, asset.unit_id),
    )


assets = Resource(
    Asset,
    _("Assets"),
    one=_("New asset"),
    slug="assets",
    icon="packages",
    heading=Asset.code,
    key=[Asset.code],
    access=[
        Allow(STORE, "read", "create", "update", "export", "import"),
        *[Allow(role, "read", "export") for role in OWNERS],
    ],
    views=[
        List([Asset.code, Asset.item_id, Asset.unit_id, Asset.place, Asset.condition, Asset.price], total=Asset.price),
        Calendar(on=Asset.warranty_until),
    ],
    filters=[Asset.condition, Asset.item_id, Asset.acquired_on, Asset.warranty_until],
    groups=[Asset.condition, Asset.item_id],
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
    panels=[Panel("life", _("Life of the asset"), "asset.html", life_panel)],
    reports=[Report("nhan", _("Labels with QR"), "labels.html", sheet, together=True)],
)

repairs_screen = Resource(
    Repair,
    _("Repairs"),
    one=_("New repair"),
    slug="repairs",
    icon="settings",
    heading=Repair.fault,
    access=[
        Allow(STORE, "read", "create", "update", "delete", "export"),
        *[Allow(role, "read", "export") for role in OWNERS],
    ],
    views=[List([Repair.fault, Repair.asset_id, Repair.sent_on, Repair.back_on, Repair.cost, Repair.result])],
    filters=[Repair.result, Repair.sent_on],
    groups=[Repair.result],
    form=[
        Section(
            _("Repair"),
            [
                Repair.asset_id,
                Repair.sent_on,
                Repair.fault,
                Repair.supplier,
                Repair.cost,
                Repair.back_on,
                Repair.result,
            ],
        )
    ],
)

useful_lives = Resource(
    UsefulLife,
    _("Useful lives"),
    one=_("New useful life"),
    slug="useful-lives",
    under=_("Catalogues"),
    icon="history",
    shared=True,
    access=[
        Allow(FINANCE, "read", "create", "update", "delete", "export"),
        *[Allow(role, "read") for role in EVERYBODY if role is not FINANCE],
    ],
    views=[
        List(
            [
                UsefulLife.item_id,
                UsefulLife.years,
                UsefulLife.source,
                UsefulLife.valid_from,
                UsefulLife.valid_to,
            ]
        )
    ],
    form=[
        Section(
            _("Useful life"),
            [UsefulLife.item_id, UsefulLife.years, UsefulLife.source, UsefulLife.valid_from, UsefulLife.valid_to],
        )
    ],
)

label_sheets = Resource(
    LabelSheet,
    _("Label sheets"),
    one=_("New label sheet"),
    slug="label-sheets",
    under=_("Catalogues"),
    icon="qrcode",
    shared=True,
    heading=LabelSheet.name,
    access=[
        Allow(STORE, "read", "create", "update", "delete"),
        *[Allow(role, "read") for role in OWNERS],
    ],
    views=[List([LabelSheet.name, LabelSheet.across, LabelSheet.down, LabelSheet.width, LabelSheet.height])],
    form=[
        Section(
            _("Label sheet"),
            [LabelSheet.name, LabelSheet.across, LabelSheet.down, LabelSheet.width, LabelSheet.height],
        )
    ],
)

ALL = [assets, repairs_screen, useful_lives, label_sheets]

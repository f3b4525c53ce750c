"""Equipment requests: from a ward's need to an asset on its books."""

from pathlib import Path

from app.toolkit import Attach, Job, Module, _
from modules.equipment import (
    ageing,
    ageing_pages,
    asset_screens,
    assets,
    catalogue_screens,
    consolidation_pages,
    counting,
    gap_pages,
    mergers,
    models,
    screens,
    stocktake_screens,
    transfer_screens,
)
from modules.equipment.roles import DISTRICT, FINANCE, HEAD, OFFICIAL, STORE, TECHNOLOGY

MODULE = Module(
    "equipment",
    _("Equipment"),
    folder=Path(__file__).parent,
    depends=["core"],
    icon="device-desktop",
    tone="c2",
    roles=[OFFICIAL, HEAD, DISTRICT, TECHNOLOGY, FINANCE, STORE],
    resources=[
        screens.requests,
        *asset_screens.ALL,
        stocktake_screens.stock_takes,
        transfer_screens.transfers,
        screens.quotations,
        *catalogue_screens.ALL,
    ],
    attach=[Attach("equipment.requests", asset_screens.assets, on=assets.Asset.request_id)],
    routes=[gap_pages.bp, ageing_pages.bp, consolidation_pages.bp, counting.bp, mergers.bp],
    links=[gap_pages.LINK, ageing_pages.LINK, consolidation_pages.LINK, mergers.LINK],
    seed="modules.equipment.asset_seed:load",
    jobs=[
        Job("merge", _("Move the assets of merged units"), mergers.merge),
        Job("remind_late", _("Remind of late requests"), ageing.remind_late, every="30 7 * * *"),
    ],
    demo="modules.equipment.demo:load",
)

__all__ = ["MODULE", "models"]

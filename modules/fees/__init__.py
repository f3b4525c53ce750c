"""Phí, lệ phí: what is owed, receipts without gaps, the day's cash sheet."""

from pathlib import Path

from app.toolkit import Module, _
from modules.fees import pages, screens
from modules.fees.roles import CASHIER, KEEPER, SUPERVISOR

MODULE = Module(
    "fees",
    _("Fees"),
    folder=Path(__file__).parent,
    depends=["core"],
    icon="cash",
    tone="c3",
    roles=[CASHIER, SUPERVISOR, KEEPER],
    resources=screens.ALL,
    routes=[pages.bp],
    links=[pages.SHEET],
    seed="modules.fees.seed:load",
    demo="modules.fees.demo:load",
)

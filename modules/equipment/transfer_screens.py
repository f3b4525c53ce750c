"""The screen of a transfer: its road between two units, its list, its minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.toolkit import Allow, List, Panel, Report, Resource, Section, Step, Unit, Workflow, _, clock, db, dong_in_words
from modules.equipment.roles import COUNTERS, FINANCE, HEAD, STORE, TECHNOLOGY
from modules.equipment.transfer import Handing, Transfer, TransferLine
from modules.equipment.wear import left_of, lives_on, years_of

MOST = 200  # rows of the list on the page; the minutes have them all
GIVERS = (*COUNTERS, FINANCE)

road = Workflow(
    Transfer.state,
    [
        Step(
            "decide",
            _("Record the transfer decision"),
            Handing.DRAFT,
            Handing.DECIDED,
            by=(HEAD, FINANCE),
            form=[Transfer.decision, Transfer.decided_on],
            do=Transfer.decide,
            decides=True,
            icon="certificate",
        ),
        Step(
            "hand_over",
            _("Hand over"),
            Handing.DECIDED,
            Handing.HANDED_OVER,
            by=(STORE, FINANCE),
            do=Transfer.hand_over,
            icon="truck-delivery",
        ),
        Step(
            "receive",
            _("Receive and put on the books"),
            Handing.HANDED_OVER,
            Handing.RECEIVED,
            by=COUNTERS,
            at=Transfer.receiver_id,
            do=Transfer.receive,
            confirm=_("The assets leave the giver's books and come onto yours."),
            icon="packages",
        ),
        Step(
            "refuse",
            _("Send back to the giver"),
            Handing.HANDED_OVER,
            Handing.DRAFT,
            by=COUNTERS,
            at=Transfer.receiver_id,
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
    ],
    bar=list(Handing),
    editable=[Handing.DRAFT],
)


@dataclass(frozen=True)
class Goods:
    """The first assets of a transfer, how many there are in all, and their original price together in đồng."""

    rows: list[TransferLine]
    number: int
    value: int


def goods(transfer: Transfer) -> Goods:
    """What goes, with its count and value in đồng."""
    rows = transfer.lines().options(joinedload(TransferLine.item)).limit(MOST)
    sums = select(func.count(), func.coalesce(func.sum(TransferLine.price), 0))
    number, value = db.session.execute(sums.where(TransferLine.transfer_id == transfer.id)).one()
    return Goods(list(db.session.scalars(rows)), number, value or 0)


def minutes(transfer: Transfer) -> dict[str, Any]:
    """Biên bản bàn giao, tiếp nhận tài sản công (Mẫu 01/TSC-BBGN): both sides and every piece."""
    rows = list(db.session.scalars(transfer.lines().options(joinedload(TransferLine.item))))
    value, today = sum(row.price or 0 for row in rows), transfer.received_on or clock.today()
    worth, receiver = _worth(rows, today), db.session.get(Unit, transfer.receiver_id)
    return {
        "unit": receiver if transfer.merger else transfer.unit,  # a closed unit writes no papers any more
        "giver": transfer.unit,
        "receiver": receiver,
        "today": today,
        "rows": rows,
        "value": value,
        "worth": worth,
        "worth_total": sum(left for left in worth.values() if left is not None),
        "in_words": dong_in_words(value),
    }


def _worth(rows: list[TransferLine], day: date) -> dict[int, int | None]:
    """What every piece is still worth on a day, đồng; None where price, year or useful life is not known."""
    lives = lives_on(day)
    found: dict[int, int | None] = {}
    for row in rows:
        life = lives.get(row.item_id)
        if row.price is None or not row.year or not life:
            found[row.id] = None
        else:
            found[row.id] = left_of(years_of(row.price, life, row.year), row.price, day)
    return found


transfers = Resource(
    Transfer,
    _("Transfers"),
    one=_("New transfer"),
    slug="transfers",
    icon="truck-delivery",
    heading=Transfer.reason,
    also=[Transfer.receiver_id],
    access=[
        *[Allow(role, "read", "create", "update", "delete", "export") for role in GIVERS],
        *[Allow(role, "read", "export") for role in (HEAD, TECHNOLOGY)],
    ],
    views=[
        List([Transfer.reason, Transfer.unit_id, Transfer.receiver_id, Transfer.decision, Transfer.state]),
    ],
    filters=[Transfer.state, Transfer.receiver_id, Transfer.merger],
    groups=[Transfer.state],
    form=[
        Section(_("Transfer"), [Transfer.receiver_id, Transfer.reason, Transfer.giver_id]),
        Section(
            _("What is transferred"),
            [Transfer.everything, Transfer.item_id, Transfer.codes],
        ),
        Section(
            _("Decision"),
            [Transfer.decision, Transfer.decided_on],
            when=lambda transfer: bool(transfer.decision),
        ),
    ],
    panels=[Panel("goods", _("Assets that go"), "transfer.html", goods)],
    workflow=road,
    reports=[
        Report(
            "bien-ban-ban-giao",
            _("Handover minutes"),
            "transfer_print.html",
            minutes,
            when=lambda transfer: transfer.state in (Handing.HANDED_OVER, Handing.RECEIVED),
        )
    ],
)

"""The demo looks like a year of work: every state, dates in order, deadlines behind and ahead, whoever opens it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.data import clock
from app.data.task import Passage
from app.engine.demo import WARD
from modules.equipment.models import Campaign, Quotation, Request, State

KEY = "equipment.requests"


def _all(rows: Any) -> list[Request]:
    return list(
        rows.scalars(
            select(Request).options(selectinload(Request.lines), joinedload(Request.unit)).order_by(Request.id)
        )
    )


def test_a_ward_has_requests_in_every_state(rows: Any) -> None:
    found = {request.state for request in _all(rows) if request.unit.code == WARD}
    assert set(State) - {State.DISTRICT} <= found


def test_numbers_follow_the_days_and_reach_back_a_year(rows: Any) -> None:
    demo = _all(rows)
    assert min(request.created_at for request in demo) < clock.now() - timedelta(days=300)
    begun = [request.created_at.astimezone(clock.ZONE).date() for request in demo]
    assert begun == sorted(begun)
    open_now = [one.due_at for one in demo if one.due_at]
    assert min(open_now) < clock.now() < max(open_now)
    late = {(clock.now() - due).days for due in open_now if due < clock.now()}
    assert len(late) > 1, "not all of them late by the same number of days"


def test_steps_were_taken_in_office_hours_and_campaigns(rows: Any) -> None:
    today, campaigns = clock.today(), {row.id: row for row in rows.scalars(select(Campaign))}
    taken = select(Passage).where(Passage.resource == KEY).order_by(Passage.row_id, Passage.id)
    last: dict[int, Any] = {}
    for passage in rows.scalars(taken):
        moment = passage.at.astimezone(clock.ZONE)
        assert last.get(passage.row_id, moment) <= moment <= clock.now()
        last[passage.row_id] = moment
        if moment.date() < today - timedelta(days=3):
            assert moment.weekday() < 5
            assert 8 <= moment.hour < 17
        if passage.step == "submit":
            request = rows.get(Request, passage.row_id)
            campaign = campaigns[request.campaign_id]
            assert campaign.opens_on <= moment.date() <= campaign.closes_on
    assert len(last) > 20, "the demo has requests on their way"


def test_the_budget_follows_the_lowest_of_three_quotations(rows: Any) -> None:
    quoted: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for row in rows.scalars(select(Quotation)):
        quoted[row.request_id, row.item_id].append(row.price)
    lowered = [
        (line.budgeted_price, quoted[request.id, line.item_id])
        for request in _all(rows)
        for line in request.lines
        if line.budgeted_price and line.budgeted_price < line.price
    ]
    assert lowered
    assert all(price == min(offers) and len(offers) == 3 for price, offers in lowered)

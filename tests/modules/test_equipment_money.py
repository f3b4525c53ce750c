"""What things cost in the end: the ceiling of a unit, prices of the contract, codes and costs of assets; and drafts are private."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.engine.demo import WARD
from modules.equipment.assets import Asset
from modules.equipment.campaign import Campaign
from modules.equipment.line import Line
from modules.equipment.request import Request, State


def test_the_ceiling_holds_for_all_requests_of_a_unit_together(site: Flask) -> None:
    today = clock.today()
    campaign = Campaign(name="Đợt thử", opens_on=today, closes_on=today, ceiling=10_000_000)
    campaign.admit(set(), 4_000_000, 6_000_000)
    with pytest.raises(ValueError, match=r"đơn vị xin 10\.000\.001 ₫; hạn mức của đợt là 10\.000\.000 ₫"):
        campaign.admit(set(), 4_000_001, 6_000_000)


def _bought(total: int | None, *lines: tuple[int, int, int | None]) -> Request:
    request = Request(contract_total=total)
    request.lines = [
        Line(approved=many, approved_price=price, contract_price=paid, price=price, quantity=many)
        for many, price, paid in lines
    ]
    request._price_lines()
    return request


def test_the_contract_and_its_lines_agree_to_the_dong() -> None:
    assert _bought(None, (3, 100, 90), (1, 50, None)).contract_total == 320
    assert _bought(270, (3, 100, None)).lines[0].paid_price == 90
    for total, lines in ((300, [(3, 100, None), (1, 50, None)]), (271, [(3, 100, None)]), (100, [(3, 100, 90)])):
        with pytest.raises(ValueError, match="nhập đơn giá từng dòng"):
            _bought(total, *lines)


def test_assets_cost_what_was_paid_and_bear_the_code_of_their_unit(rows: Any) -> None:
    made = rows.scalars(select(Asset).where(Asset.request_id.is_not(None))).all()
    assert made, "the demo has handed equipment over"
    paid = {(line.request_id, line.item_id): line.paid_price for line in rows.scalars(select(Line))}
    assert all(asset.price == paid[asset.request_id, asset.item_id] for asset in made)
    assert any(asset.code.startswith(f"TS-{WARD}-") for asset in made)


def test_the_city_does_not_see_what_a_ward_has_not_signed(rows: Any, browse: Any) -> None:
    draft = rows.scalars(select(Request).where(Request.state == State.DRAFT).order_by(Request.id)).first()
    sent = rows.scalars(select(Request).where(Request.state == State.SENT).order_by(Request.id)).first()
    for login, answer in (("canbo", 200), ("lanhdao", 200), ("sokhcn", 404), ("sotaichinh", 404)):
        assert browse(login).client.get(f"/equipment/requests/{draft.id}").status_code == answer, login
    city = browse("sokhcn")
    assert city.client.get(f"/equipment/requests/{sent.id}").status_code == 200
    shown = city.client.get("/equipment/requests?state=draft").text
    assert f'/equipment/requests/{draft.id}"' not in shown and draft.number not in shown

"""Drafts: what was typed and not saved is offered again, with a word when the record has gone on since."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.data import clock
from app.data.clock import frozen
from modules.equipment.models import Request, State

HERE = "/equipment/requests"


def test_a_draft_older_than_the_record_says_so(rows: Any, browse: Any) -> None:
    canbo = browse("canbo")
    page = canbo.client.get(f"{HERE}?state=draft").text
    row = re.search(rf'href="{HERE}/(\d+)"', page)[1]
    token = re.search(r'csrf-token" content="([^"]+)"', page)[1]
    kept = canbo.client.post(f"{HERE}/{row}/draft", json={"reason": "Gõ dở từ hôm qua"}, headers={"X-CSRFToken": token})
    assert kept.json["saved_at"].endswith("+00:00"), "a moment with its zone, for the page to show in Vietnam's time"
    shown = canbo.get(f"{HERE}/{row}/edit").text
    assert "Có bản nháp lúc" in shown and "Hồ sơ đã được lưu sau thời điểm đó" not in shown
    with frozen(clock.now() + timedelta(minutes=5)):
        request = rows.scalars(select(Request).where(Request.id == int(row), Request.state == State.DRAFT)).one()
        request.reason = "Đồng nghiệp vừa sửa lý do."
        rows.commit()
    assert "Hồ sơ đã được lưu sau thời điểm đó" in canbo.get(f"{HERE}/{row}/edit").text

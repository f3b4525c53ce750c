"""A ward sees what it lacks and asks for it in one click; the city sees who lacks most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import selectinload

from app.data import clock
from app.data.people import Unit
from app.engine.demo import OTHER_WARD, WARD
from modules.equipment.entitlement import entitlements
from modules.equipment.gap import gaps_of
from modules.equipment.models import Asset, Condition, Item, Line, Request, State


@pytest.fixture
def lacking(rows: Any) -> Any:
    """The ward with every asset broken, so that all of its need is open."""
    unit = rows.scalar(select(Unit).where(Unit.code == WARD, Unit.valid_to.is_(None)))
    rows.execute(update(Asset).where(Asset.unit_id == unit.id).values(condition=Condition.BROKEN))
    rows.commit()
    return gaps_of(rows, [unit])[0]


def _post(browser: Any, unit_id: int, items: list[int]) -> Any:
    page = browser.get("/equipment/gap/").text
    campaign = page.partition('name="campaign"')[2].partition('value="')[2].partition('"')[0]
    form = {"item": [str(item) for item in items], "campaign": campaign, "fund": "city"}
    return browser.post(f"/equipment/gap/{unit_id}/draft", form)


def test_one_click_makes_a_draft_of_what_is_open(rows: Any, browse: Any, lacking: Any) -> None:
    gap = next(gap for gap in lacking.gaps if gap.open)
    answer = _post(browse("canbo"), lacking.unit.id, [gap.item.id])
    assert answer.status_code == 303
    rows.rollback()
    row = int(answer.location.rsplit("/", 1)[1])
    made = rows.scalar(select(Request).where(Request.id == row).options(selectinload(Request.lines)))
    assert made.state is State.DRAFT
    assert [(line.item_id, line.quantity) for line in made.lines] == [(gap.item.id, gap.open)]
    assert made.total == gap.cost
    assert str(gap.entry.need) in made.reason
    assert browse("canbo").get(f"/equipment/requests/{row}").status_code == 200


def test_a_desktop_and_a_laptop_count_against_one_norm(rows: Any, browse: Any, lacking: Any) -> None:
    desktop, laptop = (rows.scalar(select(Item.id).where(Item.code == code)) for code in ("PC", "LAP"))
    rows.add_all(
        Asset(unit_id=lacking.unit.id, code=f"LAP-{n}", item_id=laptop, condition=Condition.GOOD) for n in range(5)
    )
    rows.commit()
    gaps = {gap.item.id: gap for gap in gaps_of(rows, [lacking.unit])[0].gaps}
    before = next(gap for gap in lacking.gaps if gap.item.id == desktop)
    assert gaps[desktop].entry.lacking == before.entry.lacking - 5
    assert laptop not in gaps  # what an official still lacks is asked for once
    entry = entitlements(rows, [lacking.unit.id], clock.today())[lacking.unit.id, laptop]
    assert (entry.norm, entry.usable, entry.shared) == (before.entry.norm, 5, 0)
    assert "tính chung với máy tính để bàn" in entry.basis
    assert "tính chung với bộ phát Wi-Fi" in replace(entry, instead_of="Bộ phát Wi-Fi").basis
    rows.execute(delete(Asset).where(Asset.code.like("LAP-%")))
    rows.commit()


def test_asking_for_both_is_over_the_norm_together(lacking: Any) -> None:
    line = Line(position=1, item_id=1, quantity=4, price=1, existing=0, coming=0, shared=3, norm=8)
    assert line.over() == 0
    assert line.over(before=5) == 4


def test_nothing_ticked_is_a_sentence(rows: Any, browse: Any, lacking: Any) -> None:
    before = len(list(rows.scalars(select(Request.id))))
    browser = browse("canbo")
    assert _post(browser, lacking.unit.id, []).status_code == 303
    assert "Hãy đánh dấu ít nhất một loại thiết bị." in browser.get("/equipment/gap/").text
    rows.rollback()
    assert len(list(rows.scalars(select(Request.id)))) == before


def test_another_ward_sees_and_makes_nothing(rows: Any, browse: Any) -> None:
    other = rows.scalar(select(Unit.id).where(Unit.code == OTHER_WARD, Unit.valid_to.is_(None)))
    assert browse("canbo").get(f"/equipment/gap/{other}").status_code == 404
    assert _post(browse("canbo"), other, [1]).status_code == 404


def test_the_city_reads_but_does_not_ask(rows: Any, browse: Any, lacking: Any) -> None:
    page = browse("sokhcn").get("/equipment/gap/").text
    assert lacking.unit.name in page
    assert "Lập đề xuất từ phần còn thiếu" not in browse("sokhcn").get(f"/equipment/gap/{lacking.unit.id}").text
    assert browse("sokhcn").post(f"/equipment/gap/{lacking.unit.id}/draft", {"item": "1"}).status_code == 403

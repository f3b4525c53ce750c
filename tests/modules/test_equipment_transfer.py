"""Assets change hands: between two wards, and from the 442 old units to the 168 new ones."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from app.data import clock
from app.data.base import db
from app.data.people import Unit
from app.engine import jobs
from app.engine.demo import OTHER_WARD, WARD
from modules.equipment.models import Asset, Move, Repair, Transfer, TransferLine

HERE = "/equipment/transfers"
TODAY = clock.today().strftime("%d/%m/%Y")
DECISION = {"decision": "88/QĐ-UBND", "decided_on": TODAY}


def unit(rows: Any, code: str) -> int:
    return rows.scalar(select(Unit.id).where(Unit.code == code, Unit.valid_to.is_(None)))


@pytest.fixture
def codes(rows: Any) -> Iterator[list[str]]:
    """Two assets of the first ward, which are its own again after the story."""
    ward = unit(rows, WARD)
    found = list(rows.scalars(select(Asset.code).where(Asset.unit_id == ward).order_by(Asset.code).limit(2)))
    yield found
    rows.rollback()
    rows.execute(update(Asset).where(Asset.code.in_(found)).values(unit_id=ward))
    made = select(Transfer.id).where(Transfer.reason == "Thử")
    rows.execute(delete(TransferLine).where(TransferLine.transfer_id.in_(made)))
    rows.execute(delete(Transfer).where(Transfer.reason == "Thử"))
    rows.commit()


def make(rows: Any, browse: Any, chosen: list[str], login: str = "kho", **more: str) -> Any:
    receiver = unit(rows, OTHER_WARD)
    rows.rollback()
    form = {"version": "0", "receiver_id": str(receiver), "reason": "Thử", "codes": "\n".join(chosen).lower()}
    return browse(login).post(f"{HERE}/new", form | more)


def step(browse: Any, login: str, row: int, name: str, **more: str) -> Any:
    browser = browse(login)
    version = browser.version(f"{HERE}/{row}/steps/{name}") or browser.version(f"{HERE}/{row}")
    return browser.post(f"{HERE}/{row}/steps/{name}", {"version": version, **more})


def owners(rows: Any, codes: list[str]) -> set[int]:
    rows.rollback()
    return set(rows.scalars(select(Asset.unit_id).where(Asset.code.in_(codes))))


def test_two_wards_pass_assets_on(rows: Any, browse: Any, codes: list[str]) -> None:
    row = int(make(rows, browse, codes).location.rsplit("/", 1)[1])
    assert browse("canbo2").get(f"{HERE}/{row}").status_code == 200  # the receiver sees what is coming
    assert step(browse, "lanhdao", row, "decide", **DECISION).status_code == 303
    assert step(browse, "canbo2", row, "hand_over").status_code == 403
    assert step(browse, "kho", row, "hand_over").status_code == 303
    assert step(browse, "kho", row, "receive").status_code == 403  # the giver does not receive its own gift
    assert owners(rows, codes) == {unit(rows, WARD)}
    assert step(browse, "canbo2", row, "receive").status_code == 303
    assert owners(rows, codes) == {unit(rows, OTHER_WARD)}
    asset = rows.scalar(select(Asset.id).where(Asset.code == codes[0]))
    assert browse("kho").client.get(f"/equipment/assets/{asset}").status_code == 404
    assert "Điều chuyển theo Quyết định 88/QĐ-UBND" in browse("canbo2").get(f"/equipment/assets/{asset}").text
    move = rows.scalars(select(Move).where(Move.asset_id == asset).order_by(Move.id.desc())).first()
    assert (move.from_unit_id, move.to_unit_id) == (unit(rows, WARD), unit(rows, OTHER_WARD))
    assert set(rows.scalars(select(Repair.unit_id).where(Repair.asset_id == asset))) <= {unit(rows, OTHER_WARD)}
    pdf = browse("canbo2").get(f"{HERE}/{row}/print/bien-ban-ban-giao.pdf")
    assert pdf.data.startswith(b"%PDF-")


def test_the_receiver_reads_but_neither_edits_nor_deletes(rows: Any, browse: Any, codes: list[str]) -> None:
    row = int(make(rows, browse, codes).location.rsplit("/", 1)[1])
    other, version = browse("canbo2"), browse("kho").version(f"{HERE}/{row}")
    assert other.get(f"{HERE}/{row}").status_code == 200
    form = {"version": version, "receiver_id": "1", "reason": "Lấy hết", "everything": "1"}
    assert other.post(f"{HERE}/{row}/edit", form).status_code == 403
    assert other.post(f"{HERE}/{row}/delete", {}).status_code == 403
    assert step(browse, "canbo2", row, "decide", **DECISION).status_code == 403


def test_nobody_takes_assets_by_naming_another_giver(rows: Any, browse: Any, codes: list[str]) -> None:
    before = rows.scalar(select(func.count()).select_from(Transfer))
    ward, other = unit(rows, WARD), unit(rows, OTHER_WARD)
    rows.rollback()
    form = {"version": "0", "giver_id": str(ward), "receiver_id": str(other), "reason": "Thử", "everything": "1"}
    assert browse("canbo2").post(f"{HERE}/new", form).status_code in (403, 422)
    assert rows.scalar(select(func.count()).select_from(Transfer)) == before


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"codes": "KHONG-CO-1, KHONG-CO-2"}, "KHONG-CO-1, KHONG-CO-2"),
        ({"codes": ""}, "Chọn ít nhất một tài sản"),
    ],
)
def test_wrong_lists_get_a_sentence(rows: Any, browse: Any, codes: list[str], more: Any, sentence: str) -> None:
    answer = make(rows, browse, codes, **more)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_an_asset_that_left_meanwhile_stops_the_second_transfer(rows: Any, browse: Any, codes: list[str]) -> None:
    first, second = (int(make(rows, browse, codes).location.rsplit("/", 1)[1]) for _n in range(2))
    for row in (first, second):
        step(browse, "lanhdao", row, "decide", **DECISION)
        step(browse, "kho", row, "hand_over")
    assert step(browse, "canbo2", first, "receive").status_code == 303
    assert "Không còn trên sổ của bên giao" in step(browse, "canbo2", second, "receive").text
    assert owners(rows, codes) == {unit(rows, OTHER_WARD)}


def test_a_closed_wards_assets_go_to_its_successor(rows: Any, browse: Any, site: Flask) -> None:
    asset = rows.scalars(select(Asset).where(Asset.code == "TS-CU-2019-00001")).one()
    old, new, closed = asset.unit_id, unit(rows, WARD), rows.get(Unit, asset.unit_id)
    rows.rollback()
    city = browse("sotaichinh")
    page = city.get("/equipment/mergers").text
    assert f'name="to-{old}"' in page and f"({closed.district} cũ)" in page
    assert city.post("/equipment/mergers", {f"to-{old}": str(new)}).status_code == 422
    assert city.post("/equipment/mergers", {f"to-{old}": "1", **DECISION}).status_code == 422
    for _twice in range(2):
        assert city.post("/equipment/mergers", {f"to-{old}": str(new), **DECISION}).status_code == 303
    with site.app_context():
        while due := jobs.due():
            for number in due:
                jobs.run(number)
        db.session.remove()
    late = city.post("/equipment/mergers", {f"to-{old}": str(new), **DECISION})
    assert late.status_code == 422 and "vừa được điều chuyển xong" in late.text
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Asset).where(Asset.unit_id == old)) == 0
    moved = rows.scalars(select(Asset).where(Asset.code == "TS-CU-2019-00001")).one()
    assert moved.unit_id == new
    made = list(rows.scalars(select(Transfer).where(Transfer.merger, Transfer.unit_id == old)))
    assert len(made) == 1
    assert browse("kho").get(f"{HERE}/{made[0].id}").status_code == 200
    minutes = browse("kho").get(f"{HERE}/{made[0].id}/print/bien-ban-ban-giao.pdf").data
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=minutes, check=True, capture_output=True)
    text = said.stdout.decode()
    assert f"({closed.district} cũ)" in text.partition("Bên giao:")[2].partition("Bên nhận:")[0]
    assert "PHƯỜNG TÂN BÌNH" in text, "a closed unit has no letterhead any more"
    assert browse("kho").get("/equipment/mergers").status_code == 403

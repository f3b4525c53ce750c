"""An asset through its life: labelled, repaired, moved, worn off."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.data import clock
from app.data.people import Unit
from app.engine.barcodes import QrCode, codes_in
from app.engine.demo import WARD
from modules.equipment.labels import QUIET, SMALLEST, LabelSheet, address_of, sheet
from modules.equipment.models import Asset, Condition, Item, Move, Repair, UsefulLife
from modules.equipment.wear import left_of, years_of

HERE = "/equipment/assets"


def day(ago: int) -> str:
    return (clock.today() - timedelta(days=ago)).strftime("%d/%m/%Y")


@pytest.fixture
def asset(rows: Any, browse: Any) -> Any:
    """An asset that the ward's keeper has just entered by hand."""
    item = rows.scalar(select(Item.id).where(Item.code == "PC"))
    rows.rollback()
    form = {"version": "0", "item_id": str(item), "condition": "good", "place": "Quầy 1", "price": "10.000.000"}
    answer = browse("kho").post(f"{HERE}/new", form | {"acquired_on": day(800), "warranty_until": day(-30)})
    assert answer.status_code == 303, answer.text
    return rows.get(Asset, int(answer.location.rsplit("/", 1)[1]))


def fresh(rows: Any, asset: Any) -> Any:
    rows.rollback()
    rows.expire_all()
    return rows.get(Asset, asset.id)


def repair(browse: Any, asset: Any, **more: str) -> Any:
    form = {"version": "0", "asset_id": str(asset.id), "sent_on": day(9), "fault": "Hỏng nguồn", **more}
    return browse("kho").post("/equipment/repairs/new", form)


def test_an_asset_entered_by_hand_gets_a_code(asset: Any) -> None:
    assert asset.code.startswith("TS-")


def test_its_page_tells_warranty_and_worth(browse: Any, asset: Any) -> None:
    page = browse("kho").get(f"{HERE}/{asset.id}").text
    assert '<span class="tag amber">Còn 30 ngày bảo hành' in page
    assert "Giá trị còn lại" in page


def test_the_condition_follows_the_repair(rows: Any, browse: Any, asset: Any) -> None:
    answer = repair(browse, asset)
    assert answer.status_code == 303
    assert fresh(rows, asset).condition is Condition.REPAIR
    assert "đang được gửi sửa chữa" in repair(browse, asset, fault="Hỏng thêm").text
    path, keeper = answer.location, browse("kho")
    done = {"asset_id": str(asset.id), "sent_on": day(9), "fault": "Hỏng nguồn", "back_on": day(2), "result": "beyond"}
    assert keeper.post(path + "/edit", done | {"version": keeper.version(path)}).status_code == 303
    assert fresh(rows, asset).condition is Condition.BROKEN
    assert "Hỏng nguồn" in keeper.get(f"{HERE}/{asset.id}").text


def test_an_old_repair_saved_again_leaves_what_was_seen_since(rows: Any, browse: Any, asset: Any) -> None:
    path = repair(browse, asset, back_on=day(2), result="fixed").location
    found = fresh(rows, asset)
    found.condition = Condition.BROKEN  # as a stock-take writes it
    rows.commit()
    keeper = browse("kho")
    again = {"asset_id": str(asset.id), "sent_on": day(9), "fault": "Hỏng nguồn, thay tụ", "back_on": day(2)}
    answer = keeper.post(path + "/edit", again | {"result": "fixed", "version": keeper.version(path)})
    assert answer.status_code == 303
    assert fresh(rows, asset).condition is Condition.BROKEN


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"sent_on": day(-3)}, "không được sau hôm nay"),
        ({"back_on": day(20), "result": "fixed"}, "không được trước ngày gửi"),
        ({"back_on": day(1)}, "hoặc để trống cả hai"),
    ],
)
def test_impossible_repairs_get_a_sentence(rows: Any, browse: Any, asset: Any, more: Any, sentence: str) -> None:
    answer = repair(browse, asset, **more)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fresh(rows, asset).condition is Condition.GOOD
    assert rows.scalar(select(Repair.id).where(Repair.asset_id == asset.id)) is None


def test_a_ward_cannot_repair_what_is_not_its_own(rows: Any, browse: Any) -> None:
    ward = rows.scalar(select(Unit.id).where(Unit.code == WARD, Unit.valid_to.is_(None)))
    foreign = rows.scalars(select(Asset).where(Asset.unit_id != ward).limit(1)).one()
    assert repair(browse, foreign).status_code == 422
    assert fresh(rows, foreign).condition is not Condition.REPAIR


def test_every_move_is_remembered_with_who_and_where(rows: Any, browse: Any, asset: Any) -> None:
    keeper = browse("kho")
    form = {"version": keeper.version(f"{HERE}/{asset.id}"), "item_id": str(asset.item_id), "condition": "good"}
    assert keeper.post(f"{HERE}/{asset.id}/edit", form | {"place": "Kho", "holder": "Lê An"}).status_code == 303
    fresh(rows, asset)
    move = rows.scalars(select(Move).where(Move.asset_id == asset.id)).one()
    assert (move.from_place, move.to_place, move.to_holder, move.from_unit_id) == ("Quầy 1", "Kho", "Lê An", None)
    assert "Quầy 1" in keeper.get(f"{HERE}/{asset.id}").text


def test_labels_can_be_read_by_a_phone(rows: Any, site: Flask, asset: Any) -> None:
    with site.test_request_context():
        from app.engine.principals import as_system

        with as_system() as session:
            found = session.get(Asset, asset.id)
            context = sheet([found] * 25)
            address = address_of(found)
    assert address.endswith(f"/tai-san/{asset.code}")
    assert [len(page) for page in context["pages"]] == [24, 1]
    _asset, drawing, side = context["pages"][0][0]
    code = QrCode.of(address, QUIET)
    assert drawing == code.picture
    assert list(codes_in(code.png)) == [address]
    assert side / code.modules >= SMALLEST
    assert side <= context["size"].height


def test_labels_of_chosen_rows_and_of_a_whole_filter(browse: Any, asset: Any) -> None:
    keeper = browse("kho")
    chosen = keeper.post(f"{HERE}/bulk", {"rows": str(asset.id), "print": "nhan"})
    assert chosen.data.startswith(b"%PDF-")
    every = keeper.get(f"{HERE}/print/nhan.pdf?condition=good")
    page = pypdfium2.PdfDocument(io.BytesIO(every.data))[0]
    assert [round(side) for side in page.get_size()] == [595, 842]
    assert asset.code in pypdfium2.PdfDocument(io.BytesIO(chosen.data))[0].get_textpage().get_text_range()
    empty = keeper.get(f"{HERE}/print/nhan.pdf?q=khong-co-dau")
    assert empty.status_code == 303
    assert keeper.get(f"{HERE}/print/khong-co.pdf").status_code == 404


def test_labels_that_do_not_fit_the_paper_are_refused(browse: Any) -> None:
    form = {"version": "0", "name": "Sai", "across": "4", "down": "8", "width": "70", "height": "37"}
    answer = browse("kho").post("/equipment/label-sheets/new", form)
    assert answer.status_code == 422
    assert "không vừa khổ A4" in answer.text
    small = form | {"name": "Nhỏ", "across": "5", "width": "25", "height": "15"}
    answer = browse("kho").post("/equipment/label-sheets/new", small)
    assert answer.status_code == 422
    assert "quá nhỏ" in answer.text


def test_a_code_too_small_to_read_is_refused(site: Flask, asset: Any) -> None:
    with site.test_request_context():
        from app.engine.principals import as_system

        with as_system() as session:
            found = session.get(Asset, asset.id)
            tiny = LabelSheet(unit_id=found.unit_id, name="nhỏ", across=5, down=10, width=40, height=15)
            session.add(tiny)
            session.flush()
            with pytest.raises(ValueError, match="quá nhỏ"):
                sheet([found])
            session.rollback()


@given(st.integers(0, 10**12), st.integers(1, 100), st.integers(2000, 2100))
def test_wear_adds_up_to_the_price_whatever_the_rounding(price: int, life: int, first: int) -> None:
    years = years_of(price, life, first)
    assert sum(year.worn for year in years) == price
    assert years[-1].left == 0
    assert all(year.worn >= 0 for year in years)
    assert left_of(years, price, date(first, 12, 31)) == price
    assert left_of(years, price, date(first + life, 1, 1)) == 0


def test_useful_lives_are_dated_rows_with_a_source(rows: Any) -> None:
    assert all(row.source for row in rows.scalars(select(UsefulLife)))

"""Lists as people use them: several rows at once, groups, saved filters."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
from sqlalchemy import func, select

from app.data import clock
from app.data.clock import today
from app.data.messages import SavedFilter
from app.data.task import Passage
from modules.equipment.models import Campaign, Item, Line, Request, State

LIST = "/equipment/requests"


def drafts(rows: Any, browse: Any, count: int) -> list[int]:
    """Make drafts with one item each."""
    browser = browse("canbo")
    page = browser.client.get(f"{LIST}/new").text
    campaign = rows.scalar(select(Campaign.id).where(Campaign.closes_on >= today()).limit(1))
    item = re.search(r'<select[^>]*id="lines-0-item_id".*?<option value="(\d+)"', page, re.DOTALL)
    assert item
    for n in range(count):
        form = {
            "version": "0",
            "title": f"Nhiều dòng {n}",
            "campaign_id": str(campaign),
            "fund": "ward",
            "reason": "Máy cũ hỏng.",
            "lines-0-item_id": item[1],
            "lines-0-quantity": "1",
            "lines-0-price": "1.000.000",
        }
        assert browser.post(f"{LIST}/new", form).status_code == 303
    rows.rollback()
    statement = select(Request.id).where(Request.title.startswith("Nhiều dòng")).order_by(Request.id.desc())
    return list(rows.scalars(statement.limit(count)))


def states(rows: Any, ids: list[int]) -> set[State]:
    rows.rollback()
    return set(rows.scalars(select(Request.state).where(Request.id.in_(ids))))


def test_an_official_submits_several_drafts_with_one_click(rows: Any, browse: Any) -> None:
    ids = drafts(rows, browse, 3)
    answer = browse("canbo").post(f"{LIST}/bulk", {"rows": [str(row) for row in ids], "step": "submit"})
    assert answer.status_code == 303
    assert states(rows, ids) == {State.SUBMITTED}
    head = browse("lanhdao")
    answer = head.post(f"{LIST}/bulk", {"rows": [str(row) for row in ids], "step": "return"})
    assert answer.status_code == 200
    assert "Nhiều dòng" in answer.text
    assert states(rows, ids) == {State.SUBMITTED}
    asked = {"rows": [str(row) for row in ids], "step": "return", "sure": "1", "reason": " "}
    assert head.post(f"{LIST}/bulk", asked).status_code == 422
    assert head.post(f"{LIST}/bulk", asked | {"reason": "Thiếu báo giá"}).status_code == 303
    assert states(rows, ids) == {State.RETURNED}


def test_what_cannot_be_done_is_named_and_the_rest_is_done(rows: Any, browse: Any) -> None:
    ids = drafts(rows, browse, 2)
    canbo = browse("canbo")
    assert (
        canbo.post(f"{LIST}/{ids[0]}/steps/submit", {"version": canbo.version(f"{LIST}/{ids[0]}")}).status_code == 303
    )
    answer = canbo.post(f"{LIST}/bulk", {"rows": [str(row) for row in ids], "step": "submit"})
    page = canbo.get(answer.location).text
    assert "đã thực hiện với 1 hồ sơ" in page
    number = rows.scalar(select(Request.number).where(Request.id == ids[0]))
    assert f"{number}: " in page
    assert states(rows, ids) == {State.SUBMITTED}
    taken = (
        select(func.count())
        .select_from(Passage)
        .where(Passage.resource == "equipment.requests", Passage.row_id == ids[0], Passage.step == "submit")
    )
    assert rows.scalar(taken) == 1


def test_another_ward_changes_nothing_in_bulk(rows: Any, browse: Any) -> None:
    ids = drafts(rows, browse, 1)
    answer = browse("canbo2").post(f"{LIST}/bulk", {"rows": [str(ids[0])], "step": "submit"})
    assert answer.status_code in (303, 403, 404)
    assert states(rows, ids) == {State.DRAFT}


def test_ticked_rows_come_out_as_a_sheet_and_as_one_printout(rows: Any, browse: Any) -> None:
    ids = drafts(rows, browse, 2)
    canbo = browse("canbo")
    sheet = canbo.post(f"{LIST}/bulk", {"rows": [str(row) for row in ids], "sheet": "csv"})
    assert sheet.text.count("Nhiều dòng") == 2
    paper = canbo.post(f"{LIST}/bulk", {"rows": [str(row) for row in ids], "print": "to-trinh"})
    assert paper.data.startswith(b"%PDF-")
    assert canbo.post(f"{LIST}/bulk", {"step": "submit"}).status_code == 303
    assert canbo.post(f"{LIST}/bulk", {"rows": ["1"], "step": "khong-co"}).status_code == 303


def test_groups_stand_in_the_order_of_the_road_with_their_sums(browse: Any) -> None:
    page = browse("canbo").get(f"{LIST}?group=state").text
    heads = re.findall(r'<tr class="grp">.*?<span class="tag \w+">([^<]+)</span>', page, re.DOTALL)
    road = [str(state) for state in State]
    assert len(heads) > 3
    assert heads == sorted(heads, key=road.index)


def test_a_filter_is_saved_changed_shared_and_deleted(rows: Any, browse: Any) -> None:
    canbo, name = browse("canbo"), "Chờ ký quý IV"
    form = {"name": name, "query": "state=submitted"}
    canbo.post(f"{LIST}/filters", form)
    canbo.post(f"{LIST}/filters", form | {"query": "state=submitted&fund=ward", "shared": "1"})
    found = list(rows.scalars(select(SavedFilter).where(SavedFilter.name == name)))
    assert [row.query for row in found] == ["state=submitted&fund=ward"]
    assert name in browse("lanhdao").get(LIST).text
    assert name not in browse("canbo2").get(LIST).text
    path = f"{LIST}/filters/{found[0].id}/delete"
    assert browse("lanhdao").post(path, {}).status_code == 404
    assert canbo.post(path, {}).status_code == 303
    assert "Đã xóa bộ lọc" in canbo.get(LIST).text
    assert name not in canbo.get(LIST).text
    assert canbo.post(f"{LIST}/filters", {"name": "  ", "query": ""}).status_code == 303


def test_a_period_is_asked_for_as_people_write_it(browse: Any) -> None:
    canbo, this = browse("canbo"), clock.today()
    everything = canbo.get(f"{LIST}?created_at={this.year}").text.count('name="rows"')
    assert everything
    for typed in (f"{this:%Y-%m}", f"{this:%m/%Y}"):
        assert f"{this:%m/%Y}" in canbo.get(f"{LIST}?created_at={typed}").text
    for wrong in ("1999", "13/2026", "32/11/2026", "hôm qua", "0/0", "99999999999"):
        assert 'name="rows"' not in canbo.get(f"{LIST}?created_at={wrong}").text


def test_a_grouped_list_on_paper_has_its_filters_counts_and_sums(browse: Any) -> None:
    browser = browse("sokhcn")
    asked = "?state=consolidated&group=unit_id"
    text = text_of(browser.client.get(f"{LIST}/sheet.pdf{asked}").data)
    rows = browser.client.get(f"{LIST}/sheet.json{asked}").json
    assert "Trạng thái: Đã tổng hợp." in text and f"{len(rows)} dòng, in lúc" in text
    for unit in {row["unit_id"] for row in rows}:
        own = [row["total"] for row in rows if row["unit_id"] == unit]
        assert f"Đơn vị: {unit} ({len(own)})" in text and f"{sum(own):,}".replace(",", ".") in text
    assert "Tổng cộng" in text
    by_fund = browser.client.get(f"{LIST}/sheet.csv?group=fund").text
    assert "Nguồn kinh phí" in by_fund.splitlines()[0], "a sheet says what it is ordered by"
    plain = browser.client.get(f"{LIST}?group=number").text
    assert "Nhóm theo" not in plain.split("sbar")[1].split("</form>")[0] and 'class="grp"' not in plain


def text_of(content: bytes) -> str:
    """The words of a PDF, in one line."""
    document = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_what_others_use_is_not_deleted_and_the_lists_that_use_it_are_named(rows: Any, browse: Any) -> None:
    used = rows.scalar(select(Line.item_id).limit(1))
    keeper, page = browse("sokhcn"), f"/equipment/items/{used}"
    answer = keeper.post(f"{page}/delete", {}, page=page)
    assert (answer.status_code, answer.location) == (303, page)
    assert "đang được dùng ở “" in keeper.client.get(page).text
    rows.rollback()
    assert rows.get(Item, used) is not None

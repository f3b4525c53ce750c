"""Papers that a requester is asked to add: as often as a dated row lets it, and the clock stands still meanwhile."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from modules.certified_copies.reception.limits import SupplementLimit
from modules.certified_copies.reception.visits import Progress
from tests.modules.test_certified_copies_conditions import words_of
from tests.modules.test_certified_copies_reception import HERE, copies_of, receive, step


def test_papers_are_asked_for_once_and_the_clock_stands_still(rows: Any, browse: Any) -> None:
    visit = receive(rows, browse, "Hợp đồng")
    assert "Hãy ghi nội dung cần bổ sung" in step(browse, visit, "ask", {"missing": "Phụ lục"}).text
    asked = {"missing": "Phụ lục\nTrang 7", "missing_why": "Thiếu trang"}
    assert step(browse, visit, "ask", asked).status_code == 303
    rows.rollback()
    rows.refresh(visit)
    assert visit.state is Progress.WAITING and visit.due_at is None
    assert {copy.due_at for copy in copies_of(rows, visit)} == {None}
    copy = copies_of(rows, visit)[0]
    clerk, path = browse("motcua"), f"/certified_copies/copies/{copy.id}/steps/submit"
    told = clerk.post(path, {"version": clerk.version(path)}).text
    assert f"hãy ghi nhận đã đủ giấy tờ tại lượt {visit}" in told
    slip = words_of(browse("motcua").client.get(f"{HERE}/{visit.id}/print/phieu-bo-sung.pdf").data)
    assert "1. Phụ lục 2. Trang 7" in slip and "Yêu cầu này chỉ được đưa ra một lần." in slip
    assert step(browse, visit, "complete", {}).status_code == 303
    rows.rollback()
    rows.refresh(visit)
    assert visit.due_at is not None and {copy.due_at for copy in copies_of(rows, visit)} == {visit.due_at}
    step(browse, visit, "ask", asked)
    rows.rollback()
    rows.refresh(visit)
    assert visit.state is Progress.RECEIVED, "only once"


def test_how_often_papers_are_asked_for_is_a_dated_row(rows: Any, browse: Any) -> None:
    visit = receive(rows, browse, "Hợp đồng thuê nhà")
    asked = {"missing": "Phụ lục", "missing_why": "Thiếu trang"}
    for name, words in (("ask", asked), ("complete", {})):
        assert step(browse, visit, name, words).status_code == 303
    limit = rows.scalar(select(SupplementLimit))
    assert limit.times == 1 and limit.source
    path = f"/certified_copies/supplement-limits/{limit.id}"
    keeper = browse("quantri")
    for times, status in (("2", 303), ("1", 422)):
        form = {"version": keeper.version(f"{path}/edit"), "procedure": limit.procedure, "times": times}
        form |= {"source": "Nghị định thử", "valid_from": f"{limit.valid_from:%d/%m/%Y}"}
        assert keeper.post(f"{path}/edit", form).status_code == 303
        assert (step(browse, visit, "ask", asked).status_code == 303) is (status == 303)
        if status == 303:
            slip = words_of(browse("motcua").client.get(f"{HERE}/{visit.id}/print/phieu-bo-sung.pdf").data)
            assert "Đây là yêu cầu lần thứ 2 trong nhiều nhất 2 lần." in slip
            assert step(browse, visit, "complete", {}).status_code == 303

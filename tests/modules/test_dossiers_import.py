"""Dossiers that came in on the national portal, taken in as a sheet: both forms of codes, broken rows named, never twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.data import clock
from app.data.people import Unit, UnitLink
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.procedures.catalogue.procedures import Procedure
from tests.modules.test_dossiers import CASE, HERE, MARRIAGE, handed_in, read, take
from tests.web.sheets import send, xlsx

HEADS = ["Thủ tục", "Trường hợp", "Hình thức nộp", "Mã do Cổng dịch vụ công cấp", "Người nộp hồ sơ", "Số điện thoại"]
NEW, OLD = "H29.27004-261101-{:04d}", "000.00.00.H29-261101-{:04d}"


def line(code: str, **words: str) -> list[str]:
    said = {"procedure": MARRIAGE, "case": CASE, "way": "Trực tuyến", "code": code, "name": "Đỗ Thị Cổng"} | words
    return [*said.values(), "0903004567"]


def merged(rows: Any) -> tuple[Unit, Unit]:
    """A ward that went as a whole into another, and that one."""
    found = select(Unit, UnitLink.new_id).join(UnitLink, UnitLink.old_id == Unit.id)
    old, new = rows.execute(found.where(UnitLink.whole, Unit.district.is_not(None)).order_by(Unit.id)).first()
    return old, rows.get(Unit, new)


def many(rows: Any) -> int:
    rows.rollback()
    return int(rows.scalar(select(func.count()).where(Dossier.applicant == "Đỗ Thị Cổng")))


def test_broken_rows_are_named_and_nothing_of_the_sheet_is_written(rows: Any, browse: Any) -> None:
    before = many(rows)
    page = send(
        browse("motcua"),
        f"{HERE}/import",
        "cong.xlsx",
        xlsx(
            HEADS,
            line(NEW.format(1)),
            line("H29-1"),
            line(NEW.format(1)),
            line(OLD.format(2), procedure="9.999999"),
            line(OLD.format(3), case="Trẻ bị bỏ rơi"),
            line(OLD.format(4), name=""),
        ),
    )
    assert "“H29-1” không phải mã hồ sơ" in page and "Đã có bản ghi khác mang các giá trị này" in page
    assert "9.999999" in page and CASE in page and "E7" in page
    assert "Còn một dòng lỗi thì chưa ghi dòng nào" in page and many(rows) == before


def test_what_the_portal_sent_is_taken_in_once_and_received_with_its_own_code(rows: Any, browse: Any) -> None:
    clerk, before = browse("motcua"), many(rows)
    sheet = xlsx(HEADS, *[line((NEW if at % 2 else OLD).format(at)) for at in range(100, 112)])
    assert "Ghi 12 bản ghi" in send(clerk, f"{HERE}/import", "cong.xlsx", sheet)
    clerk.post(clerk.last, {})
    assert many(rows) == before + 12
    again = send(clerk, f"{HERE}/import", "cong-lan-hai.xlsx", sheet)
    assert "Đã có bản ghi khác mang các giá trị này" in again and "Còn một dòng lỗi thì chưa ghi dòng nào" in again
    row = rows.scalar(select(Dossier.id).where(Dossier.external_code == OLD.format(100)))
    assert read(rows, row).state is State.REGISTERED
    assert take(browse, "motcua", row, "receive").status_code == 303
    assert read(rows, row).code == OLD.format(100)


def test_a_dossier_for_a_ward_that_has_been_merged_names_the_one_that_it_went_into(rows: Any, browse: Any) -> None:
    (old, new), before = merged(rows), many(rows)
    sheet = xlsx([*HEADS, "Đơn vị giải quyết"], [*line(NEW.format(201)), str(old)], [*line(NEW.format(202)), str(new)])
    page = send(browse("motcua"), f"{HERE}/import", "phuong-cu.xlsx", sheet)
    assert f"{old} chỉ hoạt động đến hết ngày" in page and f"địa bàn nay thuộc: {new}" in page
    assert "Còn một dòng lỗi thì chưa ghi dòng nào" in page and many(rows) == before
    procedure = rows.scalar(select(Procedure.id).where(Procedure.code == MARRIAGE))
    form = {"version": "0", "procedure_id": str(procedure), "case": CASE, "way": "direct", "kind": "citizen"}
    form |= {"applicant": "Đỗ Thị Cổng", "sets": "1", "competent_id": str(old.id)}
    answer = browse("motcua").post(f"{HERE}/new", form)
    assert answer.status_code == 422 and f"địa bàn nay thuộc: {new}" in answer.text


def test_a_ward_that_is_merged_before_the_dossier_is_received_receives_nothing_more(rows: Any, browse: Any) -> None:
    _old, new = merged(rows)
    row = handed_in(rows, browse, competent_id=str(new.id))
    read(rows, row)
    unit = rows.get(Unit, new.id)
    unit.valid_to = clock.today() - timedelta(days=1)
    rows.commit()
    try:
        answer = take(browse, "motcua", row, "receive")
        assert answer.status_code == 422 and "hãy chọn đơn vị khác" in answer.text
        assert read(rows, row).state is State.REGISTERED
    finally:
        rows.get(Unit, new.id).valid_to = None
        rows.commit()

"""Our book beside the Ministry's: only ours, only theirs, both but different; each is work, and nothing is overwritten."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select

from app.data import clock
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.reconcile.comparison import BookComparison, BookDifference, Kind, State
from tests.modules import civil_sheets as made
from tests.modules import interconnected as house
from tests.modules.interconnected import each_well, running  # noqa: F401 - fixtures of this file
from tests.modules.test_civil_registration import declared, registered
from tests.modules.test_civil_registration_ministry import forward
from tests.modules.test_civil_registration_sheets import births_of, book_of, tried
from tests.modules.test_civil_registration_sheets import take as take_sheet

LIST = "/civil_registration/differences"


def compare(browse: Any, rows: Any, book: int, content: bytes | None, login: str = "luutru") -> Any:
    form: dict[str, Any] = (
        {"with": "answers"} if content is None else {"sheet": (io.BytesIO(content), "so-cua-bo.xlsx")}
    )
    answer = browse(login).post(f"/civil-registration/reconcile/{book}", form)
    rows.rollback()
    rows.expire_all()
    return answer


def newest(rows: Any) -> BookComparison:
    return rows.scalars(select(BookComparison).order_by(BookComparison.id.desc()).limit(1)).one()


def open_ones(rows: Any, year: int) -> dict[int, BookDifference]:
    found = select(BookDifference).where(BookDifference.year == year, BookDifference.state == State.OPEN)
    return {one.number: one for one in rows.scalars(found)}


def take(browse: Any, row: int, step: str, **typed: str) -> Any:
    browser = browse("luutru")
    page = f"{LIST}/{row}/steps/{step}"
    return browser.post(page, {"version": browser.version(page)} | typed)


def test_two_books_are_compared_and_each_difference_is_work(browse: Any, rows: Any) -> None:
    ours = [made.row(number, 2014) for number in range(1, 6)]
    batch = tried(browse, rows, made.sheet(ours))
    assert take_sheet(browse, batch.id, "take").status_code == 303
    theirs = [dict(one) for one in ours if one["so"] != "2"] + [made.row(9, 2014)]
    theirs[0]["so"] = "01/2014"  # the same number, and the same day, written otherwise
    theirs[0]["nksNgaySinh"] = theirs[0]["nksNgaySinh"].replace(".", "/")
    theirs[1]["nksHoTen"] = theirs[1]["nksHoTen"].replace("Nguyễn", "Nguyển")
    theirs[1]["nksNgaySinh"] = "02.2014"
    book = book_of(rows, 2014).id
    assert compare(browse, rows, book, made.sheet(theirs)).status_code == 303
    run = newest(rows)
    assert (run.ours, run.theirs, run.equal, run.differing) == (5, 5, 3, 3)
    found = open_ones(rows, 2014)
    assert {number: one.kind for number, one in found.items()} == {2: Kind.OURS, 3: Kind.DIFFERS, 9: Kind.THEIRS}
    assert [one[0] for one in found[3].fields] == ["nksHoTen", "nksNgaySinh"]
    page = browse("luutru").get(f"{LIST}/{found[3].id}").text
    assert "Nguyển" in page and "02.2014" in page and made.named(3) in page
    assert "Có ở cả hai nhưng khác nhau" in browse("luutru").get(f"{LIST}?kind=differs&state=open").text
    assert browse("sotuphap").get(LIST).status_code == 200
    assert births_of(rows, 2014)[2].child_name == made.named(3)
    number = found[3].id
    assert take(browse, number, "explain").status_code != 303
    assert take(browse, number, "explain", reason="Bộ gõ nhầm dấu, đã báo").status_code == 303
    assert compare(browse, rows, book, made.sheet(theirs)).status_code == 303  # what is explained stays so
    assert set(open_ones(rows, 2014)) == {2, 9}
    theirs[1]["nksNgaySinh"] = "2014"
    assert compare(browse, rows, book, made.sheet(theirs)).status_code == 303  # another difference is new work
    assert set(open_ones(rows, 2014)) == {2, 3, 9}
    assert take(browse, open_ones(rows, 2014)[2].id, "correct", reason="Bộ đã ghi bổ sung").status_code == 303
    rows.rollback()
    assert set(open_ones(rows, 2014)) == {3, 9}


def test_a_sheet_of_another_book_is_told(browse: Any, rows: Any) -> None:
    book = book_of(rows, clock.today().year).id
    browser = browse("luutru")
    form = {"sheet": (io.BytesIO(made.sheet([made.row(1, 1977)])), "so-cua-bo.xlsx")}
    answer = browser.post(f"/civil-registration/reconcile/{book}", form)
    assert answer.status_code == 303 and "Không dòng nào của bảng thuộc sổ này" in browser.get(answer.location).text
    assert compare(browse, rows, book, made.sheet([made.row(1)]), login="hotich2").status_code == 404
    assert compare(browse, rows, book, made.sheet([made.row(1)]), login="sotuphap").status_code == 403


def test_what_the_ministrys_software_answered_is_compared_too(site: Any, browse: Any, rows: Any) -> None:
    birth = forward(browse, rows, mother_name="Trần Thị Đối Chiếu")
    house.turn(site)
    row = birth.id
    birth = registered_after(browse, rows, row)
    other = registered(browse, rows, declared(browse, rows))
    answer = compare(browse, rows, book_of(rows, clock.today().year).id, None)
    assert answer.status_code == 303, answer.text
    found = open_ones(rows, clock.today().year)
    there = birth.ministry_entry.split(" · ")
    assert found[other.number].kind is Kind.OURS
    assert (birth.number in found) == (int(there[0].split("/")[0]) != birth.number or there[1] != birth.book)


def registered_after(browse: Any, rows: Any, row: int) -> Birth:
    browser = browse("chutich")
    for login, step in (("chutich", "sign"), ("vanthu", "seal")):
        browser = browse(login)
        page = f"/civil_registration/births/{row}/steps/{step}"
        assert browser.post(page, {"version": browser.version(page)}).status_code == 303
    rows.rollback()
    rows.expire_all()
    return rows.get(Birth, row)


def test_the_demo_has_differences_to_look_at(rows: Any) -> None:
    found = rows.scalars(
        select(BookDifference.kind).where(BookDifference.year == 1998, BookDifference.event == Event.BIRTH)
    ).all()
    assert set(found) == set(Kind)

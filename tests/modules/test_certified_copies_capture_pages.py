"""A clerk looks through the scanned pages: turns one, orders them, scans one again, and ticks each beside the original."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.data.stored import Attachment
from app.engine.access import SYSTEM
from app.engine.keeping import forget
from app.engine.work import work
from modules.certified_copies.capture.pages import Page
from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy
from tests.modules.test_certified_copies_story import HERE, file_of, tick

PAGES = "/certified-pages"


@pytest.fixture
def row(browse: Any) -> int:
    """A copy just written down, with two scans: a picture, and a PDF of two pages."""
    clerk = browse("motcua")
    answer = clerk.post(f"{HERE}/new", {"version": "0", "title": "Học bạ", "requester": "Võ An"})
    number = int(answer.location.rsplit("/", 1)[1])
    clerk.post(f"{HERE}/{number}/files", {"files": (io.BytesIO(picture("Một", "An")), "mot.jpg")})
    both = scan_pages([("image/jpeg", picture(title, "An")) for title in ("Hai", "Ba")])
    clerk.post(f"{PAGES}/{number}/add", {"files": (io.BytesIO(both), "hai-ba.pdf")})
    return number


def pages(rows: Any, row: int) -> list[Page]:
    rows.rollback()
    return list(
        rows.scalars(
            select(Page)
            .where(Page.copy_id == row)
            .order_by(Page.place)
            .options(joinedload(Page.file), joinedload(Page.ticked_by))
        )
    )


def do(browse: Any, page: Page, verb: str, login: str = "motcua") -> Any:
    return browse(login).post(f"{PAGES}/{page.copy_id}/{page.id}/{verb}", {})


def submit(browse: Any, row: int) -> Any:
    clerk, step = browse("motcua"), f"{HERE}/{row}/steps/submit"
    lines = re.findall(r'name="checks-(\d+)-id"[^>]*value="(\d+)"', clerk.get(step).text)
    checks = {f"checks-{at}-id": number for at, number in lines} | {f"checks-{at}-passed": "y" for at, _n in lines}
    return clerk.post(step, checks | {"version": clerk.version(step)})


def test_each_page_of_each_scan_has_its_place(rows: Any, browse: Any, row: int) -> None:
    assert [(page.place, page.leaf) for page in pages(rows, row)] == [(1, 0), (2, 0), (3, 1)]
    shown = browse("motcua").get(f"{PAGES}/{row}").text
    assert "Trang 1/3" in shown and shown.count("Chưa đối chiếu<") == 3


def test_nothing_is_submitted_before_every_page_is_ticked(rows: Any, browse: Any, row: int) -> None:
    first, second, third = pages(rows, row)
    assert do(browse, first, "tick").location.endswith(f"?page={second.id}"), "on to the next page without a tick"
    assert "Trang chưa đối chiếu với bản chính: 2, 3" in submit(browse, row).text
    do(browse, third, "tick")
    do(browse, second, "tick")
    assert pages(rows, row)[0].ticked_by.login == "motcua"
    do(browse, third, "untick")
    assert "Trang chưa đối chiếu với bản chính: 3" in submit(browse, row).text
    do(browse, third, "tick")
    assert submit(browse, row).status_code == 303


def test_the_signed_file_has_the_pages_as_they_were_arranged(rows: Any, browse: Any, row: int, tmp_path: Path) -> None:
    first, second, third = pages(rows, row)
    for page, verb in ((third, "up"), (third, "up"), (third, "turn"), (second, "remove")):
        do(browse, page, verb)
    tick(browse("motcua"), row)
    assert submit(browse, row).status_code == 303
    seen = browse("lanhdao").get(f"{HERE}/{row}").text
    shown = [seen.index(f"/files/{page.file_id}/page-{page.leaf}.jpg") for page in (third, first)]
    assert shown == sorted(shown) and f"page-{third.leaf}.jpg?turn=90" in seen, "as the clerk arranged it"
    assert f"/files/{second.file_id}/page-{second.leaf}.jpg" not in seen
    for login, step in (("lanhdao", "sign"), ("vanthu", "seal")):
        browser, path = browse(login), f"{HERE}/{row}/steps/{step}"
        answer = browser.post(path, {"version": browser.version(path)})
        assert answer.status_code == 303, answer.text
    rows.rollback()
    made = tmp_path / "ban-sao.pdf"
    made.write_bytes(file_of(rows, browse, row))
    with pikepdf.open(made) as document:
        assert [int(page.obj.get("/Rotate", 0)) for page in document.pages] == [90, 0, 0]
    subprocess.run(["pdfimages", "-j", made, tmp_path / "anh"], check=True)
    scans = [(tmp_path / f"anh-00{at}.jpg").read_bytes() for at in (0, 1)]
    assert scans == [picture("Ba", "An"), picture("Một", "An")], "the pictures themselves are untouched"
    rows.rollback()
    assert rows.get(Copy, row).pages == 2


def test_a_page_scanned_again_stands_where_the_old_one_stood(rows: Any, browse: Any, row: int) -> None:
    clerk, second = browse("motcua"), pages(rows, row)[1]
    do(browse, second, "tick")
    retake = f"{PAGES}/{row}/{second.id}/retake"
    assert "Hãy chọn bản quét mới" in clerk.get(clerk.post(retake, {}).location).text
    answer = clerk.post(retake, {"files": (io.BytesIO(picture("Hai rõ hơn", "An")), "hai-lai.jpg")})
    found = pages(rows, row)
    assert [page.file.name for page in found] == ["mot.jpg", "hai-lai.jpg", "hai-ba.pdf"]
    assert found[1].ticked_at is None and answer.location.endswith(f"?page={found[1].id}")


def test_a_scan_goes_with_the_last_of_its_pages(site: Flask, rows: Any, browse: Any, row: int) -> None:
    _first, second, third = pages(rows, row)
    file = third.file_id
    do(browse, second, "remove")
    assert rows.get(Attachment, file) is not None
    do(browse, third, "remove")
    rows.rollback()
    assert rows.get(Attachment, file) is None
    with site.app_context(), work(SYSTEM) as session:
        scans = (Attachment.resource == "certified_copies.copies", Attachment.row_id == row)
        forget(session, session.scalars(select(Attachment).where(*scans)))
    assert pages(rows, row) == [], "pages go with their scan, by whatever way it goes"


def test_what_is_no_scan_is_named_and_changes_nothing(rows: Any, browse: Any, row: int) -> None:
    clerk, second = browse("motcua"), pages(rows, row)[1].id
    for path in (f"{PAGES}/{row}/add", f"{PAGES}/{row}/{second}/retake"):
        answer = clerk.post(path, {"files": (io.BytesIO(b"nothing"), "thu.jpg")})
        assert "thu.jpg" in clerk.get(answer.location).text
    assert len(pages(rows, row)) == 3 and pages(rows, row)[1].id == second


def test_only_the_clerk_changes_pages_and_only_before_they_are_signed(rows: Any, browse: Any, row: int) -> None:
    page = pages(rows, row)[0]
    assert do(browse, page, "turn", "lanhdao").status_code == 403
    assert do(browse, page, "turn", "canbo2").status_code in {403, 404}
    assert do(browse, page, "fold").status_code == 404
    tick(browse("motcua"), row)
    assert submit(browse, row).status_code == 303
    assert do(browse, page, "turn").status_code == 403
    assert "Xoay trang" not in browse("lanhdao").get(f"{PAGES}/{row}").text
    assert pages(rows, row)[0].turn == 0


def test_a_page_of_another_copy_is_no_page_of_this_one(rows: Any, browse: Any, row: int) -> None:
    other = rows.scalar(select(Page.id).where(Page.copy_id != row).limit(1))
    assert browse("motcua").post(f"{PAGES}/{row}/{other}/remove", {}).status_code == 404
    assert rows.get(Page, other) is not None

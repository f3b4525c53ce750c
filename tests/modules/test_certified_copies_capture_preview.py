"""Before a copy is handed to the official, the clerk sees the statement as it will be signed."""

from __future__ import annotations

import subprocess
from typing import Any

from sqlalchemy import func, select

from app.data import clock
from app.data.trail import Trail
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy
from tests.modules.test_certified_copies_capture_findings import PAGES, draft
from tests.modules.test_certified_copies_story import issue


def words_of(content: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True
    ).stdout.decode()


def test_the_preview_is_the_statement_without_number_and_signature(rows: Any, browse: Any) -> None:
    row = draft(browse, picture("Một", "An"), picture("Hai", "An"))
    entries = rows.scalar(select(func.count()).select_from(Entry))
    answer = browse("motcua").get(f"{PAGES}/{row}/preview.pdf")
    assert answer.mimetype == "application/pdf"
    text = words_of(answer.data)
    said = (
        "BẢN XEM TRƯỚC",
        "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH",
        "cấp khi ký",
        "Bảng điểm",
        "-SCT/BS",
        "Lê Minh Khoa",
    )
    for words in (*said, f"năm {clock.today().year}"):
        assert words in text, words
    assert text.count("\f") == 3, "two scanned pages and the statement"
    assert "Mã kiểm tra" not in text and b"/ByteRange" not in answer.data
    rows.rollback()
    assert rows.get(Copy, row).number is None and rows.scalar(select(func.count()).select_from(Entry)) == entries


def test_who_looked_is_written_down_once_a_day(rows: Any, browse: Any) -> None:
    row = draft(browse, picture("Một", "An"))
    for _turn in range(2):
        browse("lanhdao").get(f"{PAGES}/{row}/preview.pdf")
    rows.rollback()
    where = (Trail.table == Copy.__tablename__, Trail.row_id == row, Trail.act == "read")
    assert rows.scalar(select(func.count()).select_from(Trail).where(*where)) == 1


def test_without_pages_there_is_nothing_to_preview(browse: Any) -> None:
    row, clerk = draft(browse), browse("motcua")
    answer = clerk.get(f"{PAGES}/{row}/preview.pdf")
    assert "Hãy tải bản quét của bản chính lên trước" in clerk.get(answer.location).text


def test_a_numbered_copy_and_a_copy_of_others_have_none(rows: Any, browse: Any) -> None:
    assert browse("motcua").get(f"{PAGES}/{issue(rows, browse)}/preview.pdf").status_code == 404
    row = draft(browse, picture("Một", "An"))
    assert browse("canbo2").get(f"{PAGES}/{row}/preview.pdf").status_code in {403, 404}

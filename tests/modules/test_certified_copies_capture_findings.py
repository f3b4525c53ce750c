"""What a clerk is warned of: a coarse, grey, blurred, blank or skewed page, one scanned twice, one certified today."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from PIL import Image, ImageFilter
from sqlalchemy import func, select

from app.data.job import JobRow
from app.engine import jobs
from modules.certified_copies.capture.pages import Page
from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from tests.modules.test_certified_copies_story import HERE, issue

PAGES = "/certified-pages"
PAPER = (253, 250, 240)


def sheet() -> Image.Image:
    return Image.open(io.BytesIO(picture("Bảng điểm", "Võ An"))).convert("RGB")


def jpeg(image: Image.Image, dpi: int = 200) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, dpi=(dpi, dpi))
    return out.getvalue()


def draft(browse: Any, *scans: bytes, kind: str = "jpg", title: str = "Bảng điểm", **more: str) -> int:
    clerk = browse("motcua")
    answer = clerk.post(f"{HERE}/new", {"version": "0", "title": title, "requester": "Võ An"} | more)
    row = int(answer.location.rsplit("/", 1)[1])
    for at, scan in enumerate(scans):
        clerk.post(f"{PAGES}/{row}/add", {"files": (io.BytesIO(scan), f"quet-{at}.{kind}")})
    return row


def said(rows: Any, browse: Any, row: int, place: int = 1) -> str:
    rows.rollback()
    page = rows.scalar(select(Page.id).where(Page.copy_id == row, Page.place == place))
    return browse("motcua").get(f"{PAGES}/{row}?page={page}").text


@pytest.mark.parametrize(
    ("scan", "sentence"),
    [
        (jpeg(sheet().resize((827, 585)), 100), "Chỉ 100 dpi; yêu cầu tối thiểu 200 dpi."),
        (jpeg(sheet().convert("L")), "Trang không có màu"),
        (jpeg(sheet().filter(ImageFilter.GaussianBlur(4))), "Trang bị mờ."),
        (jpeg(sheet().rotate(-3, fillcolor=PAPER)), "Trang bị nghiêng 3,"),
        (jpeg(Image.new("RGB", (1654, 1170), PAPER)), "Trang trắng."),
    ],
)
def test_the_clerk_is_told_what_is_wrong_with_a_page(rows: Any, browse: Any, scan: bytes, sentence: str) -> None:
    assert sentence in said(rows, browse, draft(browse, scan))


def test_a_good_page_is_not_spoken_of(rows: Any, browse: Any) -> None:
    page = said(rows, browse, draft(browse, jpeg(sheet())))
    assert "note warn" not in page and "note bad" not in page
    assert "200 dpi" in page and "nghiêng 0" in page


def test_a_picture_in_a_pdf_is_measured_too(rows: Any, browse: Any) -> None:
    coarse = scan_pages([("image/jpeg", jpeg(sheet().resize((827, 585)), 100)), ("image/jpeg", jpeg(sheet()))])
    row = draft(browse, coarse, kind="pdf")
    assert "Chỉ 100 dpi" in said(rows, browse, row, 1) and "dpi; yêu cầu" not in said(rows, browse, row, 2)


def test_a_blank_page_is_ticked_only_when_somebody_says_it_stays(rows: Any, browse: Any) -> None:
    row = draft(browse, jpeg(Image.new("RGB", (1654, 1170), PAPER)))
    page = rows.scalar(select(Page.id).where(Page.copy_id == row))
    clerk, here = browse("motcua"), f"{PAGES}/{row}/{page}"
    assert "hoặc xác nhận vẫn giữ trang này" in clerk.get(clerk.post(f"{here}/tick", {}).location).text
    clerk.post(f"{here}/keep", {})
    clerk.post(f"{here}/tick", {})
    rows.rollback()
    found = rows.get(Page, page)
    assert found.ticked_at is not None and found.kept_by_id == found.ticked_by_id


def test_a_page_scanned_twice_is_named(rows: Any, browse: Any) -> None:
    again = sheet().rotate(0.3, fillcolor=PAPER, translate=(4, 3))
    other = Image.open(io.BytesIO(picture("Quyết định công nhận tốt nghiệp", "Nguyễn Thị Thùy Dương")))
    row = draft(browse, jpeg(sheet()), jpeg(other), jpeg(again))
    assert "Giống trang 1; có phải quét hai lần?" in said(rows, browse, row, 3)
    assert "quét hai lần" not in said(rows, browse, row, 1)


def test_an_original_certified_today_is_named_with_its_number(rows: Any, browse: Any) -> None:
    done = issue(rows, browse, "Giấy phép lái xe")
    scan = picture("Giấy phép lái xe", "Lê Thị Kim Ngân")
    assert "Hôm nay đã chứng thực bản chính này, số" in said(rows, browse, draft(browse, scan))
    assert done


def test_the_same_form_of_somebody_else_is_another_original(rows: Any, browse: Any) -> None:
    issue(rows, browse, "Giấy chứng sinh")
    scan = picture("Giấy chứng sinh", "Lê Thị Kim Ngâm")
    assert "Hôm nay đã chứng thực" not in said(rows, browse, draft(browse, scan))


def test_a_thick_file_is_measured_in_the_background(site: Flask, rows: Any, browse: Any) -> None:
    row = draft(browse, scan_pages([("image/jpeg", jpeg(sheet().resize((413, 292)), 100))] * 14), kind="pdf")
    assert "Chưa đo." in said(rows, browse, row, 14)
    with site.app_context():
        number = rows.scalar(select(func.max(JobRow.id)).where(JobRow.name == "certified_copies.measure"))
        jobs.run(number)
    assert "Chưa đo." not in said(rows, browse, row, 14)

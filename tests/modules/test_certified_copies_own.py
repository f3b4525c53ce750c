"""Sao y, sao lục, trích sao: a register of their own, one signature in the corner of page 1, no picture."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf
import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.stored import Attachment
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy
from modules.certified_copies.own.extract import taken, wanted
from modules.certified_copies.own.models import OwnCopy, Stage
from modules.signing.anchors import anchors
from modules.signing.verification import examine

HERE = "/certified_copies/own-copies"
PAPER = {"version": "0", "paper_number": "15/QĐ-UBND", "title": "Quyết định thử", "issuer": "UBND Phường", "sets": "1"}


def pages_of(*titles: str) -> bytes:
    return img2pdf.convert([picture(title, "UBND") for title in titles])


def make(browse: Any, scan: bytes, **typed: str) -> tuple[int, Any]:
    clerk = browse("motcua")
    form = PAPER | {"paper_day": f"{clock.today():%d/%m/%Y}", "form": "sy"} | typed
    answer = clerk.post(f"{HERE}/new", form)
    assert answer.status_code == 303, re.findall(r'class="emsg[^>]*>.*?</p>', answer.text)
    row = int(answer.location.rsplit("/", 1)[1])
    clerk.post(f"{HERE}/{row}/files", {"files": (io.BytesIO(scan), "van-ban.pdf")})
    return row, step(clerk, row, "propose")


def step(browser: Any, row: int, name: str) -> Any:
    path = f"{HERE}/{row}/steps/{name}"
    return browser.post(path, {"version": browser.version(path)})


def release(browse: Any, scan: bytes, **typed: str) -> int:
    row, answer = make(browse, scan, **typed)
    assert answer.status_code == 303
    for login, name in (("lanhdao", "approve"), ("vanthu", "release")):
        assert step(browse(login), row, name).status_code == 303
    return row


def file_of(rows: Any, browse: Any, row: int) -> bytes:
    rows.rollback()
    where = (Attachment.resource == "certified_copies.own-copies", Attachment.row_id == row, Attachment.slot == "final")
    return browse("motcua").get(f"{HERE}/{row}/files/{rows.scalar(select(Attachment.id).where(*where))}").data


def text_of(content: bytes) -> str:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True)
    return run.stdout.decode()


def test_a_full_copy_is_signed_in_the_corner_of_page_one(rows: Any, browse: Any, site: Flask) -> None:
    row = release(browse, pages_of("Trang một", "Trang hai"))
    content = file_of(rows, browse, row)
    copy = rows.get(OwnCopy, row)
    assert copy.state is Stage.RELEASED and copy.symbol == f"{copy.number:02d}/SY-UBND"
    with site.app_context():
        verdict = examine(content, anchors())
    assert verdict.valid and len(verdict.signatures) == 1
    first, _second, *_rest = text_of(content).split("\f")
    line = rf"SAO Y {copy.symbol}; UBND .+; {clock.today().isoformat()}T\d\d:\d\d:\d\d\+07:00"
    assert re.search(line, " ".join(first.split()))
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) == 2
        wide, high = (float(edge) for edge in document.pages[0].mediabox[2:])
        left, bottom, right, top = (float(edge) for edge in document.pages[0].Annots[0].Rect)
    words = subprocess.run(["pdftotext", "-bbox", "-l", "1", "-", "-"], input=content, check=True, capture_output=True)
    found = re.findall(r'yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">[^<]*\+07:00<', words.stdout.decode())
    low, far, up = (float(one) for one in found[0])
    assert far > wide - 16 and 10 <= up - low <= 12.5  # size 10, at the right edge
    assert right > wide - 30 and top > high - 30 and top - bottom < 40 and right - left <= 331


def test_whoever_gets_it_can_check_the_file(rows: Any, browse: Any) -> None:
    row = release(browse, pages_of("Để kiểm tra"))
    content = file_of(rows, browse, row)
    page = browse().post("/xac-thuc", {"file": (io.BytesIO(content), "a.pdf")}, "/xac-thuc").text
    assert f"Sao y số {rows.get(OwnCopy, row).symbol}" in page
    changed = bytearray(content)
    changed[len(content) // 3] ^= 1
    assert "nguyên vẹn như khi phát hành" not in (
        browse().post("/xac-thuc", {"file": (io.BytesIO(changed), "a.pdf")}, "/xac-thuc").text
    )


def test_its_register_is_not_the_book_of_certifications(rows: Any, browse: Any) -> None:
    before = rows.scalar(select(Copy.number).order_by(Copy.number.desc()).limit(1))
    made = [release(browse, pages_of("Một trang"), form=form, **more) for form, more in FORMS]
    rows.rollback()
    numbers = [rows.get(OwnCopy, row).number for row in made]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    rows.rollback()
    assert rows.scalar(select(Copy.number).order_by(Copy.number.desc()).limit(1)) == before


FORMS: list[tuple[str, dict[str, str]]] = [("sy", {}), ("sl", {"copied_from": "07/SY-UBND"}), ("trs", {"part": "1"})]


def test_an_extract_holds_the_pages_it_names(rows: Any, browse: Any) -> None:
    row = release(browse, pages_of("Phần một", "Phần hai", "Phần ba"), form="trs", part="2-3")
    content = file_of(rows, browse, row)
    assert rows.get(OwnCopy, row).pages == 2
    assert len(pypdfium2.PdfDocument(content)) == 2
    assert "TRÍCH SAO" in text_of(content)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"form": "sl"}, "Sao lục phải ghi"),
        ({"form": "trs"}, "Trích sao phải ghi"),
        ({"paper_day": "31/12/2099"}, "không được sau hôm nay"),
        ({"form": "x"}, "errsum"),
    ],
)
def test_what_is_missing_is_asked_for(browse: Any, typed: dict[str, str], told: str) -> None:
    form = PAPER | {"paper_day": f"{clock.today():%d/%m/%Y}", "form": "sy"} | typed
    answer = browse("motcua").post(f"{HERE}/new", form)
    assert answer.status_code == 422
    assert told in answer.text


@pytest.mark.parametrize("part", ["9", "2-9", "3-2", "0", "a", "1,,2", "-"])
def test_pages_that_are_not_there_are_refused(browse: Any, rows: Any, part: str) -> None:
    row, _answer = make(browse, pages_of("Một", "Hai", "Ba"), form="trs", part=part)
    rows.rollback()
    assert rows.get(OwnCopy, row).state is Stage.DRAFT
    clerk = browse("motcua")
    step(clerk, row, "propose")
    assert 'class="note bad"' in clerk.get(f"{HERE}/{row}").text


def test_nobody_decides_alone_and_nothing_is_sealed_before(rows: Any, browse: Any) -> None:
    row, _answer = make(browse, pages_of("Một"))
    assert step(browse("vanthu"), row, "release").status_code != 500
    assert step(browse("motcua"), row, "approve").status_code == 403
    rows.rollback()
    assert rows.get(OwnCopy, row).state is Stage.PROPOSED


@pytest.mark.parametrize(
    ("text", "pages"), [("1", [0]), ("2-3, 5", [1, 2, 4]), ("3;1-2", [0, 1, 2]), (" 4 - 5 ", [3, 4])]
)
def test_pages_are_read_as_people_write_them(text: str, pages: list[int]) -> None:
    assert wanted(text, 5) == pages


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_scan_becomes_upright(turn: int) -> None:
    with pikepdf.open(io.BytesIO(pages_of("Quay"))) as document:
        document.pages[0].Rotate = turn
        wide, high = (float(edge) for edge in document.pages[0].mediabox[2:])
        out = io.BytesIO()
        document.save(out)
    turned = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=0.3).to_pil().convert("L")
    upright = taken(out.getvalue(), None)
    same = pypdfium2.PdfDocument(upright)[0].render(scale=0.3).to_pil().convert("L")
    with pikepdf.open(io.BytesIO(upright)) as document:
        assert int(document.pages[0].get("/Rotate", 0)) == 0
        assert tuple(float(edge) for edge in document.pages[0].mediabox[2:]) == (
            (high, wide) if turn % 180 else (wide, high)
        )
    assert turned.size == same.size
    assert sum(abs(a - b) for a, b in zip(turned.tobytes(), same.tobytes(), strict=True)) / len(same.tobytes()) < 3


def test_pdfsig_accepts_it(rows: Any, browse: Any, site: Flask, tmp_path: Path) -> None:
    (tmp_path / "copy.pdf").write_bytes(file_of(rows, browse, release(browse, pages_of("Một"))))
    told = subprocess.run(["pdfsig", tmp_path / "copy.pdf"], check=False, capture_output=True, text=True).stdout
    assert told.count("Signature is Valid") == 1
    assert "Total document signed" in told

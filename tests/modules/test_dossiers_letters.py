"""The letter that a service made of rows ends with: checked when it is saved, a draft, numbered, kept in the store."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.data import clock
from app.data.trail import Trail
from app.engine import forms
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.dossiers.configured.issued import Stage
from modules.dossiers.configured.result_letters import LetterKind, ResultLetter
from modules.dossiers.demo.sample import ANSWERS
from modules.dossiers.store.results import StoredResult
from tests.modules.test_dossiers import HERE, take
from tests.modules.test_dossiers import read as read_dossier
from tests.modules.test_dossiers_configured import (
    LETTERS,
    fill_in,
    handed_in,
    procedure_of,
    received,
    solved,
    version_of,
)

KEPT = Path(__file__).resolve().parents[1] / "snapshots"
PERSON = "079188012345"


def letter(browse: Any, row: int, login: str = "hotich") -> str:
    paper = browse(login).client.get(f"{HERE}/{row}/print/van-ban-ket-qua.pdf")
    assert paper.mimetype == "application/pdf", paper.text
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper.data, check=True, capture_output=True)
    lines = (re.sub(r" {2,}", "  ", line.strip()) for line in said.stdout.decode().replace("\f", "\n").splitlines())
    return "\n".join(lines).strip() + "\n"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Xác nhận {hoc_sinh} và {ho_ten_me}", "Không có gì để điền vào {ho_ten_me}"),
        ("{applicant.__class__}", "Không có gì để điền vào {applicant.__class__}"),
        ("{{ 7*7 }} {code}", "dấu ngoặc nhọn đứng lẻ"),
        ("Xác nhận {hoc_sinh", "dấu ngoặc nhọn đứng lẻ"),
    ],
)
def test_a_letter_says_which_place_nothing_fills(rows: Any, browse: Any, body: str, sentence: str) -> None:
    words = {"kind": "notice", "about": "Về việc thử", "body": body, "valid_from": f"{clock.today():%d/%m/%Y}"}
    typed = version_of("", procedure_id=str(procedure_of(rows)), **words)
    answer = browse("vanphongub").post(f"{LETTERS}/new", typed)
    assert answer.status_code == 422, answer.text
    assert sentence in answer.text or "Không có gì để điền" in answer.text


def test_a_refused_letter_still_shows_the_procedure_that_was_searched_for(
    rows: Any, browse: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(forms, "FEW", 1)  # as in a catalogue of a city: procedures are searched, not listed
    row = procedure_of(rows)
    words = {"kind": "notice", "about": "Về việc thử", "body": "{khong_co}", "valid_from": f"{clock.today():%d/%m/%Y}"}
    answer = browse("vanphongub").post(f"{LETTERS}/new", version_of("", procedure_id=str(row), **words))
    assert answer.status_code == 422 and re.search(rf'<option selected value="{row}">9.990001', answer.text)


def test_the_letter_is_a_draft_until_the_result_is_made(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    assert "van-ban-ket-qua" not in browse("motcua").get(f"{HERE}/{row}").text
    row = received(rows, browse)
    take(browse, "motcua", row, "begin")
    draft = letter(browse, row)
    assert "DỰ THẢO" in draft and "Số: ……/GXN-UBND" in draft and "Nguyễn Gia Hân" in draft
    take(browse, "hotich", row, "hand_on")
    take(browse, "lanhdao", row, "hand_on")
    take(browse, "vanthu", row, "finish", result_number="31", result_on=f"{clock.today():%d/%m/%Y}")
    made = letter(browse, row)
    rows.rollback()
    noted = select(Trail.changes).where(
        Trail.table == "dossiers_dossier", Trail.row_id == row, Trail.act == "read", Trail.actor_id.is_not(None)
    )
    assert [list(one) for one in rows.scalars(noted)] == [["Số định danh cá nhân của học sinh"]], "once a day"
    assert "DỰ THẢO" not in made and "Số: 31/GXN-UBND" in made and "Lê Minh Khoa" in made
    assert "079314006217" in made and "hộ cận nghèo, có 5 người; trong năm học này không được" in re.sub(
        r"\s+", " ", made
    )


def test_what_the_letter_leaves_open_is_told_while_it_can_still_be_asked(rows: Any, browse: Any) -> None:
    row, told = handed_in(rows, browse), "còn chỗ để trống, vì chưa có:"
    assert fill_in(browse, row, **ANSWERS[1]).status_code == 303
    take(browse, "motcua", row, "receive")
    take(browse, "motcua", row, "begin")
    expert = browse("hotich")
    assert f"{told} Số định danh cá nhân của học sinh" in expert.get(f"{HERE}/{row}").text
    added = {"so_dinh_danh": "079311006217", "reason": "Phụ huynh bổ sung"}
    assert fill_in(browse, row, "hotich", **added).status_code == 303
    assert told not in expert.get(f"{HERE}/{row}").text
    take(browse, "hotich", row, "hand_on")
    take(browse, "lanhdao", row, "hand_on")
    take(browse, "vanthu", row, "finish", result_on=f"{clock.today():%d/%m/%Y}")
    assert f"{told} Số của kết quả" in browse("vanthu").get(f"{HERE}/{row}").text


def test_the_letter_says_what_it_said(rows: Any, browse: Any, pytestconfig: Any) -> None:
    row = solved(rows, browse, applicant="Phạm Thu Hà")
    code, day = read_dossier(rows, row).code, clock.today()
    text = letter(browse, row).replace(code, "CODE").replace(f"{day:%d/%m/%Y}", "TODAY")
    text = re.sub(r"ngày \d+ tháng \d+ năm \d+", "TODAY IN WORDS", text)
    file = KEPT / "dossiers-van-ban-ket-qua.txt"
    if pytestconfig.getoption("--renew-snapshots"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_an_official_letter_has_its_subject_below_the_number(rows: Any, browse: Any, site: Any) -> None:
    row = received(rows, browse)
    kept = rows.scalars(select(ResultLetter.id).where(ResultLetter.state == Stage.IN_FORCE)).one()
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        one = session.get_one(ResultLetter, kept)
        one.kind, one.addressed = LetterKind.OFFICIAL, "{you} {applicant}"
    text = letter(browse, row, "motcua")
    assert "GIẤY XÁC NHẬN" not in text and "V/v hoàn cảnh gia đình" in text and "Kính gửi: ông/bà Phạm Thu Hà" in text
    with site.app_context(), work(SYSTEM) as session:
        one = session.get_one(ResultLetter, kept)
        one.kind, one.addressed = LetterKind.CONFIRMATION, None


def test_the_letter_goes_into_the_store_as_the_file_of_the_result(rows: Any, browse: Any) -> None:
    row = solved(rows, browse, citizen_id=PERSON)
    assert "Lưu văn bản làm tệp kết quả" in browse("vanthu").get(f"{HERE}/{row}").text
    assert browse("motcua").post(f"{HERE}/{row}/letter", {}).status_code == 403
    assert browse("vanthu").post(f"{HERE}/{row}/letter", {}).status_code == 303
    rows.rollback()
    made = rows.scalars(select(StoredResult).where(StoredResult.dossier_id == row)).one()
    assert (made.number, made.title, made.citizen_id) == ("7", "Giấy xác nhận hoàn cảnh gia đình", PERSON)
    page = browse("vanthu").get(f"{HERE}/{row}").text
    assert "Kết quả đã có trong kho" in page and "Lưu văn bản làm tệp kết quả" not in page

"""The certificate in its further forms: the draft a citizen checks, the data alone on the blank of the Ministry."""

from __future__ import annotations

import re
import subprocess
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.trail import Trail
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.blank.drawing import overprint
from modules.civil_registration.blank.fitting import SMALLEST, lines_of
from modules.civil_registration.blank.places import BlankPart, BlankPlace, BlankPrinter, Box
from modules.civil_registration.cases.kinds import State
from modules.civil_registration.deaths.death import Death
from tests.modules.printed import compare, said
from tests.modules.test_civil_registration import BIRTHS, declared, registered, take
from tests.modules.test_civil_registration_deaths import DEATHS
from tests.modules.test_civil_registration_deaths import declared as death_declared

NAME = "Công Tằng Tôn Nữ Hoàng Phương Khánh Quỳnh Diệu Ngọc Bảo Trâm Anh Thy Đoan Trang Minh Châu Ngân Hà"
HOME = (
    "Căn hộ 12.34, chung cư Hoàng Anh Gia Lai, số 357/12/8B đường Lê Văn Lương nối dài, khu phố Bình Hưng Hòa, phường"
    " Tân Hưng, Thành phố Hồ Chí Minh, Cộng hòa xã hội chủ nghĩa Việt Nam (trước 01/7/2025: huyện Nhà Bè)"
)
POINTS = 72 / 25.4
BOX = Box(across=42, down=116, width=148, lines=2, pitch=8, size=12)


def words_at(pdf: bytes) -> dict[str, tuple[float, float]]:
    """Where the words of a page stand: left edge and base line, in millimetres."""
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, check=True, capture_output=True)
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', run.stdout.decode())
    return {word: (float(left) / POINTS, float(low) / POINTS) for left, _high, low, word in found}


def printer(browse: Any, rows: Any, **typed: str) -> BlankPrinter:
    words = {"version": "0", "name": "HP 1020, phòng một cửa", "right": "0", "below": "0"}
    answer = browse("hotich").post("/civil_registration/printers/new", words | typed)
    assert answer.status_code == 303, answer.text
    rows.rollback()
    return rows.scalars(select(BlankPrinter).order_by(BlankPrinter.id.desc()).limit(1)).one()


def printed(browse: Any, birth: Birth, device: BlankPrinter, login: str = "hotich") -> Any:
    return browse(login).get(f"/civil-registration/blank/{birth.id}/{device.id}.pdf")


def test_a_draft_goes_to_the_citizen_until_the_case_has_its_number(
    browse: Any, rows: Any, pytestconfig: pytest.Config
) -> None:
    birth = declared(browse, rows)
    where = f"{BIRTHS}/{birth.id}/print/ban-du-thao.pdf"
    assert "Bản dự thảo cho người dân" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    text = said(browse("hotich").get(where).data)
    assert "BẢN DỰ THẢO – KHÔNG CÓ GIÁ TRỊ" in " ".join(text.split()) and "NGUYỄN VĂN MINH KHÔI" in text
    assert "Mã kiểm tra" not in text and "NGƯỜI KÝ GIẤY KHAI SINH" not in text and "……/" in text
    compare(pytestconfig, "draft-birth", text)
    assert browse("hotich2").get(where).status_code == 404
    registered(browse, rows, birth)
    assert browse("hotich").get(where).status_code == 404
    assert "Bản dự thảo" not in browse("hotich").get(f"{BIRTHS}/{birth.id}").text


def test_a_draft_of_a_death_says_that_it_is_none_too(browse: Any, rows: Any) -> None:
    death = death_declared(browse, rows)
    text = said(browse("hotich").get(f"{DEATHS}/{death.id}/print/ban-du-thao.pdf").data)
    assert (
        "BẢN DỰ THẢO – KHÔNG CÓ GIÁ TRỊ" in " ".join(text.split())
        and "LÊ VĂN BẢY" in text
        and "Mã kiểm tra" not in text
    )
    assert isinstance(death, Death)


def test_a_draft_with_very_long_names_stays_on_one_page(browse: Any, rows: Any) -> None:
    places = dict.fromkeys(("born_at", "native_place", "mother_home", "father_home"), HOME)
    birth = declared(browse, rows, child_name=NAME, mother_name=NAME, father_name=NAME, **places)
    pdf = browse("hotich").get(f"{BIRTHS}/{birth.id}/print/ban-du-thao.pdf").data
    told = subprocess.run(["pdfinfo", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    assert re.search(r"Pages:\s+1\n", told) and " ".join(said(pdf).split()).count(NAME.upper()) == 3


def test_the_data_alone_are_printed_on_the_blank_at_their_millimetre(browse: Any, rows: Any) -> None:
    birth = registered(browse, rows, declared(browse, rows))
    device = printer(browse, rows)
    assert device.name in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    pdf = printed(browse, birth, device).data
    text = said(pdf)
    assert birth.entry in text and "NGUYỄN VĂN MINH KHÔI" in text and birth.mother_name.upper() in text
    for label in ("Họ, chữ đệm", "GIẤY KHAI SINH", "CỘNG HÒA", "Quốc tịch", "Mã kiểm tra"):
        assert label not in text, label
    place = BlankPlace.of(rows, clock.today())[BlankPart.ENTRY]
    left, low = words_at(pdf)[birth.entry]
    assert abs(left - place.across) < 0.5 and abs(low - place.down) < 1.5
    rows.rollback()
    lines = rows.scalars(select(Trail).where(Trail.table == Birth.__tablename__, Trail.row_id == birth.id)).all()
    assert any(line.reason and device.name in line.reason for line in lines)


def test_a_printer_that_is_off_is_moved_by_its_own_millimetres(browse: Any, rows: Any) -> None:
    birth = registered(browse, rows, declared(browse, rows))
    straight, off = printer(browse, rows), printer(browse, rows, name="Canon", right="3", below="-1,5")
    assert (off.right, off.below) == (Decimal(3), Decimal("-1.5"))
    one, other = (words_at(printed(browse, birth, device).data) for device in (straight, off))
    for word in ("KHÔI", birth.entry):
        assert other[word][0] - one[word][0] == pytest.approx(3, abs=0.05)
        assert other[word][1] - one[word][1] == pytest.approx(-1.5, abs=0.05)
    ruler = browse("hotich").get(f"/civil_registration/printers/{off.id}/print/trang-thu.pdf").data
    text = said(ruler)
    assert "Trang thử: Canon" in text and "dịch phải 3 mm" in text and "Họ, chữ đệm, tên trẻ" in text
    far = {"version": "0", "name": "Xa", "right": "45", "below": "0"}
    refused = browse("hotich").post("/civil_registration/printers/new", far)
    assert refused.status_code == 422 and "hãy đặt lại phôi" in refused.text


def test_a_blank_is_printed_by_the_officer_of_the_ward_for_what_holds(browse: Any, rows: Any) -> None:
    early = declared(browse, rows)
    birth = registered(browse, rows, declared(browse, rows))
    device = printer(browse, rows)
    browser = browse("hotich")
    assert browser.get(f"/civil-registration/blank/{early.id}/{device.id}.pdf").status_code == 303
    assert "khi việc khai sinh đã có số" in browser.get(f"{BIRTHS}/{early.id}").text
    assert printed(browse, birth, device, "hotich2").status_code == 404
    assert printed(browse, birth, device, "chutich").status_code in (403, 404)
    assert printed(browse, birth, device).status_code == 200
    assert take(browse, "chutich", birth, "revoke", reason="Cấp trái pháp luật").status_code == 303
    assert printed(browse, birth, device).status_code == 303


def test_a_father_who_is_not_known_leaves_his_lines_empty(site: Flask, rows: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        birth = session.scalars(select(Birth).where(Birth.state == State.ISSUED, Birth.father_name.is_(None))).first()
        assert birth is not None
        found = words_at(overprint(birth, BlankPrinter(name="x")))
        places = BlankPlace.of(session, clock.today())
    high, low = places[BlankPart.FATHER_NAME].down - 6, places[BlankPart.FATHER_HOME].down + 10
    assert not [word for word, (_left, down) in found.items() if high < down < low]


def test_long_texts_stay_in_their_place_on_the_blank(site: Flask) -> None:
    for text, bold, box in ((HOME, False, BOX), (NAME.upper(), True, BOX._replace(lines=1, width=110))):
        lines = lines_of(text, box, bold=bold)
        assert " ".join(line.text for line in lines) == text and all(line.size >= SMALLEST for line in lines)
        last = lines[-1].top + lines[-1].size / POINTS
        assert box.down - box.pitch - 1 < lines[0].top and last < box.down + (box.lines - 1) * box.pitch + 1.5
    with site.test_request_context(), pytest.raises(ValueError, match="quá dài so với chỗ ghi trên phôi"):
        lines_of("A" * 200, BOX, bold=True)


def test_a_short_text_keeps_its_size_and_the_dotted_lines(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        place = BlankPlace.of(session, clock.today())[BlankPart.SIGNER_TITLE]
    one, two = lines_of("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", place, bold=False)
    assert (one.size, two.size) == (place.size, place.size) and two.top - one.top == pytest.approx(place.pitch)

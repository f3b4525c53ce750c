"""Looking people up from the form of a birth or a death: filled, set beside, or a sentence why nothing came."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.data.people import Unit
from modules.civil_registration.births.birth import Birth
from modules.interconnect import Call
from modules.population.lists import Country, Ethnicity
from tests.modules import interconnected as house
from tests.modules.interconnected import each_well, running  # noqa: F401 - fixtures of this file
from tests.modules.test_civil_registration import BIRTHS, declared, form

HANH = {"mother_name": "nguyễn thị hạnh", "mother_born": "14/5/1990", "mother_citizen_id": "079190012345"}
EMPTY = {"mother_ethnicity_id": "", "mother_country_id": "", "mother_home": ""}


def asked(browse: Any, rows: Any, login: str = "hotich", row: int = 0, name: str = "mother", **typed: str) -> Any:
    return browse(login).post(f"{BIRTHS}/{row}/asked/{name}", form(rows, **HANH | EMPTY | typed))


def test_what_the_database_knows_fills_what_is_empty(rows: Any, browse: Any) -> None:
    answer = asked(browse, rows)
    assert answer.status_code == 200 and "khớp số định danh, họ tên và ngày sinh" in answer.text
    kinh, vietnam = Ethnicity.named(rows, "Kinh"), Country.coded(rows, "VN")
    for name, value in (("mother_ethnicity_id", kinh), ("mother_country_id", vietnam)):
        assert f'data-fill="{name}" data-value="{value}"' in answer.text
    ward = rows.scalar(select(Unit.name).where(Unit.code == "27004", Unit.valid_to.is_(None)))
    assert f'data-fill="mother_home" data-value="12 Nguyễn Huệ, {ward}, Thành phố Hồ Chí Minh"' in answer.text
    assert 'data-fill="mother_name"' not in answer.text  # capital letters are no difference


def test_what_differs_is_set_beside_it_and_nothing_is_written(rows: Any, browse: Any) -> None:
    birth = declared(browse, rows)
    before = birth.version
    answer = asked(browse, rows, row=birth.id, mother_home="5 Lê Lợi", version=str(birth.version))
    assert "đang ghi “5 Lê Lợi”, dữ liệu trả về “12 Nguyễn Huệ" in answer.text
    assert "<template" in answer.text and 'template data-fill="mother_home"' not in answer.text
    rows.rollback()
    rows.refresh(birth)
    assert birth.version == before and birth.mother_name != "nguyễn thị hạnh"
    called = rows.scalars(select(Call).order_by(Call.id.desc()).limit(1)).one()
    assert (called.about, called.about_row, called.purpose) == (str(birth), birth.id, "Đăng ký khai sinh")


def test_why_nothing_came_is_a_sentence(site: Flask, rows: Any, browse: Any) -> None:
    assert "phải có số định danh" in asked(browse, rows, mother_born="").text
    assert "không có người nào" in asked(browse, rows, mother_born="15/5/1990").text
    house.mood(site, "population", "down")
    assert "không trả lời từ" in asked(browse, rows).text
    house.settle(site)
    house.mood(site, "population", "wrong")
    assert "không trả lời từ" in asked(browse, rows).text
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Birth).where(Birth.mother_name == "nguyễn thị hạnh")) == 0


def test_who_may_not_declare_may_not_ask(rows: Any, browse: Any) -> None:
    before = rows.scalar(select(func.count()).select_from(Call))
    assert asked(browse, rows, "chutich").status_code == 403
    assert asked(browse, rows, "sotuphap").status_code == 403
    assert asked(browse, rows, name="neighbour").status_code == 404
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Call)) == before


def test_the_one_who_died_is_looked_up_too(rows: Any, browse: Any) -> None:
    typed = {"version": "0", "person_name": "Phạm Ân", "born": "1940", "citizen_id": "079040000099"}
    answer = browse("hotich").post("/civil_registration/deaths/0/asked/deceased", typed)
    assert 'data-fill="sex" data-value="male"' in answer.text and 'data-fill="home"' in answer.text

"""The twelve digits of a person."""

from datetime import datetime
from pathlib import Path

import pytest

from app.data import text
from app.data.citizen_id import CitizenId, check_citizen_id, read_citizen_id
from app.data.clock import ZONE, frozen

text.load(Path(__file__).parents[2] / "locales")


@pytest.fixture(autouse=True)
def _in_2026():
    token = text.language.set("vi")
    with frozen(datetime(2026, 11, 23, 8, tzinfo=ZONE)):
        yield
    text.language.reset(token)


@pytest.mark.parametrize("typed", ["079188012345", " 079 188 012 345 ", "079.188.012.345", "079-188-012345"])
def test_separators_are_dropped(typed):
    assert check_citizen_id(typed) == "079188012345"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0791880123", "Số định danh phải đủ 12 chữ số, mới có 10"),
        ("0791880123456", "Số định danh chỉ có 12 chữ số, đang nhập 13"),
        ("07918801234O", "Số định danh chỉ gồm chữ số"),
        ("٠٧٩١٨٨٠١٢٣٤٥", "Số định danh chỉ gồm chữ số"),
        ("", "Số định danh chỉ gồm chữ số"),
        ("000188012345", "Không có nơi nào mang mã 000: hãy kiểm tra ba chữ số đầu"),
        ("079227012345", "Chữ số thứ 4 đến thứ 6 (227) cho năm sinh 2027, là năm chưa tới"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(typed, sentence):
    with pytest.raises(ValueError) as caught:
        check_citizen_id(typed)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("079088012345", CitizenId("079", 1988, "male")),
        ("079188012345", CitizenId("079", 1988, "female")),
        ("001226000001", CitizenId("001", 2026, "male")),
        ("077300999999", CitizenId("077", 2000, "female")),
    ],
)
def test_the_number_tells_place_year_and_sex(number, facts):
    assert read_citizen_id(check_citizen_id(number)) == facts

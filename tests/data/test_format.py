"""Values written for people and read back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import format as written
from app.data import text
from app.data.clock import ZONE, frozen
from app.data.people import Unit, UnitKind

text.load(Path(__file__).parents[2] / "locales")
MORNING = datetime(2026, 11, 23, 8, 31, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _vietnamese():
    token = text.language.set("vi")
    yield
    text.language.reset(token)


def test_numbers_money_and_shares():
    assert written.money(68_250_000) == "68.250.000 ₫"
    assert written.money(-1000) == "-1.000 ₫"
    assert written.money(None) == written.number(None) == written.percent(None) == ""
    assert written.number(1234.5) == "1.234,5"
    assert written.number(Decimal("1234.50")) == "1.234,5"
    assert written.number(-0.0) == "0"
    assert written.number(10**400).count(".") == 133
    assert written.percent(0.984) == "98,4%"
    assert written.percent(Decimal(1), digits=0) == "100%"


def test_days_and_moments_are_those_of_vietnam():
    assert written.format_day(date(2026, 11, 3)) == "03/11/2026"
    assert written.format_day(datetime(2026, 11, 22, 18, tzinfo=UTC)) == "23/11/2026"
    assert written.format_moment(datetime(2026, 11, 23, 1, 31, tzinfo=UTC)) == "08:31 ngày 23/11/2026"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 11, 22, 16, 30, tzinfo=ZONE), ("Quá hạn 1 ngày", "late")),
        (datetime(2026, 11, 9, 9, 0, tzinfo=ZONE), ("Quá hạn 14 ngày", "late")),
        (datetime(2026, 11, 23, 8, 0, tzinfo=ZONE), ("Quá hạn từ 08:00", "late")),
        (MORNING, ("Hôm nay 08:31", "soon")),
        (datetime(2026, 11, 23, 9, 30, tzinfo=UTC), ("Hôm nay 16:30", "soon")),
        (datetime(2026, 11, 24, 8, 0, tzinfo=ZONE), ("Mai 08:00", "soon")),
        (datetime(2026, 11, 24, 11, 30, tzinfo=ZONE), ("Mai 11:30", "")),
        (datetime(2026, 11, 25, 8, 0, tzinfo=ZONE), ("25/11/2026", "")),
    ],
)
def test_deadlines_as_people_say_them(due, words):
    with frozen(MORNING):
        assert written.due_words(due) == words


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"), (1023, "1.023 B"), (1024, "1 KB"), (1_887_437, "1,8 MB"), (2**20 - 1, "1 MB"), (2**20, "1 MB"),
        (3 * 2**30, "3 GB"),
    ],
)  # fmt: skip
def test_file_sizes(size, shown):
    assert written.file_size(size) == shown


def test_a_masked_number_hides_a_third_at_least():
    assert written.mask_citizen_id("079188012345") == "0791••••2345"
    assert written.mask_citizen_id("023456789") == "023••••789"
    assert written.mask_citizen_id("12") == "••••"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("23/11/2026", date(2026, 11, 23)), ("5/3/26", date(2026, 3, 5)), ("05-03-2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)), ("5 3 2026", date(2026, 3, 5)), (" 5 / 3 / 2026 ", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)), ("2026/3/5", date(2026, 3, 5)), ("29/2/2024", date(2024, 2, 29)),
        ("5/3/36", date(2036, 3, 5)), ("5/3/37", date(1937, 3, 5)), ("5/3/85", date(1985, 3, 5)),
    ],
)  # fmt: skip
def test_days_are_read(typed, day):
    with frozen(MORNING):
        assert written.parse_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("29/2/2026", "Không có ngày 29/2/2026"),
        ("13/13/2026", "Không có ngày 13/13/2026"),
        ("5/3/0000", "Không có ngày 5/3/0000"),
        ("5/3/1226", "Năm 1226 quá sớm"),
        *((wrong, "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 23/11/2026")
          for wrong in ("", "hôm nay", "5/3", "5/3/6", "5/3/202", "5//3/2026", "5/3/20266", "9" * 5000, "٥/٣/٢٠٢٦")),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_read_is_explained(typed, sentence):
    with pytest.raises(ValueError) as caught:
        written.parse_day(typed)
    assert str(caught.value) == sentence


@given(st.dates(date(1850, 1, 1), date(9999, 12, 31)))
def test_a_written_day_reads_back(day):
    assert written.parse_day(written.format_day(day)) == written.parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "typed",
    [
        "68250000",
        "68.250.000",
        "68,250,000 đ",
        "68 250 000 đồng",
        "68\u00a0250\u00a0000 VNĐ",
        "68.250.000₫",
        "68.250.000 đ.",
    ],
)
def test_amounts_are_read(typed):
    assert written.parse_money(typed) == 68_250_000


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("9" * 16, "Số quá lớn: hãy kiểm tra lại các số 0"),
        ("9" * 5000, "Số quá lớn: hãy kiểm tra lại các số 0"),
        *((wrong, "Nhập số nguyên, ví dụ 68.250.000")
          for wrong in ("", "1.5", "1,50", "1.000,000", "1..000", "12.34.567", "1.000.00", "đ", "năm nghìn", "1e6", "٥")),
    ],
)  # fmt: skip
def test_an_amount_that_cannot_be_read_is_explained(typed, sentence):
    with pytest.raises(ValueError) as caught:
        written.parse_money(typed)
    assert str(caught.value) == sentence


@given(st.integers(1 - written.LARGEST, written.LARGEST - 1))
def test_a_written_amount_reads_back(amount):
    assert written.parse_money(written.money(amount)) == written.parse_money(str(amount)) == amount


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_written_number_keeps_its_value(value):
    assert Decimal(written.number(value).replace(".", "").replace(",", ".")) == value


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_late_is_exactly_before_now(due):
    with frozen(MORNING):
        assert (written.due_words(due)[1] == "late") == (due < MORNING)
        assert (written.due_words(due)[1] == "soon") <= (due - MORNING < timedelta(days=1))


@pytest.mark.parametrize(
    ("name", "kind", "office"),
    [
        ("Phường Tân Bình", UnitKind.WARD, "UBND phường Tân Bình"),
        ("Đặc khu Côn Đảo", UnitKind.SPECIAL_ZONE, "UBND đặc khu Côn Đảo"),
        ("Phường 13", UnitKind.WARD, "UBND Phường 13"),
        ("Thành phố Hồ Chí Minh", UnitKind.CITY, "UBND Thành phố Hồ Chí Minh"),
        ("Sở Tài chính", UnitKind.DEPARTMENT, "Sở Tài chính"),
    ],
)
def test_an_office_is_written_as_decree_30_has_it(name, kind, office):
    assert Unit(name=name, kind=kind).committee == office


def test_a_paper_is_dated_with_zeros_where_a_digit_could_be_added():
    assert written.format_day_in_words(date(2026, 2, 9)) == "ngày 09 tháng 02 năm 2026"
    assert written.format_day_in_words(date(2026, 11, 23)) == "ngày 23 tháng 11 năm 2026"
    assert [written.lower_first(said) for said in ("Từ 16 GB", "SSD từ 512 GB", "")] == [
        "từ 16 GB",
        "SSD từ 512 GB",
        "",
    ]


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("7h30", "07:30"), ("7:30", "07:30"), ("7g30", "07:30"), ("730", "07:30"), (" 13 h 05", "13:05")],
)
def test_an_hour_is_read_as_people_write_it(typed: str, hour: str) -> None:
    assert written.parse_hour(typed) == hour


@pytest.mark.parametrize("typed", ["24:00", "7:60", "7:3", "sáng", "", "-7:30", "٠٧:٣٠"])
def test_what_is_no_time_of_day_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match="15:00"):
        written.parse_hour(typed)


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "hop.gov.vn/lop", "https://", "data:text/html,x", "ftp://x.vn"]
)
def test_only_addresses_of_the_web_are_followed(typed: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        written.parse_web_address(typed)
    assert written.parse_web_address("https://hop.gov.vn/lop-1") == "https://hop.gov.vn/lop-1"

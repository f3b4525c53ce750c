"""Values of sheets and messages come back as they were written, and what is none is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.data.partial import PartialDay
from modules.civil_registration.cases.kinds import Sex
from modules.civil_registration.sheets import qcvn
from modules.civil_registration.sheets.kinds import dotted, partial

days = some.dates(date(1900, 1, 1), date(2026, 1, 1)).flatmap(
    lambda day: some.sampled_from([PartialDay.of(day), PartialDay(day.year, day.month), PartialDay(day.year)])
)
words = some.lists(
    some.sampled_from(["Nguyễn", "Thị", "Ngọc", "H'Hen", "Niê", "Đức", "Ý"]), min_size=1, max_size=5
).map(" ".join)


@given(days)
def test_a_day_of_a_sheet_is_read_as_it_was_written(day: PartialDay) -> None:
    assert partial(dotted(day)) == day


kin = some.none() | some.builds(qcvn.Kin, words, some.sampled_from(["", "079180123456"]), some.sampled_from(["", "VN"]))
people = some.builds(
    qcvn.Citizen, words, some.sampled_from(["", "079226000001"]), some.none() | some.sampled_from(list(Sex)), some.none() | days,
    some.sampled_from(["", "01", "08"]), words, words, words, kin, kin,
)  # fmt: skip


@given(some.lists(people, max_size=8))
def test_persons_as_xml_are_read_back_as_they_were_written(those: list[qcvn.Citizen]) -> None:
    assert qcvn.read(qcvn.write(those)) == those


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "XML"),
        (b"<a>", "XML"),
        (b"<CongdanKhac/>", "QCVN 109"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><CongdanCollection/>', "QCVN 109"),
        (b"<CongdanCollection><CongDan/></CongdanCollection>", "Người thứ 1"),
        (b"<CongdanCollection><CongDan><HoVaTen><Ten>A</Ten></HoVaTen><GioiTinh>9</GioiTinh></CongDan></CongdanCollection>", "mã 9"),
        ("<CongdanCollection><CongDan><HoVaTen><Ten>A</Ten></HoVaTen><NgayThangNamSinh><Nam>mới</Nam></NgayThangNamSinh></CongDan></CongdanCollection>".encode(), "không phải là ngày"),
    ],
)  # fmt: skip
def test_a_message_that_is_none_is_told(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        qcvn.read(content)

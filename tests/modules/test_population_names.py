"""Names, numbers and old encodings: what must hold for all of them."""

from __future__ import annotations

import unicodedata
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.partial import PartialDay
from modules.population import legacy
from modules.population.demo import MEN, SURNAMES, WOMEN
from modules.population.names import check_name, loose_key, name_key, split_name
from modules.population.numbers import warnings_of
from modules.population.person import Sex

MORE = (
    "Thị Ngọc Ánh",
    "Hữu Phước",
    "Xuân Trường",
    "Quỳnh Như",
    "Thuỳ Dương",
    "Đức Huy",
    "Kỳ Duyên",
    "Ngọc Quyên",
    "Mỹ Lệ",
)
NAMES = st.builds("{} {}".format, st.sampled_from(SURNAMES), st.sampled_from(MEN + WOMEN + MORE))


@given(NAMES)
def test_the_parts_of_a_name_make_the_name(name: str) -> None:
    parts = split_name(name)
    assert (
        parts.whole == name
        and parts.surname == name.split(maxsplit=1)[0]
        and parts.given == name.rsplit(maxsplit=1)[-1]
    )


@given(NAMES)
def test_a_name_is_kept_composed_and_as_typed(name: str) -> None:
    assert check_name(f"  {unicodedata.normalize('NFD', name)}\u200b ") == unicodedata.normalize("NFC", name)
    assert check_name(name.upper()) == name.upper()


@given(NAMES, st.randoms())
def test_swapped_parts_and_i_for_y_are_one_name(name: str, chance: Any) -> None:
    words = name.replace("Mỹ", "Mĩ").replace("Kỳ", "Kì").split()
    chance.shuffle(words)
    assert loose_key(" ".join(words)) == loose_key(name)
    assert name_key(name.lower()) == name_key(name) and name_key(name).isascii()


@given(NAMES)
def test_old_encodings_read_back(name: str) -> None:
    composed = unicodedata.normalize("NFC", name)
    assert legacy.reading(composed) == composed
    assert legacy.reading(unicodedata.normalize("NFD", name)) == composed
    for turned in (legacy.to_tcvn3(name), legacy.to_vni(name), legacy.to_vni(name.upper())):
        # Capitals of TCVN3 with a tone stand in a font of their own, so that they come back as small letters.
        found = legacy.reading(turned).casefold()
        assert found == composed.casefold() or (found == turned.casefold() and legacy.is_vietnamese(turned))


def test_what_is_vietnamese_as_it_stands_is_not_turned() -> None:
    assert legacy.to_vni("Hồ Minh Khoa") == "Hoà Minh Khoa" == legacy.reading("Hoà Minh Khoa")


@pytest.mark.parametrize(
    "name", ["H'Hen Niê", "Y Bhăm Êban", "François Müller", "Ksor Phước", "O’Neil", "Jean-Luc Picard"]
)
def test_names_that_are_not_kinh_stay_as_they_are(name: str) -> None:
    assert legacy.reading(name) == name and check_name(name) == name


@pytest.fixture
def _loaded(site: Any) -> None:
    """The sentences are read from the catalogues, which a site loads."""


@pytest.mark.usefixtures("_loaded")
def test_a_text_with_two_readings_is_reported_and_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "from_vni", lambda _text: "Trần Văn Bê")
    monkeypatch.setattr(legacy, "_IN_VNI", set("Ô¨ô"))
    with pytest.raises(ValueError, match="đọc được hai cách: “Nguyễn Văn An” hoặc “Trần Văn Bê”"):
        legacy.reading("NguyÔn V¨n An")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Nguyễn Văn 4n", "không dùng được “4”"),
        ("Nguyễn_Văn An", "không dùng được “_”"),
        ("Trần @ Lan", "không dùng được “@”"),
        ("", "Hãy ghi họ tên"),
        ("''", "Hãy ghi họ tên"),
        ("NguyÔn V¨n An", "có phải là “Nguyễn Văn An”"),
        ("Nguyeãn Vaên An", "có phải là “Nguyễn Văn An”"),
        ("A" * 101, "tối đa 100"),
    ],
)
@pytest.mark.usefixtures("_loaded")
def test_what_is_no_name_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        check_name(typed)


@pytest.mark.usefixtures("_loaded")
def test_a_surname_of_several_words_is_kept() -> None:
    assert split_name("Âu Dương Văn Minh", "Âu Dương") == ("Âu Dương", "Văn", "Minh")
    assert split_name("Nguyễn Văn An", "Trần") == ("Nguyễn", "Văn", "An")
    assert split_name("Lan") == ("", "", "Lan")
    with pytest.raises(ValueError, match="không bắt đầu bằng “Âu Dương”"):
        split_name("Nguyễn Văn Minh", "Âu Dương")


BORN = st.dates(date(1900, 1, 1), date(2026, 11, 28))


def person(number: str, sex: Sex | None, born: PartialDay | None) -> Any:
    return SimpleNamespace(citizen_id=number, sex=sex, born=born)


@given(BORN, st.sampled_from([Sex.MALE, Sex.FEMALE]), st.integers(0, 999_999))
def test_a_number_made_by_the_rule_is_never_doubted(day: date, sex: Sex, tail: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("modules.population.numbers.provinces", lambda _session: {"079": None})
        digit = 2 * (day.year >= 2000) + (sex is Sex.FEMALE)
        number = f"079{digit}{day.year % 100:02}{tail:06}"
        for born in (PartialDay.of(day), PartialDay(day.year, day.month), PartialDay(day.year)):
            assert warnings_of(None, person(number, sex, born)) == []  # type: ignore[arg-type]
        other = Sex.FEMALE if sex is Sex.MALE else Sex.MALE
        assert [one.code for one in warnings_of(None, person(number, other, PartialDay.of(day)))] == ["sex"]  # type: ignore[arg-type]
        assert warnings_of(None, person(number, Sex.UNDETERMINED, None)) == []  # type: ignore[arg-type]
        for years, code in ((100, "century"), (1, "year")):
            found = warnings_of(None, person(number, sex, PartialDay(day.year - years)))  # type: ignore[arg-type]
            assert [one.code for one in found] == [code]


def test_the_codes_of_the_provinces_are_known(rows: Any) -> None:
    for number, code in (("079190000123", None), ("500190000123", "place")):
        found = warnings_of(rows, person(number, None, None))
        assert [one.code for one in found] == ([code] if code else [])
        assert not code or "500" in found[0].sentence

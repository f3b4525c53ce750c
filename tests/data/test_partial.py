"""Days of which only the month or the year is known."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.partial import PartialDay, parse_partial_day
from app.data.wording import DIGITS, day_in_words

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
ANY = st.one_of(
    DAYS.map(PartialDay.of),
    DAYS.map(lambda day: PartialDay(day.year, day.month)),
    DAYS.map(lambda day: PartialDay(day.year)),
)


@given(ANY)
def test_what_is_shown_and_what_is_kept_read_back_the_same(day: PartialDay) -> None:
    assert parse_partial_day(str(day)) == parse_partial_day(day.stored) == PartialDay.read(day.stored) == day


@given(ANY, ANY)
def test_what_is_kept_sorts_as_time_does(one: PartialDay, other: PartialDay) -> None:
    if one.last < other.first:
        assert one.stored < other.stored and one.earlier_than(other) is True and other.earlier_than(one) is False
    if one.stored < other.stored:
        assert one.first <= other.first


@given(ANY)
def test_a_day_lies_between_its_first_and_its_last(day: PartialDay) -> None:
    assert day.first <= day.last < day.first + timedelta(days=366)
    assert (day.first == day.last) is (day.day is not None)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("14/5/1940", "14/05/1940"),
        ("5-1940", "05/1940"),
        (" 1940 ", "1940"),
        ("1940-05", "05/1940"),
        ("14.05.40", "14/05/1940"),
    ],
)
def test_what_people_type(typed: str, shown: str) -> None:
    assert str(parse_partial_day(typed)) == shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("30/2/1990", "30/2/1990"),
        ("13/1990", "13"),
        ("0/1990", "0"),
        ("khoảng 1940", "1940"),
        ("1400", "1400"),
        ("", "1940"),
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse_partial_day(typed)


def test_what_cannot_be_told_is_not_told() -> None:
    assert PartialDay(1940).earlier_than(PartialDay(1940, 5)) is None
    assert PartialDay(1939).earlier_than(PartialDay(1940, 5)) is True


def test_words_as_certificates_write_them() -> None:
    assert day_in_words(2026, 11, 14) == "Ngày mười bốn tháng mười một năm hai nghìn không trăm hai mươi sáu"
    assert day_in_words(1955, 4, 21) == "Ngày hai mươi mốt tháng bốn năm một nghìn chín trăm năm mươi lăm"
    assert day_in_words(2005) == "Năm hai nghìn không trăm linh năm"
    assert day_in_words(1940, 5) == "Tháng năm năm một nghìn chín trăm bốn mươi"


@given(DAYS)
def test_every_day_has_words_of_its_own(day: date) -> None:
    words = day_in_words(day.year, day.month, day.day)
    assert words.startswith("Ngày ") and " tháng " in words and " năm " in words
    assert not any(sign.isdigit() for sign in words) and any(digit in words for digit in DIGITS)
    assert words != day_in_words(*(day + timedelta(days=1)).timetuple()[:3])


READ = dict(zip(DIGITS, range(10), strict=True)) | {"mốt": 1, "tư": 4, "lăm": 5}


def _number(words: str) -> int:
    """Read a number as a person does."""
    total = last = 0
    for word in words.split():
        if word in ("nghìn", "trăm", "mươi"):
            total, last = total + last * {"nghìn": 1000, "trăm": 100, "mươi": 10}[word], 0
        elif word == "mười":
            total += 10
        elif word != "linh":
            last = READ[word]
    return total + last


def test_the_words_of_every_day_of_two_centuries_read_back() -> None:
    day, last = date(1900, 1, 1), date(2100, 12, 31)
    while day <= last:
        found = re.fullmatch(r"Ngày (.+) tháng (.+) năm ((?:một|hai) nghìn.*)", PartialDay.of(day).in_words)
        assert found and tuple(map(_number, found.groups())) == (day.day, day.month, day.year), day
        day += timedelta(days=1)

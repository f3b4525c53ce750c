"""Working time: the days that went wrong before, and laws that hold for every term."""

import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.calendar import OpeningHours, Override, WorkingCalendar
from app.data.clock import ZONE

SWAPPED = [Override(date(2026, 1, 2), False, "swap"), Override(date(2026, 1, 10), True, "swap")]
CALENDAR = WorkingCalendar(SWAPPED)

moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 3, 1), timezones=st.just(ZONE))  # noqa: DTZ001
terms = st.integers(0, 40)
minutes = st.integers(1, 3000)


def at(day: str, clock: str = "09:00") -> datetime:
    return datetime.strptime(f"{day} {clock}", "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 1, 1), False), (date(2026, 1, 2), False), (date(2026, 1, 10), True), (date(2026, 1, 17), False),
        (date(2026, 2, 13), True), *((date(2026, 2, n), False) for n in range(14, 23)), (date(2026, 2, 23), True),
        (date(2026, 4, 27), False), (date(2026, 8, 22), True), (date(2026, 8, 31), False), (date(2026, 9, 1), False),
        (date(2026, 9, 2), False), (date(2026, 11, 23), True), (date(2026, 11, 24), False), (date(2025, 11, 24), True),
        (date(2025, 4, 26), True), (date(2025, 5, 2), False),
    ],
)  # fmt: skip
def test_days_of_the_national_calendar(day, working):
    assert CALENDAR.is_working_day(day) is working


def test_an_override_wins_over_a_weekday_and_over_a_holiday():
    calendar = WorkingCalendar([Override(date(2026, 11, 23), False), Override(date(2026, 11, 24), True)])
    assert not calendar.is_working_day(date(2026, 11, 23))
    assert calendar.is_working_day(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("start", "days", "cut_off", "due"),
    [
        (at("23/11/2026"), 0, None, at("23/11/2026", "17:00")),
        (at("23/11/2026"), 1, None, at("25/11/2026", "17:00")),  # 24/11 is a day off
        (at("23/11/2026", "14:59"), 0, time(15), at("23/11/2026", "17:00")),
        (at("23/11/2026", "15:00"), 0, time(15), at("23/11/2026", "17:00")),
        (at("23/11/2026", "15:01"), 0, time(15), at("25/11/2026", "17:00")),
        (at("23/11/2026", "22:00"), 0, None, at("25/11/2026", "17:00")),  # an evening does not end in the past
        (at("23/11/2026", "22:00"), 1, None, at("25/11/2026", "17:00")),
        (at("28/11/2026"), 2, None, at("02/12/2026", "17:00")),  # Saturday counts as received on Monday
        (at("13/02/2026"), 1, None, at("23/02/2026", "17:00")),  # over Tết
        (at("21/08/2026"), 1, None, at("22/08/2026", "17:00")),  # a Saturday worked in exchange, till the afternoon
        (datetime(2026, 11, 22, 23, tzinfo=UTC), 0, None, at("23/11/2026", "17:00")),
    ],
)
def test_terms_in_days(start, days, cut_off, due):
    assert CALENDAR.add_working_days(start, days, cut_off) == due


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at("23/11/2026", "11:00"), 1, at("23/11/2026", "13:30")),
        (at("23/11/2026", "16:00"), 1, at("23/11/2026", "17:00")),
        (at("23/11/2026", "16:00"), 1.5, at("25/11/2026", "08:00")),
        (at("28/11/2026", "08:00"), 1, at("30/11/2026", "08:30")),  # Saturday receives and does not count
        (at("23/11/2026", "12:00"), 0, at("23/11/2026", "13:00")),
    ],
)
def test_terms_in_hours(start, hours, due):
    assert CALENDAR.add_working_hours(start, hours) == due


def test_a_saturday_may_count_where_the_unit_says_so():
    default = OpeningHours.default()
    calendar = WorkingCalendar(SWAPPED, OpeningHours(default.periods, frozenset(range(6))))
    assert calendar.add_working_days(at("27/11/2026"), 1) == at("28/11/2026", "11:30")
    assert calendar.working_hours_between(at("28/11/2026", "07:00"), at("29/11/2026")) == 4


def test_a_pause_moves_the_end():
    pause = (at("23/11/2026", "10:00"), at("25/11/2026", "08:30"))  # Monday, a day off, Wednesday
    assert CALENDAR.add_working_hours(at("23/11/2026"), 2, [pause]) == at("25/11/2026", "09:30")
    assert CALENDAR.working_hours_between(at("23/11/2026"), at("25/11/2026", "09:30"), [pause]) == 2
    assert CALENDAR.add_working_days(at("23/11/2026"), 1, None, [(at("25/11/2026"), at("27/11/2026"))]) == at(
        "27/11/2026", "17:00"
    )
    assert CALENDAR.add_working_days(at("23/11/2026"), 0, None, [pause]) == at("25/11/2026", "17:00")


def test_overlapping_pauses_count_once():
    twice = [
        (at("23/11/2026", "10:00"), at("23/11/2026", "15:00")),
        (at("23/11/2026", "09:00"), at("23/11/2026", "11:00")),
    ]
    assert CALENDAR.working_hours_between(at("23/11/2026", "08:00"), at("23/11/2026", "17:00"), twice) == 3


def test_what_cannot_be_answered_is_refused():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(at("23/11/2026"), -1)
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_minutes(at("23/11/2026"), -1)
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.add_working_days(datetime(2026, 11, 23), 1)  # noqa: DTZ001
    closed = WorkingCalendar((), OpeningHours({}, frozenset()))
    with pytest.raises(ValueError, match="no working days"):
        closed.add_working_days(at("01/06/2080"), 1)
    never = WorkingCalendar((), OpeningHours({0: []}, frozenset()))
    with pytest.raises(ValueError, match="no working time"):
        never.add_minutes(at("01/06/2080"), 1)


@given(moments, terms, terms)
def test_days_add_up_end_on_a_working_day_and_never_in_the_past(start, first, second):
    due = CALENDAR.add_working_days(start, first)
    assert CALENDAR.is_working_day(due.date())
    assert due >= start
    assert CALENDAR.add_working_days(due, second) == CALENDAR.add_working_days(start, first + second) or first == 0


@given(moments, moments, terms)
def test_who_comes_later_is_never_due_earlier(one, other, days):
    early, late = sorted((one, other))
    assert CALENDAR.add_working_days(early, days, time(15)) <= CALENDAR.add_working_days(late, days, time(15))
    assert CALENDAR.add_working_hours(early, days) <= CALENDAR.add_working_hours(late, days)


@given(moments, terms)
def test_counting_takes_back_what_adding_gave(start, days):
    received = CALENDAR.add_working_days(start, 0)
    due = CALENDAR.add_working_days(received, days)
    assert CALENDAR.working_days_between(received.date(), due.date()) == days
    assert CALENDAR.working_days_between(due.date(), received.date()) == -days


@given(moments, minutes, minutes)
def test_minutes_add_up_and_are_counted_back(start, first, second):
    middle = CALENDAR.add_minutes(start, first)
    assert CALENDAR.add_minutes(middle, second) == CALENDAR.add_minutes(start, first + second)
    assert CALENDAR.working_hours_between(start, middle) == pytest.approx(first / 60)


@given(moments, minutes, st.lists(st.tuples(moments, st.integers(0, 9000)), max_size=3))
def test_a_paused_term_keeps_its_length(start, length, stops):
    paused = [(since, since + timedelta(minutes=wait)) for since, wait in stops]
    due = CALENDAR.add_minutes(start, length, paused)
    assert due >= CALENDAR.add_minutes(start, length)
    assert CALENDAR.working_hours_between(start, due, paused) == pytest.approx(length / 60)


@given(moments, moments, moments)
def test_hours_between_add_up(one, two, three):
    a, b, c = sorted((one, two, three))
    whole = CALENDAR.working_hours_between(a, c)
    assert whole == pytest.approx(CALENDAR.working_hours_between(a, b) + CALENDAR.working_hours_between(b, c))
    assert CALENDAR.working_hours_between(c, a) == -whole


def test_a_hundred_thousand_questions_take_less_than_two_seconds():
    start = at("05/01/2026")
    days = [date(2026, 1, 1) + timedelta(days=n % 700) for n in range(100_000)]
    CALENDAR.is_working_day(date(2027, 1, 1))
    began = stopwatch.process_time()
    assert any(CALENDAR.is_working_day(day) for day in days)
    assert sum(map(CALENDAR.is_working_day, days)) > 60_000
    assert stopwatch.process_time() - began < 2
    assert CALENDAR.add_working_days(start, 5) == at("10/01/2026", "17:00")


def test_new_hours_hold_from_their_day_on() -> None:
    short = OpeningHours({day: [(time(8), time(12))] for day in range(5)})
    calendar = WorkingCalendar((), later=[(date(2026, 3, 11), short)])  # a Wednesday
    eve = datetime(2026, 3, 10, 16, tzinfo=ZONE)
    assert calendar.add_working_hours(eve, 2) == datetime(2026, 3, 11, 9, tzinfo=ZONE)
    assert calendar.add_working_days(eve, 0).time() == time(17)
    assert calendar.add_working_days(eve, 1).time() == time(12)
    assert calendar.week(date(2026, 3, 10))[0][1] != calendar.week(date(2026, 3, 11))[0][1] == [(time(8), time(12))]

"""The clock of the city, and stopping it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.data import clock


def test_now_is_seven_hours_ahead_of_utc():
    assert clock.now().utcoffset() == timedelta(hours=7)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_day_begins_in_vietnam_and_not_in_greenwich():
    with clock.frozen(datetime(2026, 11, 22, 17, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 23)
        assert clock.now().strftime("%H:%M") == "00:30"
        assert clock.midnight().astimezone(UTC) == datetime(2026, 11, 22, 17, tzinfo=UTC)


def test_a_stopped_clock_runs_again_even_after_an_error():
    early = datetime(2020, 1, 1, tzinfo=clock.ZONE)
    with pytest.raises(LookupError), clock.frozen(early):
        assert clock.now() == early
        raise LookupError
    assert clock.now() > early


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass

"""The shipped facts: units of the city, where the old ones went, days swapped by decision."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import app.data.calendar as calendar_page
from app.data.calendar import Override, WorkingCalendar

SEED = Path(calendar_page.__file__).parent / "seed"


def rows(name):
    with (SEED / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_city_has_113_wards_54_communes_and_one_special_zone():
    assert Counter(row["kind"] for row in rows("hcm_units.csv")) == {"ward": 113, "commune": 54, "special_zone": 1}
    assert len({row["code"] for row in rows("hcm_units.csv")}) == 168


def test_every_old_unit_leads_to_a_unit_of_today():
    links = rows("hcm_unit_map.csv")
    targets = Counter(row["old_code"] for row in links)
    assert (len(links), len(targets)) == (493, 442)
    assert Counter(targets.values()) == {1: 395, 2: 43, 3: 4}
    assert {row["new_code"] for row in links} == {row["code"] for row in rows("hcm_units.csv")}
    # An old unit that was split is nowhere whole; the officer has to choose.
    assert all(row["extent"] == "part" for row in links if targets[row["old_code"]] > 1)


def test_the_shipped_overrides_mend_what_the_library_misses():
    given = [
        Override(date.fromisoformat(r["day"]), r["working"] == "1", r["reason"]) for r in rows("day_overrides.csv")
    ]
    plain, mended = WorkingCalendar(), WorkingCalendar(given)
    for day, working in ((date(2026, 1, 2), False), (date(2026, 1, 10), True)):
        assert mended.is_working_day(day) is working
        assert plain.is_working_day(day) is not working, "the library has learnt it: drop the row"

"""Which tests stay together, and which begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.turns import BROWSER, LONGEST, group_of

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("tests/web/test_lists.py::test_rows[sqlite]", "test_lists.py sqlite"),
        ("tests/web/test_routes.py::test_nobody[postgresql-khong.chuc.vu]", "test_routes.py postgresql"),
        ("tests/modules/test_book.py::TestBook::test_lines[24-sqlite]", "test_book.py sqlite"),
        ("tests/data/test_fold.py::test_names[sqlite_master]", "test_fold.py"),
        ("tests/e2e/test_day.py::test_a_day", BROWSER),
        ("tests/e2e/test_scripts.py::test_corners[/sqlite]", BROWSER),
    ],
)
def test_a_file_and_a_database_are_one_group(address: str, group: str) -> None:
    assert group_of(address) == group


def test_what_begins_is_still_there() -> None:
    assert (HERE / BROWSER).is_dir()
    files = {path.name for path in HERE.rglob("test_*.py")}
    assert {name.partition(" ")[0] for name in LONGEST[1:]} <= files

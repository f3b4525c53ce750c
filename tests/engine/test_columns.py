"""Columns of numbers set as text: each number at the right of its column, the columns added up."""

from __future__ import annotations

from app.engine.columns import Columns


def test_numbers_end_below_each_other_and_add_up() -> None:
    table = Columns.of([[5, 12], [None, 1234]])
    assert table.widths == [10, 12]
    assert table.lines == ["      5        12  ", "           1.234  "]
    assert table.sums == "      5   1.246  "


def test_a_table_without_rows_has_no_columns() -> None:
    assert Columns.of([]) == Columns([], [], "")

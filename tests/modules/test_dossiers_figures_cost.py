"""What the report of a period reads, by unit and by procedure: narrow indexes; and that every day has a period."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from modules.dossiers.figures.counting import By, Question
from modules.dossiers.figures.period import Period, Span
from tests.modules.test_dossiers_figures import MAY


@pytest.mark.parametrize("by", list(By))
def test_the_city_is_counted_from_narrow_indexes_whatever_stands_in_a_row(rows: Any, site: Any, by: By) -> None:
    engine, sent = rows.get_bind(), []
    if engine.dialect.name != "sqlite":
        pytest.skip("the other database chooses by its statistics")

    def note(*words: Any) -> None:
        sent.append((words[2], words[3]))

    with site.app_context():
        event.listen(engine, "before_cursor_execute", note)
        Question(MAY).count(rows, by)
        event.remove(engine, "before_cursor_execute", note)
        for statement, values in [one for one in sent if "GROUP BY" in one[0] and "fees_charge" not in one[0]]:
            plan = str(rows.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
            assert re.search(r"(SCAN|SEARCH) dossiers_dossier USING COVERING INDEX", plan), plan
        rows.rollback()


@pytest.mark.parametrize("span", list(Span))
def test_the_last_day_that_can_be_typed_has_a_period_too(span: Span) -> None:
    period = Period.of(span, date.min if span is Span.DAYS else date.max, date.max)
    assert period.first <= period.last and period.begin < period.end

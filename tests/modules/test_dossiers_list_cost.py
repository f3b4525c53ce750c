"""What the list of a ward's dossiers reads: ids are put in order first, whole rows are read for one page only."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from tests.modules.test_dossiers import HERE


def test_only_the_rows_of_a_page_are_read_whole_where_two_units_share_them(rows: Any, browse: Any) -> None:
    clerk, engine, sent = browse("motcua"), rows.get_bind(), []
    if engine.dialect.name != "sqlite":
        pytest.skip("the other database chooses by its statistics")

    def note(*words: Any) -> None:
        sent.append((words[2], words[3]))

    event.listen(engine, "before_cursor_execute", note)
    assert clerk.get(f"{HERE}").status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    ((statement, values),) = [one for one in sent if "dossiers_dossier.applicant" in one[0] and "LIMIT" in one[0]]
    plan = [str(row[3]) for row in rows.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    whole = next(at for at, line in enumerate(plan) if "dossiers_dossier" in line)
    assert "INTEGER PRIMARY KEY" in plan[whole], plan
    assert any("MULTI-INDEX OR" in line for line in plan[whole:]), plan
    assert not any("SCAN dossiers_dossier" in line for line in plan), plan
    rows.rollback()

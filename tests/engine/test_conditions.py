"""The conditions of a person on a statement that is written once."""

from __future__ import annotations

import gc
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import with_loader_criteria

from app.data.people import Unit, User
from app.engine.conditions import Conditions


def reach(code: str) -> Conditions:
    return Conditions([with_loader_criteria(Unit, Unit.code == code)])


def test_a_statement_written_once_gets_its_conditions_once() -> None:
    statement, conditions = select(Unit), reach("1")
    assert conditions.added_to(statement) is conditions.added_to(statement)
    assert conditions.added_to(select(Unit)) is not conditions.added_to(statement)


def test_the_conditions_of_others_are_never_on_it() -> None:
    statement, first, second = select(Unit), reach("1"), reach("2")
    assert "code = '1'" in _text(first.added_to(statement)) and "code = '2'" in _text(second.added_to(statement))
    assert "code = " not in _text(statement)


def test_a_statement_that_nobody_keeps_is_forgotten() -> None:
    conditions = reach("1")
    for _n in range(50):
        conditions.added_to(select(User))
    gc.collect()
    assert not conditions._said


def _text(statement: Any) -> str:
    return str(statement.compile(compile_kwargs={"literal_binds": True}))

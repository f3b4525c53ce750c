"""What the pages of the desk ask the database is put together once, not for each page and person anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from tests.modules.test_dossiers import HERE, received
from tests.modules.test_dossiers_inbox import INBOX


@contextmanager
def asked() -> Iterator[list[Any]]:
    """The statements that pages ask meanwhile, with the conditions of whoever asks; loads of a relationship aside."""
    statements: list[Any] = []

    def note(state: ORMExecuteState) -> None:
        if state.is_select and not state.is_relationship_load and not state.is_column_load:
            statements.append(state.statement)

    event.listen(Session, "do_orm_execute", note)
    try:
        yield statements
    finally:
        event.remove(Session, "do_orm_execute", note)


def test_a_record_with_little_beside_it_is_asked_about_that_once(rows: Any, browse: Any) -> None:
    """Messages, activities, assignments, files and following: one question tells that there are none."""
    clerk, path, sent = browse("motcua"), f"{HERE}/{received(rows, browse)}", []
    clerk.get(path)
    engine = rows.get_bind()

    def note(*words: Any) -> None:
        sent.append(words[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        clerk.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    questions = [one for one in sent if one.startswith("SELECT")]
    beside = ("core_message", "core_activity", "core_assignment", "core_attachment", "core_follower")
    assert len([one for one in questions if any(table in one for table in beside)]) == 1
    assert len(questions) <= 17, questions


@pytest.mark.parametrize("page", ["", INBOX])
def test_a_page_asks_the_statements_that_it_asked_before(rows: Any, browse: Any, page: str) -> None:
    clerk, path = browse("motcua"), page or f"{HERE}/{received(rows, browse)}"
    clerk.get(path)
    with asked() as first:
        clerk.get(path)
    with asked() as again:
        clerk.get(path)
    known = {id(one) for one in first}
    assert len(first) > 3  # what is asked is kept: an id is not used again
    assert [str(one) for one in again if id(one) not in known] == []


def test_people_with_the_same_rights_share_statements_and_no_rows(rows: Any, browse: Any) -> None:
    """Two experts of a ward ask the same words; what is in their hands is their own."""
    mine, other = browse("hotich"), browse("hotich")
    mine.get(INBOX)
    with asked() as first:
        mine.get(INBOX)
    with asked() as second:
        other.get(INBOX)
    assert {id(one) for one in second} <= {id(one) for one in first}

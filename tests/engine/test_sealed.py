"""A sealed file is write-once in the database itself; only a lawful purge takes it away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.data.base import db
from app.data.stored import Attachment, Forgetting
from app.engine.access import SYSTEM
from app.engine.keeping import content_of, forget
from app.engine.registry import registry
from app.engine.saving import remove
from app.engine.work import work

SEALED = select(Attachment).where(Attachment.sealed).order_by(Attachment.id)
CHANGES = [
    "UPDATE core_attachment SET sha256 = 'x' WHERE id = :id",
    "UPDATE core_attachment SET name = 'x' WHERE id = :id",
    "UPDATE core_attachment SET row_id = 1000000 WHERE id = :id",
    "UPDATE core_attachment SET sealed = (1 = 0) WHERE id = :id",
    "UPDATE core_attachment SET size = 1",
    "DELETE FROM core_attachment WHERE id = :id",
    "DELETE FROM core_attachment",
]


@pytest.fixture
def inside(site: Flask) -> Iterator[None]:
    with site.app_context():
        yield


@pytest.mark.parametrize("statement", CHANGES)
def test_no_statement_changes_or_deletes_a_sealed_file(inside: None, statement: str) -> None:
    with work(SYSTEM) as session:
        before = session.execute(select(Attachment.__table__).order_by(Attachment.id)).all()
        file = session.scalars(SEALED.limit(1)).one().id
    with pytest.raises(DBAPIError, match="write-once"), work(SYSTEM) as session:
        session.execute(text(statement), {"id": file} if ":id" in statement else {})
    with work(SYSTEM) as session:
        assert session.execute(select(Attachment.__table__).order_by(Attachment.id)).all() == before


def test_nor_do_the_short_ways_of_each_database(inside: None) -> None:
    sqlite = db.engine.dialect.name == "sqlite"
    replace = "INSERT OR REPLACE INTO core_attachment SELECT * FROM core_attachment WHERE sealed"
    with pytest.raises(DBAPIError, match="write-once"), work(SYSTEM) as session:
        session.execute(text(replace if sqlite else "TRUNCATE core_attachment CASCADE"))


def test_what_is_not_sealed_is_changed_and_a_sealed_file_finds_its_place_in_the_list(inside: None) -> None:
    with work(SYSTEM) as session:
        session.scalars(SEALED.limit(1)).one().position = 3
        session.scalars(select(Attachment).where(~Attachment.sealed).limit(1)).one().name = "khac.png"
    with work(SYSTEM) as session:
        assert session.scalars(SEALED.limit(1)).one().position == 3


def test_a_record_with_a_signed_file_is_not_deleted(inside: None) -> None:
    with work(SYSTEM) as session:
        file = session.scalars(SEALED.limit(1)).one()
        resource = registry.resources[file.resource]
        record: Any = session.get(resource.model, file.row_id)
        with pytest.raises(ValueError, match="đã có tệp được ký"):
            remove(session, resource, record)


def test_a_lawful_purge_takes_it_away_and_leaves_no_leave_behind(inside: None) -> None:
    free = SEALED.where(Attachment.slot == "signed").limit(1)
    with work(SYSTEM) as session:
        file = session.scalars(free).one()
        gone = file.id
        forget(session, [file], "hết hạn lưu")
    with work(SYSTEM) as session:
        assert session.get(Attachment, gone) is None
        assert session.scalar(select(func.count()).select_from(Forgetting)) == 0
        assert content_of(session.scalars(SEALED.limit(1)).one())

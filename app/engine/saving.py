"""Writing records: from a validated form, the one way for the screen, the API and a file; and those that code makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Index, UniqueConstraint, delete, inspect, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.data.base import db
from app.data.format import lower_first
from app.data.messages import Activity, Follower, Message, Notice
from app.data.moment import now
from app.data.record import Record
from app.data.stored import Attachment
from app.data.task import Assignment, Passage, Task
from app.data.text import _
from app.engine import steps, tasks
from app.engine.access import Principal
from app.engine.forms import RecordForm
from app.engine.principals import acting, as_system
from app.engine.registry import registry
from app.spec.words import Lines, Resource

AnyRecord = TypeVar("AnyRecord", bound=Record)


def save(session: Session, resource: Resource, record: Any, form: RecordForm, who: Principal) -> None:
    """Write what `form` says; a new record gets its unit, its author and its first tasks.

    ValueError: what the record's own `saved` refuses, with a sentence for the user.
    """
    fresh = record.id is None
    if fresh:
        record.created_by_id = who.user_id
        if record.unit_id is None:
            record.unit_id = who.unit_id
        _begin_tables(record)
        session.add(record)
    form.apply(record)
    _check_unique(session, record)
    _check_together(session, record)
    items = not fresh and _items_changed(session, record, form)
    session.flush()
    if items:
        record.updated_at = now()  # who edits the same items from an older page must meet a new version
    if hasattr(record, "saved"):
        record.saved()
    if fresh and resource.workflow:
        tasks.arrive(session, resource, record)
        if who.user_id:  # the author hears what becomes of it
            tasks.follow(session, registry.key(resource), record.id, who.user_id)


@contextmanager
def from_sheet(session: Session) -> Iterator[None]:
    """Within the block, what is saved has been read from a sheet."""
    session.info["by_sheet"] = True
    try:
        yield
    finally:
        del session.info["by_sheet"]


def by_sheet() -> bool:
    """Whether the record that is being saved comes from a sheet, for verbs that say where they know a value from."""
    return "by_sheet" in db.session().info


def add(session: Session, record: AnyRecord) -> AnyRecord:
    """Write a new record that no form has made, and return it; its author is who acts, unless it names one.

    Its first tasks open.

    ValueError: what the record's own `saved` refuses.
    """
    add_all(session, [record])
    return record


def add_all(session: Session, records: Sequence[Record]) -> None:
    """Write many as `add` writes one, in a third of the time: the rows go to the database together."""
    for record in records:
        if record.created_by_id is None:
            record.created_by_id = acting().user_id
        if record.id is None:
            _begin_tables(record)
    session.add_all(records)
    session.flush()
    for record in records:
        if hasattr(record, "saved"):
            record.saved()
    session.flush()
    with session.no_autoflush:
        for record in records:
            tasks.arrive(session, registry.of(record), record)


def _begin_tables(record: Any) -> None:
    """A new record without lines has none: nothing is left for its `saved` to load."""
    for table in inspect(type(record)).relationships:
        if table.uselist and "meta" in table.info and table.key not in vars(record):
            setattr(record, table.key, [])


def remove(session: Session, resource: Resource, record: Any) -> None:
    """Delete a record with all that stands beside it; the trail keeps what it was.

    On SQLite a later record may get the same id: nothing of the old one may be left for it to inherit.
    ValueError: it bears a sealed file, or other records refer to it, with a sentence that says which.
    """
    key, row_id, name = registry.key(resource), record.id, str(record)
    sealed = select(Attachment.id).where(Attachment.resource == key, Attachment.row_id == row_id, Attachment.sealed)
    if session.scalar(sealed.limit(1)) is not None:
        raise ValueError(str(_("%(record)s bears a signed file and stays.", record=name)))
    try:
        with session.begin_nested():
            session.delete(record)
    except IntegrityError as error:
        with as_system():  # rows that this person may not see hold it all the same
            used = _used_in(session, record.__table__, row_id) or str(_("other records"))
        raise ValueError(str(_("%(record)s is used in %(where)s and stays.", record=name, where=used))) from error
    for beside in (Task, Passage, Assignment, Message, Activity, Follower, Notice, Attachment):
        session.execute(delete(beside).where(beside.resource == key, beside.row_id == row_id))


def remove_rows(session: Session, resource: Resource, rows: Sequence[int]) -> list[int]:
    """Delete the records of `rows`, with their item rows, beside which nothing stands but files; return those deleted.

    Those with a step, a message, a task or a sealed file stay. The trail gets no line for each: the caller tells what went.
    """
    key = registry.key(resource)
    held: set[int] = set()
    for beside in (Passage, Message, Task, Assignment):
        held |= set(session.scalars(select(beside.row_id).where(beside.resource == key, beside.row_id.in_(rows))))
    sealed = select(Attachment.row_id).where(Attachment.resource == key, Attachment.row_id.in_(rows), Attachment.sealed)
    held |= set(session.scalars(sealed))
    gone = [row for row in rows if row not in held]
    for table in inspect(resource.model).relationships:
        if table.uselist and "meta" in table.info:
            session.execute(delete(table.mapper.class_).where(next(iter(table.remote_side)).in_(gone)))
    session.execute(delete(resource.model).where(resource.model.id.in_(gone)))
    for kind in (Activity, Follower, Notice, Attachment):
        session.execute(delete(kind).where(kind.resource == key, kind.row_id.in_(gone)))
    return gone


def _used_in(session: Session, table: Any, row_id: int) -> str:
    """Name the lists whose rows refer to a row."""
    found: dict[str, None] = {}
    for other in db.metadata.sorted_tables:
        resource = registry.of_table(other.name)
        columns = [key.parent for key in other.foreign_keys if key.column.table is table] if resource else []
        here = select(other.c.id).where(or_(*(column == row_id for column in columns))).limit(1) if columns else None
        if here is not None and session.scalar(here) is not None:
            found[f"“{resource.title}”"] = None  # type: ignore[union-attr]
    return ", ".join(found)


def may_edit(resource: Resource, record: Any, who: Principal) -> bool:
    """Whether this person may change this record in its present state."""
    open_state = not resource.workflow or steps.state_of(resource, record) in resource.workflow.editable
    return open_state and who.may("update", resource, record.unit_id)


def require_editable(resource: Resource, record: Any, who: Principal) -> None:
    """PermissionError unless `may_edit`."""
    if not may_edit(resource, record, who):
        raise PermissionError(str(_("This record can no longer be edited in its present state.")))


def _items_changed(session: Session, record: Any, form: RecordForm) -> bool:
    tables = [part.attribute.key for part in form.parts if isinstance(part, Lines)]
    return any(
        inspect(record).attrs[key].history.has_changes() or any(map(session.is_modified, getattr(record, key)))
        for key in tables
    )


def _check_unique(session: Session, record: Any) -> None:
    """A value that another row has already is a sentence on the form, not an error of the database."""
    for column in inspect(type(record)).columns:
        value = getattr(record, inspect(type(record)).get_property_by_column(column).key)
        words = column.info.get("meta")
        if column.unique and words and value is not None:
            with session.no_autoflush, as_system():  # a row that this person may not see takes the value all the same
                taken = select(column.table.c.id).where(column == value, column.table.c.id != (record.id or 0))
                if session.scalar(taken.limit(1)) is not None:
                    raise ValueError(str(_("%(label)s: another record has this value already.", label=words.label)))


def _check_together(session: Session, record: Any) -> None:
    """The same for values that only together may not stand in two rows; where a rule has a condition, in two that meet it.

    A new row is taken to meet every condition: what changes later is the road's.
    """
    mapper = inspect(type(record))
    table = mapper.local_table
    rules = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    rules += [one for one in table.indexes if one.unique]
    for rule in rules:
        columns = list(rule.columns)
        values = [getattr(record, mapper.get_property_by_column(column).key) for column in columns]
        if len(columns) < 2 or None in values:
            continue
        same = [column == value for column, value in zip(columns, values, strict=True)]
        condition = rule.dialect_options["postgresql"]["where"] if isinstance(rule, Index) else None
        met: list[Any] = [] if condition is None else [condition]
        with session.no_autoflush, as_system():  # a row that this person may not see stands in the way all the same
            if met and record.id and session.scalar(select(table.c.id).where(*met, table.c.id == record.id)) is None:
                continue
            same += met
            if session.scalar(select(table.c.id).where(*same, table.c.id != (record.id or 0)).limit(1)) is not None:
                said = [lower_first(str(column.info["meta"].label)) for column in columns if "meta" in column.info]
                raise ValueError(str(_("Another record has the same %(labels)s already.", labels=", ".join(said))))

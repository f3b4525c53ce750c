"""Hanging files on records: check, store, name, count pages — in the caller's unit of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from app.data import trail
from app.data.stored import Attachment, Forgetting
from app.engine import leaves, store
from app.engine.registry import registry
from app.engine.work import after_commit

SCANS = {"application/pdf", "image/jpeg", "image/png"}
place: dict[str, Path] = {}  # "files" is set once, when the site is built


def the_store() -> store.Store:
    """The file store of this site."""
    return store.Store(place["files"])


def keep(
    session: Session, record: Any, name: str, content: bytes, *, slot: str = "", sealed: bool = False
) -> Attachment:
    """Check a file and hang it on a record; ValueError with a sentence when it may not be kept."""
    resource = registry.of_table(record.__tablename__)
    if resource is None:
        raise LookupError(record.__tablename__)
    if slot == "scan" and resource.taken:
        name, content = resource.taken(name, content)
    name, kind = store.check_upload(name, content, kinds=SCANS if slot == "scan" else None)
    pages = leaves.page_count(name, content, kind) if kind in SCANS else 0
    principal = session.info.get("principal")
    row = Attachment(
        resource=registry.key(resource),
        row_id=record.id,
        unit_id=record.unit_id,
        name=name,
        kind=kind,
        size=len(content),
        sha256=the_store().put(content),
        slot=slot,
        sealed=sealed,
        pages=pages,
        author_id=getattr(principal, "user_id", None),
    )
    session.add(row)
    session.flush()
    if slot == "scan" and resource.scanned:
        resource.scanned(session, record, row, content)
    return row


def keep_beside(session: Session, file: Attachment, content: bytes, *, slot: str) -> Attachment:
    """Hang a further version of a sealed file on its record, in a slot of its own; both are sealed, neither replaces."""
    row = Attachment(
        resource=file.resource,
        row_id=file.row_id,
        unit_id=file.unit_id,
        name=file.name,
        kind=file.kind,
        size=len(content),
        sha256=the_store().put(content),
        slot=slot,
        sealed=True,
        pages=file.pages,
    )
    session.add(row)
    session.flush()
    return row


def kept(session: Session, record: Any, slot: str = "") -> list[Attachment]:
    """Return the files of a record (in one slot, when given), oldest first."""
    resource = registry.of_table(record.__tablename__)
    where = [Attachment.resource == registry.key(resource), Attachment.row_id == record.id] if resource else []
    if slot:
        where.append(Attachment.slot == slot)
    return list(session.scalars(select(Attachment).where(*where).order_by(Attachment.position, Attachment.id)))


def content_of(file: Attachment) -> bytes:
    """Return the bytes of a file; LookupError when the store has lost or damaged them."""
    return the_store().get(file.sha256)


def forget(session: Session, files: Iterable[Attachment], reason: str = "") -> None:
    """Take files off their records for good; with a `reason`, the history of each record tells it.

    Their bytes go after the commit, where no other record has them.
    """
    hashes, names = set(), defaultdict[tuple[str, int], dict[str, Any]](dict)
    files = list(files)
    break_seals(session, Attachment.id.in_([file.id for file in files]))
    for file in files:
        hashes.add(file.sha256)
        names[file.resource, file.row_id][file.name] = [file.name, None]
        session.delete(file)
    for (key, row), gone in names.items() if reason else ():
        record = session.get(registry.resources[key].model, row)
        if record is not None:
            trail.note(session, record, "forget", gone, reason)
    session.flush()
    after_commit(session, lambda: forget_bytes(session, hashes))


def break_seals(session: Session, condition: ColumnElement[bool]) -> None:
    """Let the database delete the sealed files of a condition within this transaction; it refuses all others."""
    sealed = select(Attachment.id).where(Attachment.sealed, condition)
    session.connection().execute(insert(Forgetting).from_select(["file_id"], sealed))


def forget_bytes(session: Session, hashes: set[str]) -> None:
    """Remove from the store the files that no record has any more."""
    still = set(session.scalars(select(Attachment.sha256).where(Attachment.sha256.in_(hashes))))
    for sha256 in hashes - still:
        the_store().remove(sha256)

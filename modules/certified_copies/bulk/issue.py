"""Issue originals one transaction each: what a killed run has issued is found again, and not issued twice."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.toolkit import (
    Attachment,
    Post,
    Role,
    add_record,
    as_person,
    clock,
    content_of,
    db,
    keep,
    kept,
    take_steps,
    unit_of,
)
from modules.certified_copies.capture import pages
from modules.certified_copies.capture.formats import taken
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import Copy, State
from modules.certified_copies.roles import CERTIFIER, SEALER


def issue(contents: list[tuple[str, bytes]], unit_code: str, title: str, requester: str = "") -> Copy:
    """Issue one copy with the keys of the unit's certifier and agency, each step in the name of whose it is.

    Nobody in particular submits: the shell does. LookupError: nobody there may certify, or keeps the seal.
    """
    unit, session = unit_of(db.session(), unit_code), db.session()
    certifier, sealer = _holder(unit.id, CERTIFIER), _holder(unit.id, SEALER)
    if certifier is None:
        raise LookupError(f"Đơn vị {unit_code} chưa có người ký chứng thực.")
    if sealer is None:
        raise LookupError(f"Đơn vị {unit_code} chưa có văn thư giữ dấu.")
    copy = Copy(unit_id=unit.id, title=title, requester=requester)
    add_record(session, copy)
    for check in copy.checks:
        check.passed = True
    for name, content in contents:
        keep(session, copy, name, content, slot="scan")
    pages.tick_all(session, copy)
    take_steps(session, copy, [("submit", None)])
    for step, who in (("sign", certifier), ("seal", sealer)):
        with as_person(who):
            take_steps(session, copy, [(step, who)])
    return copy


def _holder(unit_id: int, role: Role) -> int | None:
    """Who holds a role in a unit today; the one who has held it longest."""
    where = (Post.unit_id == unit_id, Post.role == role.name, Post.valid_on(clock.today()))
    return db.session.scalar(select(Post.user_id).where(*where).order_by(Post.valid_from, Post.id).limit(1))


def issued(contents: list[tuple[str, bytes]], unit_code: str, title: str) -> Copy | None:
    """Return the released copy of exactly these scans under this title, if the unit has one."""
    session = db.session()
    wanted = [hashlib.sha256(taken(name, content)[1]).hexdigest() for name, content in contents]
    scans = (Attachment.resource == COPIES, Attachment.slot == "scan", Attachment.sha256 == wanted[0]) if wanted else ()
    where = (Copy.unit_id == unit_of(session, unit_code).id, Copy.title == title, Copy.state == State.RELEASED)
    found = select(Copy).join(Attachment, Attachment.row_id == Copy.id).where(*scans, *where).distinct().limit(100)
    for copy in session.scalars(found) if wanted else ():
        if [file.sha256 for file in kept(session, copy, "scan")] == wanted:
            return copy
    return None


def final(copy: Copy) -> bytes:
    """The released file of a copy."""
    return content_of(kept(db.session(), copy, "final")[0])


@contextmanager
def alone(unit_code: str) -> Iterator[None]:
    """Let one run at a time issue for a unit on this machine; ValueError while another does. Ends with its process."""
    path = Path(current_app.config["DATA_DIR"]) / f"issue-{unit_of(db.session(), unit_code).id}.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ValueError(f"Một lượt phát hành khác của đơn vị {unit_code} đang chạy.") from error
        yield

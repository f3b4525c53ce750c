"""The life of a sheet that is taken in: kept, tried, shown to the person, and written in one unit of work or not at all."""

from __future__ import annotations

import time
from collections import Counter

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.data import trail
from app.data.base import db
from app.data.import_file import ImportFile, ImportState
from app.data.moment import now
from app.data.text import _
from app.engine import tables
from app.engine.access import Principal
from app.engine.imports import Intake, digest
from app.engine.keeping import the_store
from app.engine.registry import registry
from app.engine.sheet_plan import CHANGED, CREATED, WRONG, Finding
from app.engine.work import rehearsal, work
from app.spec.words import Resource

BREATH = 0.15  # seconds between batches, in which others may write on SQLite, where who waits looks every 0.1 s
SHOWN = 300  # findings kept for the page


def send(resource: Resource, name: str, content: bytes, who: Principal) -> ImportFile:
    """Keep a sheet and note it for its trial run. ValueError: a sentence for a file that cannot be taken."""
    intake = Intake(resource, tables.read(content, name))
    with work(who) as session:
        file = ImportFile(
            resource=registry.key(resource),
            user_id=who.user_id,
            unit_id=who.unit_id,
            name=name,
            sha256=the_store().put(content),
            total=len(intake.entries),
            ignored=intake.plan.ignored,
        )
        session.add(file)
    return file


def check(file: ImportFile, who: Principal) -> None:
    """Try every row of a sheet, take it all back, and keep what was found."""
    intake, number = _intake(file), file.id
    findings: list[Finding] = []
    for entries in intake.batches():
        if findings and db.engine.dialect.name == "sqlite":
            time.sleep(BREATH)
        with rehearsal(who) as session:
            findings += intake.take(session, entries, who, trial=True)
        _progress(number, who, len(findings))
    with work(who) as session:
        file = claim(session, number, ImportState.CHECKING, ImportState.CHECKED)
        file.counts = dict(Counter(one.verdict for one in findings))
        file.findings = [one.plain() for one in _worth_a_look(findings)]
        file.digest, file.done = digest(findings), len(findings)


def write(number: int, who: Principal, state: ImportState = ImportState.CHECKED) -> ImportFile:
    """Take in a checked sheet, all of it or nothing.

    ValueError: somebody has pressed the button already, or it would no longer do what the person has seen; then a
    fresh trial run says why.
    """
    intake, findings = _intake(db.session.get_one(ImportFile, number)), list[Finding]()
    try:
        with work(who) as session:
            file = claim(session, number, state, ImportState.DONE)
            for entries in intake.batches():
                findings += intake.take(session, entries, who, trial=False)
                if any(one.verdict == WRONG for one in findings):
                    raise _Moved
            if digest(findings) != file.digest:
                raise _Moved
            file.ended_at = now()
            changes = {"name": [None, file.name], "sha256": [None, file.sha256], "counts": [None, file.counts]}
            trail.note(session, file, "import", changes)
            return file
    except _Moved as error:
        with work(who) as session:
            file = claim(session, number, state, ImportState.CHECKING)
        check(file, who)
        raise ValueError(
            str(_("Records have changed since the check. Nothing is written; look at it again."))
        ) from error


class _Moved(Exception):
    """The house is no longer as it was when the sheet was checked."""


def claim(session: Session, number: int, state: ImportState, target: ImportState) -> ImportFile:
    """Move a sheet on. ValueError: it no longer stands where the caller thinks; of two who press, one gets it."""
    where = (ImportFile.id == number, ImportFile.state == state)
    moved = session.execute(
        update(ImportFile).where(*where).values(state=target, sentence=None).returning(ImportFile.id)
    ).first()
    if moved is None:
        raise ValueError(str(_("This sheet has been dealt with already.")))
    return session.get_one(ImportFile, number, populate_existing=True)


def _intake(file: ImportFile) -> Intake:
    return Intake(registry.resources[file.resource], tables.read(the_store().get(file.sha256)))


def _progress(number: int, who: Principal, done: int) -> None:
    with work(who) as session:
        session.execute(update(ImportFile).where(ImportFile.id == number).values(done=done))


def _worth_a_look(findings: list[Finding]) -> list[Finding]:
    """What is wrong first, then what changes, then what is new, each in the order of the file."""
    order = {WRONG: 0, CHANGED: 1, CREATED: 2}
    return sorted((one for one in findings if one.verdict in order), key=lambda one: order[one.verdict])[:SHOWN]

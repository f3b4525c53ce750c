"""Large sheets, tried and written in the background in the name of who sent them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import update

from app.data import text
from app.data.base import db
from app.data.clock import today
from app.data.import_file import ImportFile, ImportState
from app.data.people import User
from app.data.text import _
from app.engine import importing
from app.engine.access import SYSTEM, Principal, principal_of
from app.engine.work import later, work

log = logging.getLogger(__name__)
FEW = 200  # records that are dealt with while the person waits


def send_check(file: ImportFile, who: Principal) -> None:
    """Try a sheet now, or in the background when it is large."""
    if file.total <= FEW:
        importing.check(file, who)
        return
    with work(who) as session:
        later(session, "core.import_check", number=file.id)


def send_write(file: ImportFile, who: Principal) -> ImportFile:
    """Write a checked sheet now, or in the background when it is large. ValueError: see `importing.write`."""
    if file.total <= FEW:
        return importing.write(file.id, who)
    with work(who) as session:
        file = importing.claim(session, file.id, ImportState.CHECKED, ImportState.WRITING)
        later(session, "core.import_write", number=file.id)
    return file


def check(number: int) -> None:
    """Try a sheet; the job `core.import_check`."""
    with _sender(number) as who:
        try:
            importing.check(db.session.get_one(ImportFile, number), who)
        except Exception:
            _end(number, ImportState.REFUSED, _("The check broke off. Nothing is written; send the file again."))
            raise


def write(number: int) -> None:
    """Write a sheet; the job `core.import_write`. What goes wrong leaves it checked, with a sentence."""
    with _sender(number) as who:
        try:
            importing.write(number, who, ImportState.WRITING)
        except ValueError as error:
            _end(number, ImportState.CHECKED, error)
        except Exception:
            log.exception("import %s could not be written", number)
            _end(number, ImportState.CHECKED, _("Writing broke off. Nothing is written; press “Write” again."))


@contextmanager
def _sender(number: int) -> Iterator[Principal]:
    """Who sent the sheet, with the rights he has now; what is said inside the block is in his language."""
    session = db.session()
    sender = session.get_one(User, session.get_one(ImportFile, number).user_id)
    token = text.language.set(sender.language)
    try:
        yield principal_of(session, sender, today())
    finally:
        text.language.reset(token)


def _end(number: int, state: ImportState, sentence: object) -> None:
    with work(SYSTEM) as session:
        session.execute(update(ImportFile).where(ImportFile.id == number).values(state=state, sentence=str(sentence)))

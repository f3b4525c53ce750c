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
from app.data.messages import Notice
from app.data.people import User
from app.data.text import _
from app.engine import importing
from app.engine.access import SYSTEM, Principal, principal_of
from app.engine.keeping import the_store
from app.engine.work import later, work

NOTICE = "import:"  # before the resource in a notice that leads to a sheet
log = logging.getLogger(__name__)
FEW = 200  # records that are dealt with while the person waits
SMALL = 60_000  # bytes; one record may have ten thousand lines


def send_check(file: ImportFile, who: Principal) -> None:
    """Try a sheet now, or in the background when it is large."""
    if not _large(file):
        importing.check(file, who)
        return
    with work(who) as session:
        later(session, "core.import_check", number=file.id)


def send_write(file: ImportFile, who: Principal) -> ImportFile:
    """Write a checked sheet now, or in the background when it is large. ValueError: see `importing.write`."""
    if not _large(file):
        return importing.write(file.id, who)
    with work(who) as session:
        file = importing.claim(session, file.id, ImportState.CHECKED, ImportState.WRITING)
        later(session, "core.import_write", number=file.id)
    return file


def _large(file: ImportFile) -> bool:
    """Whether a sheet takes longer than a person waits for a page."""
    return file.total > FEW or the_store().path_of(file.sha256).stat().st_size > SMALL


def check(number: int) -> None:
    """Try a sheet; the job `core.import_check`. A second run finds nothing to do."""
    with _sender(number) as (file, who):
        if file.state is not ImportState.CHECKING:
            return
        try:
            importing.check(file, who)
        except Exception:
            broken = _("The check broke off. Nothing is written; send the file again.")
            _end(number, [ImportState.CHECKING], ImportState.REFUSED, broken)
            raise
        _tell(number, who, _("%(name)s is checked. Look at what would happen.", name=file.name))


def write(number: int) -> None:
    """Write a sheet; the job `core.import_write`. What goes wrong leaves it checked, with a sentence."""
    with _sender(number) as (file, who):
        name = file.name
        if file.state is not ImportState.WRITING:
            return
        try:
            importing.write(number, who, ImportState.WRITING)
        except ValueError as error:
            _end(number, [ImportState.CHECKED], ImportState.CHECKED, error)
        except Exception:
            log.exception("import %s could not be written", number)
            broken = _("Writing broke off. Nothing is written; press “Write” again.")
            _end(number, [ImportState.WRITING, ImportState.CHECKED], ImportState.CHECKED, broken)
        else:
            _tell(number, who, _("%(name)s is taken in.", name=name))
            return
        _tell(number, who, _("%(name)s could not be taken in. Look at it again.", name=name))


@contextmanager
def _sender(number: int) -> Iterator[tuple[ImportFile, Principal]]:
    """The sheet and who sent it, with the rights he has now; what is said inside the block is in his language."""
    session = db.session()
    file = session.get_one(ImportFile, number)
    sender = session.get_one(User, file.user_id)
    token = text.language.set(sender.language)
    try:
        yield file, principal_of(session, sender, today())
    finally:
        text.language.reset(token)


def _end(number: int, sources: list[ImportState], state: ImportState, sentence: object) -> None:
    """Let a sheet stand in `state`; one that is no longer in `sources` (taken in meanwhile) stays as it is."""
    with work(SYSTEM) as session:
        where = (ImportFile.id == number, ImportFile.state.in_(sources))
        session.execute(update(ImportFile).where(*where).values(state=state, sentence=str(sentence)))


def _tell(number: int, who: Principal, sentence: object) -> None:
    """Put a line under the bell of the sender, who may have left the page."""
    with work(SYSTEM) as session:
        key = session.get_one(ImportFile, number).resource
        session.add(Notice(user_id=who.user_id, body=str(sentence), resource=f"{NOTICE}{key}", row_id=number))

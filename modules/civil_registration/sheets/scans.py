"""The scans of a digitised book: a ZIP of PDFs, one per entry, matched by the number that their names bear."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy.orm import Session

from app.toolkit import Attachment, _, content_of, keep, number
from modules.civil_registration.sheets.batch import SheetBatch
from modules.civil_registration.sheets.lines import Line

SLOT = "digitised"
MOST, LARGEST = 10_000, 400 * 2**20  # files, and bytes of all of them unpacked
# "15.pdf", "0015-2009.pdf", "KS_15_2009.pdf"; of several years each name says its own
NAMED = re.compile(r"(?:[A-Za-z]+[-_. ]*)?0*([1-9]\d{0,5})(?:[-_. ]((?:19|20)\d\d))?\.pdf", re.IGNORECASE)
SHOWN = 20


def take_in(session: Session, batch: SheetBatch, zipped: bytes, lines: list[Line]) -> dict[int, int]:
    """Keep the PDFs of a ZIP that belong to rows beside the batch; return the file of each row.

    A row without one, and one whose PDF cannot be read, has a doubt; files of no row are told. ValueError: it is no ZIP.
    """
    years = {line.year for line in lines if line.year}
    rows = {(line.year, line.values["number"]): line for line in lines if line.year and "number" in line.values}
    files: dict[int, int] = {}
    strange: list[str] = []
    bad: set[int] = set()
    with _opened(zipped) as parts:
        for part in parts.infolist():
            if part.is_dir():
                continue
            name = PurePosixPath(part.filename).name
            named = NAMED.fullmatch(name)
            year = int(named[2]) if named and named[2] else next(iter(years)) if len(years) == 1 else 0
            line = rows.get((year, int(named[1]))) if named else None
            if line is None or line.row in files:
                strange.append(part.filename)
                continue
            try:
                files[line.row] = keep(session, batch, name, parts.read(part), slot=SLOT).id
            except (ValueError, zipfile.BadZipFile, zlib.error):
                bad.add(line.row)
                line.doubt("so", _("The PDF %(name)s cannot be read: scan it again.", name=part.filename))
    lacking = [line for line in rows.values() if line.row not in files and line.row not in bad]
    for line in lacking:
        line.doubt("so", _("There is no PDF of this entry."))
    if strange:
        words = ", ".join(strange[:SHOWN]) + (" …" if len(strange) > SHOWN else "")
        batch.notes = [*batch.notes, str(_("Files that belong to no row: %(names)s.", names=words))]
    if lacking:
        batch.notes = [*batch.notes, str(_("%(count)s entries without a PDF.", count=number(len(lacking))))]
    batch.scans = len(files)
    return files


def hang(session: Session, case: Any, file: int) -> None:
    """Hang the PDF of a row on the entry that was made of it."""
    found = session.get(Attachment, file)
    if found is not None:
        keep(session, case, f"{case.number:04d}-{case.year}.pdf", content_of(found), slot=SLOT)


def _opened(zipped: bytes) -> zipfile.ZipFile:
    try:
        parts = zipfile.ZipFile(io.BytesIO(zipped))
    except zipfile.BadZipFile as error:
        raise ValueError(str(_("The file of the scans is no ZIP, or damaged."))) from error
    found = parts.infolist()
    if any(part.flag_bits & 1 for part in found):
        raise ValueError(str(_("The ZIP is protected by a password: send it without one.")))
    if len(found) > MOST or sum(part.file_size for part in found) > LARGEST:
        raise ValueError(str(_("The ZIP is too large: divide the book.")))
    doubled = [name for name, many in Counter(part.filename for part in found).items() if many > 1]
    if doubled:
        raise ValueError(str(_("The ZIP has two files “%(name)s”.", name=doubled[0])))
    return parts

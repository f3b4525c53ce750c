"""A book of a year in the Ministry's words: each entry as the sheet says it, and the PDFs that belong to it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Attachment, Unit, User, as_system, content_of, kept
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import Event, PaperKind, State
from modules.civil_registration.ministry import codes
from modules.civil_registration.sheets.batch import SheetLine, Verdict
from modules.civil_registration.sheets.columns import NATIONAL, SHEETS, Heading
from modules.civil_registration.sheets.kinds import READ, Lists, written
from modules.civil_registration.sheets.lines import PAPER_OF, chunks
from modules.civil_registration.sheets.scans import SLOT
from modules.civil_registration.sheets.template import filled

CARD = {
    "meLoaiGiayToTuyThan": "mother_citizen_id",
    "chaLoaiGiayToTuyThan": "father_citizen_id",
    "nycLoaiGiayToTuyThan": "declarer_citizen_id",
    "nktLoaiGiayToTuyThan": "citizen_id",
}


@dataclass
class Speaking:
    """What is looked up once for a whole book."""

    session: Session
    event: Event

    def __post_init__(self) -> None:
        self.lists = Lists(self.session)

    @cached_property
    def users(self) -> dict[int, str]:
        """The names of officials by row."""
        with as_system():
            return dict(self.session.execute(select(User.id, User.name)).all())

    @cached_property
    def units(self) -> dict[int, str]:
        """The committees of units by row."""
        with as_system():
            return {unit.id: unit.committee for unit in self.session.scalars(select(Unit))}

    def said_of(self, cases: list[Any]) -> dict[int, dict[str, str]]:
        """The words of the sheets that entries came from, by case."""
        found: dict[int, dict[str, str]] = {}
        for some in chunks(cases):
            ids = [case.id for case in some if case.origin]
            where = (SheetLine.event == self.event, SheetLine.case_id.in_(ids))
            standing = SheetLine.verdict.in_((Verdict.TAKEN, Verdict.HELD))
            if ids:
                rows = self.session.execute(select(SheetLine.case_id, SheetLine.said).where(*where, standing))
                found |= {case: said for case, said in rows if case}
        return found

    def spoken(self, case: Any, said: dict[str, str], columns: tuple[Heading, ...]) -> dict[str, str]:
        """Return what the sheet says of an entry: as the case stands; what came in a sheet and still holds, in its own words."""
        words = {one.name: self._of(one, case, said.get(one.name, "")) for one in columns}
        for name, text in self._derived(case).items():
            if name in words and not words[name]:
                words[name] = text
        return words

    def _of(self, one: Heading, case: Any, original: str) -> str:
        value = getattr(case, one.column) if one.column else None
        if one.name == "so":
            return original if original and READ["entry"](original, self.lists) == value else str(case.entry or "")
        if value is None or value == "":
            beside = PAPER_OF.get(one.column, "")
            return str(getattr(case, beside, None) or original) if one.kind == "citizen" else original
        if original:
            try:
                meant = READ[one.kind](original, self.lists)
            except ValueError:
                meant = None
            if meant == value:
                return original
        return written(one.kind, value, self.lists)

    def _derived(self, case: Any) -> dict[str, str]:
        """What follows from an entry and stands in no column of its own."""
        words = {
            "noiDangKy": self.units.get(case.unit_id, ""),
            "nguoiKy": self.users.get(case.signer_id or 0, ""),
            "nguoiThucHien": "" if case.origin else self.users.get(case.created_by_id or 0, ""),
            "ghiChu": str(case.state) if case.state is State.REVOKED else "",
        }
        words |= {
            name: str(codes.PAPERS[PaperKind.IDENTITY]) for name, column in CARD.items() if getattr(case, column, None)
        }
        if isinstance(case, Birth):
            parents = (case.mother_name or "", case.father_name or "")
            kind = {(True, True): "1", (False, True): "2", (True, False): "3"}.get(
                (bool(parents[0]), bool(parents[1])), "4"
            )
            words |= {
                "nksNgaySinhBangChu": case.born.in_words if case.born else "",
                "nksLoaiKhaiSinh": "5" if case.proof.value == "found" else kind,
            }
        return words


def entries(session: Session, book: RegisterBook) -> list[Any]:
    """Return the entries of a book in the order of their numbers."""
    kind: Any = KINDS[book.event]
    where = (kind.unit_id == book.unit_id, kind.year == book.year, kind.number.is_not(None))
    return list(session.scalars(select(kind).where(*where).order_by(kind.number)))


def spoken_all(session: Session, event: Event, cases: list[Any], columns: tuple[Heading, ...]) -> list[dict[str, str]]:
    """Return entries in the words of a sheet."""
    speaking = Speaking(session, event)
    said = speaking.said_of(cases)
    return [speaking.spoken(case, said.get(case.id, {}), columns) for case in cases]


def sheet_of(session: Session, book: RegisterBook, *, national: bool = False) -> io.BytesIO:
    """Return a book as a workbook: the Ministry's sheet, or that of the national system."""
    columns = (NATIONAL if national else SHEETS)[book.event]
    rows = spoken_all(session, book.event, entries(session, book), columns)
    return filled(columns, ([words[one.name] for one in columns] for words in rows))


def papers_of(session: Session, book: RegisterBook) -> io.BytesIO:
    """Return a ZIP with one PDF per entry, named by its number: what was signed, else the scan; a text names who has none."""
    out, lacking = io.BytesIO(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as parts:
        for case in entries(session, book):
            file = _paper(session, case)
            if file is None:
                lacking.append(str(case.entry))
            else:
                parts.writestr(f"{case.number:04d}-{case.year}.pdf", content_of(file))
        if lacking:
            parts.writestr("chua-co-tep.txt", "Các số chưa có tệp PDF: " + ", ".join(lacking) + "\n")
    out.seek(0)
    return out


def _paper(session: Session, case: Case) -> Attachment | None:
    for slot in ("final", SLOT):
        found = kept(session, case, slot)
        if found:
            return found[-1]
    return None

"""Comparing a book of ours with the Ministry's, entry by entry; nothing of either is overwritten, each difference is written down."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.toolkit import _, acting, add_record, clock, fold, lower_first, normalise, read_table
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases.kinds import AtMinistry, Event
from modules.civil_registration.reconcile.comparison import BookComparison, BookDifference, Kind, State
from modules.civil_registration.sheets.columns import BY_NAME, NATIONAL, Heading
from modules.civil_registration.sheets.export import Speaking, entries
from modules.civil_registration.sheets.found import name_of
from modules.civil_registration.sheets.kinds import NUMBERED, READ, Lists
from modules.civil_registration.sheets.lines import chunks, read

# Who wrote and signed, and in which words, is no difference of the register.
PASSED_OVER = {
    "so",
    "nksNgaySinhBangChu",
    "nguoiThucHien",
    "chucVuNguoiKy",
    "ghiChu",
    "nksNoiSinhDVHC",
    "noiDangKy",
    "soLuongBanSao",
}
WORDED = ("name", "place", "text", "phone")
ANSWER = re.compile(r"\s*·\s*")


def with_sheet(session: Session, book: RegisterBook, name: str, content: bytes) -> BookComparison:
    """Compare with a sheet of the Ministry. ValueError: it cannot be read, or is of another book."""
    lists = Lists(session)
    theirs: dict[int, dict[str, str]] = {}
    columns: set[str] = set()
    other = 0
    for line in read(book.event, read_table(content, name), lists):
        columns = columns or set(line.at)
        if "number" not in line.values or (line.year and line.year != book.year):
            other += 1
            continue
        theirs[line.values["number"]] = line.said
    if not theirs:
        raise ValueError(str(_("No row of the sheet is an entry of this book (%(book)s).", book=book)))
    source = name if not other else f"{name} (-{other})"
    chosen = [one for one in NATIONAL[book.event] if one.name in columns and one.name not in PASSED_OVER]
    return _compare(session, book, source, theirs, chosen)


def with_answers(session: Session, book: RegisterBook) -> BookComparison:
    """Compare with the number and the book that the Ministry's software has answered for each entry."""
    theirs: dict[int, dict[str, str]] = {}
    for case in entries(session, book):
        if case.at_ministry is AtMinistry.DONE and case.ministry_entry:
            said = ANSWER.split(case.ministry_entry)
            theirs[case.number] = dict(zip(("theirs", "quyenSo", "trangSo"), said, strict=False))
    if not theirs:
        raise ValueError(str(_("The Ministry has answered for no entry of this book yet.")))
    return _compare(
        session, book, str(_("Answers of the Ministry's software")), theirs, [BY_NAME[book.event]["quyenso"]]
    )


def _compare(
    session: Session, book: RegisterBook, source: str, theirs: dict[int, dict[str, str]], columns: list[Heading]
) -> BookComparison:
    lists, speaking, name = Lists(session), Speaking(session, book.event), name_of(book.event)
    cases = {case.number: case for case in entries(session, book)}
    said = speaking.said_of(list(cases.values()))
    found: list[dict[str, Any]] = []
    for number in sorted(cases.keys() | theirs.keys()):
        case, row = cases.get(number), theirs.get(number)
        words: dict[str, Any] = {
            "number": number,
            "entry": f"{number:02d}/{book.year}",
            "case_id": case.id if case else None,
            "fields": [],
        }
        if case is None or row is None:
            who = case.about if case else (row or {}).get(name, "–")
            kind = Kind.OURS if case else Kind.THEIRS
            found.append(words | {"kind": kind, "name": who[:200], "what": str(kind)})
            continue
        ours = speaking.spoken(case, said.get(case.id, {}), tuple(columns))
        differing = [[one.name, ours[one.name], row.get(one.name, "")] for one in columns if not same(one, ours[one.name], row.get(one.name, ""), lists)]  # fmt: skip
        if "theirs" in row and not _same_number(row["theirs"], number):
            differing.insert(0, ["so", case.entry, row["theirs"]])
        if differing:
            titles = [title_of(book.event, one[0]) for one in differing]
            what = ", ".join(titles[:1] + [lower_first(title) for title in titles[1:]])
            found.append(
                words | {"kind": Kind.DIFFERS, "name": case.about[:200], "what": what[:500], "fields": differing}
            )
    run = BookComparison(
        unit_id=book.unit_id, title=source[:200], event=book.event, year=book.year, ours=len(cases), theirs=len(theirs),
        equal=len(cases.keys() | theirs.keys()) - len(found), differing=len(found),
    )  # fmt: skip
    add_record(session, run)
    _write(session, run, found)
    return run


def same(one: Heading, ours: str, theirs: str, lists: Lists) -> bool:
    """Whether two cells of a column mean the same: days and codes by what they mean, words by their letters (NFC, blanks apart).

    A tone that stands elsewhere (hoà, hòa) is a difference: an official says which of the two is right.
    """
    ours, theirs = normalise(ours), normalise(theirs)
    if ours == theirs:
        return True
    if one.kind in WORDED:
        return one.kind != "name" and ours.casefold() == theirs.casefold()
    try:
        mean = READ[one.kind]
        return (
            bool(ours)
            and bool(theirs)
            and mean(ours, lists) == mean(theirs, lists)
            and (one.kind != "relation" or fold(ours) == fold(theirs))
        )
    except ValueError:
        return False


def title_of(event: Event, name: str) -> str:
    """What a column of the sheet means."""
    found = BY_NAME[event].get(name.casefold())
    return found.title if found else name


def _write(session: Session, run: BookComparison, found: list[dict[str, Any]]) -> None:
    """Write the differences down; what was explained before, word for word, stays explained, what was open is replaced."""
    here = (BookDifference.unit_id == run.unit_id, BookDifference.event == run.event, BookDifference.year == run.year)
    before = session.execute(
        select(BookDifference.number, BookDifference.kind, BookDifference.fields, BookDifference.why).where(
            *here, BookDifference.state == State.EXPLAINED
        )
    )
    explained = {_key(one.number, one.kind, one.fields): one.why for one in before}
    standing = (State.OPEN, State.EXPLAINED)
    session.execute(
        update(BookDifference).where(*here, BookDifference.state.in_(standing)).values(state=State.REPLACED)
    )
    now = clock.now()
    same_words = {
        "unit_id": run.unit_id, "comparison_id": run.id, "event": run.event, "year": run.year, "created_at": now,
        "updated_at": now, "version": 1, "created_by_id": acting().user_id,
    }  # fmt: skip
    rows = []
    for one in found:
        key = _key(one["number"], one["kind"], one["fields"])
        state = State.EXPLAINED if key in explained else State.OPEN
        search = fold(f"{one['entry']} {one['name']}")
        rows.append(same_words | one | {"state": state, "why": explained.get(key), "search_key": search})
    for some in chunks(rows):
        session.execute(insert(BookDifference), some)


def _key(number: int, kind: Kind, fields: list[Any]) -> str:
    return f"{number} {kind.value} {[list(one) for one in fields]}"


def _same_number(text: str, number: int) -> bool:
    found = NUMBERED.fullmatch(text)
    return bool(found) and int(found[1]) == number  # type: ignore[index]

"""Taking a digitised book in: a trial that writes nothing into the book, then its rows as entries that bear their own numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.toolkit import Choice, PartialDay, _, acting, add_record, clock, db, fold, keep, read_table
from modules.civil_registration.births.birth import Birth, Proof
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases.actions import Action
from modules.civil_registration.cases.kinds import Event, Origin, Registration, State
from modules.civil_registration.deaths.death import Notice
from modules.civil_registration.sheets import checks, clashes, scans
from modules.civil_registration.sheets.batch import SheetBatch, SheetLine, Verdict
from modules.civil_registration.sheets.columns import NATIONAL
from modules.civil_registration.sheets.kinds import Lists
from modules.civil_registration.sheets.lines import DOUBTED, Line, chunks, mean, read

SHOWN_GAPS = 20


def try_sheet(
    session: Session, event: Event, unit_id: int, name: str, content: bytes, zipped: bytes | None = None
) -> SheetBatch:
    """Read a sheet and say of each row what would become of it; the book stays as it is. ValueError: it cannot be read."""
    lines = list(read(event, read_table(content, name), Lists(session)))
    for line in lines:
        checks.check(event, line)
    clashes.look(session, event, unit_id, lines)
    batch = SheetBatch(
        unit_id=unit_id,
        created_by_id=acting().user_id,
        title=name[:200],
        event=event,
        rows=len(lines),
        notes=_gaps(lines),
    )
    add_record(session, batch)
    files = scans.take_in(session, batch, zipped, lines) if zipped else {}
    verdicts = [_verdict(line) for line in lines]
    batch.good, batch.doubted, batch.wrong = (
        verdicts.count(one) for one in (Verdict.GOOD, Verdict.DOUBTED, Verdict.WRONG)
    )
    if name.lower().endswith(".xlsx"):
        keep(session, batch, name, content)
    rows = [
        {
            "batch_id": batch.id, "row": line.row, "said": line.said, "problems": line.problems, "verdict": verdict,
            "event": event, "scan": files.get(line.row),
        }
        for line, verdict in zip(lines, verdicts, strict=True)
    ]  # fmt: skip
    _insert(session, SheetLine, rows)
    return batch


def take_all(batch: SheetBatch) -> None:
    """Make entries of all rows. ValueError: one of them cannot be taken, or clashes with what was entered since."""
    if not batch.is_good():
        raise ValueError(str(_("Rows are to be mended: send the sheet again, or take only the good rows.")))
    _take(batch)


def take_good(batch: SheetBatch) -> None:
    """Make entries of the rows that can be taken, and leave out the others. ValueError: none can."""
    _take(batch)


def _take(batch: SheetBatch) -> None:
    session, event = db.session(), batch.event
    kind: Any = KINDS[event]
    lists, stored, lines = Lists(session), {}, []
    asked = select(SheetLine).where(
        SheetLine.batch_id == batch.id, SheetLine.verdict.in_((Verdict.GOOD, Verdict.DOUBTED))
    )
    for row in session.execute(asked.with_only_columns(SheetLine.id, SheetLine.row, SheetLine.said, SheetLine.problems, SheetLine.scan).order_by(SheetLine.row)):  # fmt: skip
        line = Line(row.row, row.said)
        mean(event, line, NATIONAL[event], lists)
        line.problems = []
        stored[row.row] = row
        lines.append(line)
    if not lines:
        raise ValueError(str(_("No row of the sheet can be taken.")))
    clashes.look(session, event, batch.unit_id, lines)
    late = [f"{line.row}: {sentence}" for line in lines for _cell, bad, sentence in line.problems if bad != DOUBTED]
    if late:
        raise ValueError(str(_("Since the trial something was entered, so try the sheet again. Row %(what)s", what="; ".join(late[:5]))))  # fmt: skip
    for year in sorted({line.year for line in lines}):
        highest = max(line.values["number"] for line in lines if line.year == year)
        volume = next(line.values["book"] for line in lines if line.year == year)
        RegisterBook.reach(session, event, batch.unit_id, year, highest, volume)
    made = _write(session, batch, kind, lines)
    doubts = []
    for line in lines:
        row = stored[line.row]
        said = [sentence for _cell, bad, sentence in row.problems if bad == DOUBTED]
        key = "birth_id" if kind is Birth else "death_id"
        doubts += [
            {key: made[line.row], "position": at, "code": "sheet", "text": text[:500]}
            for at, text in enumerate(said, 1)
        ]
        if row.scan:
            scans.hang(session, session.get_one(kind, made[line.row]), row.scan)
    _insert(session, kind.doubt, doubts)
    table = SheetLine.__table__
    marked = (
        update(table).where(table.c.id == bindparam("line")).values(case_id=bindparam("case"), verdict=Verdict.TAKEN)
    )
    session.connection().execute(marked, [{"line": stored[row].id, "case": case} for row, case in made.items()])
    batch.taken, batch.taken_on = len(made), clock.today()


def _write(session: Session, batch: SheetBatch, kind: Any, lines: list[Line]) -> dict[int, int]:
    """Insert the entries and the action that brought each; return the row of each case by that of the sheet."""
    now, actor = clock.now(), acting().user_id
    columns = [one.key for one in kind.__mapper__.column_attrs if one.key not in ("id", "code_hash")]
    fixed: dict[str, Any] = {
        "unit_id": batch.unit_id,
        "created_by_id": actor,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }
    fixed |= {"state": State.ISSUED, "search_key": "", "origin": Origin.SHEET, "copies": 0}
    empty, brought = dict.fromkeys(columns) | fixed, {}
    rows = []
    for line in lines:
        values = _values(kind, line)
        brought[line.year, values["number"]] = (line.row, {"origin": "sheet", "copies": 0} | _plain(values))
        search = fold(" ".join(str(values.get(name) or "") for name in kind.searched))[:2000]
        rows.append(empty | values | {"search_key": search})
    _insert(session, kind, rows)
    years = {year for year, _number in brought}
    where = (kind.unit_id == batch.unit_id, kind.year.in_(years), kind.number.is_not(None))
    made, actions = {}, []
    for case, year, number in session.execute(select(kind.id, kind.year, kind.number).where(*where)):
        if (year, number) in brought:
            row, values = brought[year, number]
            made[row] = case
            actions.append({"event": kind.event, "case_id": case, "place": 1, "kind": "import", "brought": values, "actor_id": actor, "at": now})  # fmt: skip
    _insert(session, Action, actions)
    return made


def _insert(session: Session, kind: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows as they are: thousands of them need nothing that a session does for one."""
    for some in chunks(rows):
        session.connection().execute(insert(kind.__table__), some)


def _values(kind: Any, line: Line) -> dict[str, Any]:
    values = line.values
    day = values["registered_on"]
    happened = values["born"] if kind is Birth else values["died_on"]
    values |= {
        "year": day.year,
        "entry": f"{values['number']:02d}/{day.year}",
        "delay": max(0, (day - happened.last).days),
    }
    values.setdefault("registration", Registration.ON_TIME)
    if kind is Birth:
        values.setdefault("proof", Proof.UNKNOWN)
    else:
        values.setdefault("notice", Notice.NONE)
    return values


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as an action keeps them."""
    found = {}
    for name, value in values.items():
        if isinstance(value, Choice):
            found[name] = value.value
        elif isinstance(value, PartialDay):
            found[name] = value.stored
        elif isinstance(value, (int, str)):
            found[name] = value
        elif value is not None:
            found[name] = value.isoformat()
    return found


def _verdict(line: Line) -> Verdict:
    return Verdict.WRONG if line.wrong else Verdict.DOUBTED if line.problems else Verdict.GOOD


def _gaps(lines: Iterable[Line]) -> list[str]:
    """Numbers that a book of the sheet has not, from its first to its last."""
    numbers: dict[int, set[int]] = defaultdict(set)
    today = clock.today()
    for line in lines:
        if line.year and line.values.get("registered_on", today) <= today and "number" in line.values:
            numbers[line.year].add(line.values["number"])
    notes = []
    for year, found in sorted(numbers.items()):
        lacking = sorted(set(range(1, max(found) + 1)) - found)
        if lacking:
            words = ", ".join(map(str, lacking[:SHOWN_GAPS])) + (" …" if len(lacking) > SHOWN_GAPS else "")
            notes.append(str(_("%(year)s: no row for the numbers %(numbers)s.", year=year, numbers=words)))
    return notes

"""Between a change and the entry that it is about: taken from the register, written into it, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.toolkit import _, db, normalise
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import ENTERED

if TYPE_CHECKING:
    from modules.civil_registration.annotations.change import Change, ChangedPart


def take_over(change: Change) -> None:
    """Say of whom the entry is and what it says until now, and bring what is typed into the form that the register keeps."""
    case = change.case
    if case is not None:
        change.person_name = case.about
    for line in change.lines:
        line.new, line.old = normalise(line.new or ""), normalise(line.old or "") or None
        if line.part is None:
            continue
        if case is not None:
            line.old = line.part.said(line.part.value(case)) if isinstance(case, line.part.kind) else None
        try:
            line.new = line.part.said(line.kept)
        except ValueError:
            continue  # the checks say so, and it goes no further


def write(change: Change, case: Case) -> None:
    """Let the entry say it. ValueError: it holds no more, or says something else than when the change was declared."""
    db.session().refresh(case, with_for_update=True)
    if case.state not in ENTERED:
        raise ValueError(str(_("The entry %(entry)s holds no more: %(state)s.", entry=case, state=case.state)))
    for line in change.lines:
        if line.part and _said(line, case) != (line.old or ""):
            told = {"part": line.part.label, "now": _said(line, case), "old": line.old or ""}
            raise ValueError(str(_("%(part)s: the register says “%(now)s” by now, not “%(old)s”.", **told)))
    case.annotate(
        {line.part.column.key: line.kept for line in change.lines if line.part}, f"{change.kind} {change.entry}"
    )


def take_back(change: Change, case: Case) -> None:
    """Let the entry say again what it said before, where nothing else was written there since."""
    db.session().refresh(case, with_for_update=True)
    back = {
        line.part.column.key: line.part.read(line.old) if line.old else None
        for line in change.lines
        if line.part and _said(line, case) == line.new
    }
    case.annotate(back, str(_("%(what)s revoked", what=f"{change.kind} {change.entry}")))


def _said(line: ChangedPart, case: Case) -> str:
    return line.part.said(line.part.value(case)) if line.part else ""

"""What is looked at before an entry is changed: what must be mended, and what may be right all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from app.toolkit import Finding, _, clock, db, label_of
from modules.civil_registration.annotations.parts import NAMES, OF_ETHNICITY
from modules.civil_registration.annotations.rules import ChangeRule, Kind
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases import checks
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import ENTERED, UNDER_WAY

if TYPE_CHECKING:
    from modules.civil_registration.annotations.change import Change, ChangedPart


def of(change: Change) -> list[Finding]:
    """Return what the checks find in a change as it stands or is being typed."""
    case = change.case
    found = [*_entry(change, case), *_parts(change, case), *_grounds(change, case), *checks.declarer(change)]
    if case is not None and not any(one.stops for one in found):
        found += _entry_then(change, case)
    return found


def _entry(change: Change, case: Case | None) -> Iterator[Finding]:
    chosen = [column for column in ("birth_id", "death_id", "former_place") if getattr(change, column)]
    if not chosen:
        yield checks.stop(
            change, "birth_id", _("Choose the entry that is changed, or write at which place it is registered.")
        )
    elif len(chosen) > 1:
        yield checks.stop(change, chosen[-1], _("One change is about one entry: leave the other empty."))
    if change.former_place and not (change.former_entry and change.person_name):
        yield checks.stop(
            change, "former_entry", _("Write number and book at the other place, and whom the entry is about.")
        )
    if case is not None and case.state not in ENTERED:
        sentence = _("%(entry)s is not registered, or holds no more: %(state)s.", entry=case, state=case.state)
        yield checks.stop(change, "birth_id" if change.birth_id else "death_id", sentence)


def _parts(change: Change, case: Case | None) -> Iterator[Finding]:
    if not change.lines:
        yield checks.stop(change, "kind", _("Write what is changed: at least one part of the entry."))
    seen: set[str] = set()
    for line in change.lines:
        if line.part is None or not line.new:
            continue
        for sentence in _part(change, case, line):
            yield Finding(type(change).kind, f"{line.part.label}: {sentence}")
        if line.what in seen:
            yield checks.stop(change, "kind", _("%(part)s stands there twice.", part=line.part.label))
        seen.add(line.what)
    if case is not None and seen:
        yield from _others(change, seen)


def _part(change: Change, case: Case | None, line: ChangedPart) -> Iterator[str]:
    part, old = line.part, line.old or ""
    if part is None:
        return
    if case is not None and not isinstance(case, part.kind):
        yield str(_("No part of this entry."))
        return
    if case is not None:
        old = part.said(part.value(case))
    try:
        new = part.said(line.kept)
    except ValueError as no:
        yield str(no)
        return
    if new == old:
        yield str(_("The register says that already."))
    if change.kind is Kind.SUPPLEMENT and old:
        yield str(_("The register says “%(old)s”: a supplement is for what is missing there.", old=old))
    if change.kind in (Kind.CHANGE, Kind.CORRECTION) and not old:
        yield str(_("The register says nothing there: that is a supplement."))
    if change.kind and (change.kind is Kind.ETHNICITY) != (line.what in OF_ETHNICITY) and old:
        yield str(_("An ethnicity, and nothing else, is determined anew."))


def _others(change: Change, parts: set[str]) -> Iterator[Finding]:
    """Other changes of the same parts that are under way."""
    kind = type(change)
    entry = kind.birth_id == change.birth_id if change.birth_id else kind.death_id == change.death_id
    line = kind.lines.property.mapper.class_
    where = (entry, kind.id != (change.id or 0), kind.state.in_(UNDER_WAY), line.what.in_(parts))
    for other in db.session.execute(select(kind.id, kind.entry, line.what).join(kind.lines).where(*where).limit(5)):
        told = {"case": other.entry or f"TĐ-{other.id:05d}"}
        yield checks.stop(change, "kind", _("%(case)s is under way and changes the same part: wait for it.", **told))


def _grounds(change: Change, case: Case | None) -> Iterator[Finding]:
    keys = {line.part.column.key for line in change.lines if line.part}
    if change.kind is Kind.CORRECTION and change.fault is None:
        yield checks.stop(change, "fault", _("A correction needs an error: say whose it was."))
    born = case.born if isinstance(case, Birth) else None
    if born and keys & NAMES and change.kind and not change.agrees:
        years = relativedelta(clock.today(), born.first).years
        if years >= ChangeRule.of(db.session(), change.kind, clock.today()).agrees_from:
            yield checks.stop(
                change, "agrees", _("%(years)s years old: the person must agree to another name himself.", years=years)
            )
    if change.kind is Kind.CHANGE and any(not (key in NAMES or key.startswith(("mother", "father"))) for key in keys):
        sentence = _("A change is of a name, or of the parents after an adoption; else it is a correction.")
        yield checks.doubt(change, "kind", "kind", sentence)


def _entry_then(change: Change, case: Case) -> Iterator[Finding]:
    """What the checks of the entry would find in it then, and do not find now."""
    columns = [one.key for one in case.__mapper__.column_attrs]
    then = type(case)(**{key: getattr(case, key) for key in columns})
    for line in change.lines:
        if line.part:
            setattr(then, line.part.column.key, line.kept)
    then.keep_keys()
    now = {one.sentence for one in case.found()}
    for one in then.found():
        if one.sentence not in now:
            said = f"{label_of(one.column)}: {one.sentence}"
            yield Finding(type(change).kind, said, stops=one.stops, code=f"then-{one.code}")

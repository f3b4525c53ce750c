"""From an old address to today's unit: the wards that a text of three levels may mean, and what they went into.

A candidate is proposed, never chosen: an old name alone is shared by up to a dozen wards, and some were divided.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.toolkit import COMMUNE_LEVEL, Unit, UnitLink, clock, fold, standing
from modules.population.lists import provinces

HERE = {"074", "077", "079"}  # the provinces that are the city today
_KIND = re.compile(r"^(?:phuong|xa|thi tran|dac khu|quan|huyen|thanh pho|thi xa) ")
_SHORT = re.compile(r"\b([pqfxh])\.? ?(\d+)\b")
_COMMUNE = r"(?:phuong|p|f|xa|x|thi tran|tt|dac khu)"
_DISTRICT = r"(?:quan|q|huyen|h|thanh pho|tp|thi xa|tx)"


class Proposal(NamedTuple):
    """A unit of today that an old address may lie in; `was` is the old unit, `whole` whether all of it went there."""

    unit_id: int
    name: str
    was: str
    whole: bool


class _Place(NamedTuple):
    name: str  # without kind, folded
    district: str
    to: Proposal


def proposals(session: Session, legacy_text: str) -> list[Proposal]:
    """Return the units that an old address may lie in today: none, one or several, by name."""
    text = _plain(legacy_text)
    if not text or _elsewhere(session, text):
        return []
    every = _places(session)
    named = [place for place in every if _named(text, _COMMUNE, place.name)]
    inside = [place for place in named if place.district and _named(text, _DISTRICT, place.district)]
    if not inside and any(_named(text, _DISTRICT, place.district) for place in every if place.district):
        named = [place for place in named if not place.district]  # that district had no such ward
    found = inside or named
    longest = {place.name for place in found}
    found = [one for one in found if not any(one.name != name and f"{one.name} " in f"{name} " for name in longest)]
    return sorted({place.to for place in found}, key=lambda one: (one.name, one.was))


def _plain(text: str) -> str:
    """A text as `_named` reads it: folded, each part between commas, with P.5 and Q.3 as words apart."""
    parts = [" ".join(re.findall(r"[a-z0-9/]+", _SHORT.sub(r"\1 \2", part))) for part in fold(text).split(",")]
    return "".join(f" {part} ;" for part in parts if part)


def _named(text: str, kind: str, name: str) -> bool:
    """Whether a place is named, with its kind before it, or as all of a part between commas."""
    if not name:
        return False
    bare = re.escape(name)
    number = f"0?{bare}" if name.isdigit() else bare
    alone = "" if name.isdigit() else f"|; {bare} ;"
    return re.search(rf" {kind} {number} {alone}", f";{text}") is not None


def _elsewhere(session: Session, text: str) -> bool:
    """Whether the last part names a province that is not the city."""
    last = re.sub(r"^(?:tinh|thanh pho|tp) ", "", text.strip(" ;").rsplit(";", 1)[-1].strip())
    codes = {code for code, one in provinces(session).items() if _bare(one.name) == last}
    return bool(codes) and not codes & HERE


def _bare(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", _KIND.sub("", fold(name))))


@standing(Unit, UnitLink)
def _places(session: Session) -> tuple[_Place, ...]:
    """Every old unit with each one it went into, and those of today."""
    new, old, today = aliased(Unit), aliased(Unit), clock.today()
    links = select(old, new, UnitLink.whole).select_from(UnitLink)
    links = links.join(old, old.id == UnitLink.old_id).join(new, new.id == UnitLink.new_id)
    found = [
        _Place(_bare(was.name), _bare(was.district or ""), Proposal(now.id, now.name, str(was), whole))
        for was, now, whole in session.execute(links.where(new.valid_on(today)))
    ]
    units = select(Unit).where(Unit.kind.in_(COMMUNE_LEVEL), Unit.valid_on(today))
    found += [
        _Place(_bare(one.name), "", Proposal(one.id, one.name, was="", whole=True)) for one in session.scalars(units)
    ]
    return tuple(found)

"""What a clerk should know of a page before ticking it: by its measures, by its neighbours, by what was certified today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Attachment, _, clock
from modules.certified_copies.capture.measures import GRID
from modules.certified_copies.capture.pages import Page
from modules.certified_copies.capture.remarks import Found, measured
from modules.certified_copies.capture.rules import rule_today
from modules.certified_copies.models import Copy

ALIKE = GRID * GRID * 3 // 100  # bits in which two scans of one page may differ
MOST = 2000  # pages certified today that are looked at


def findings_of(session: Session, copy: Copy, pages: Sequence[Page]) -> dict[int, list[Found]]:
    """Return what was found of each page, by its id; three queries, however many pages."""
    rule = rule_today(session)
    others = list(_certified_today(session, copy)) if pages else []
    found = {}
    for at, page in enumerate(pages):
        found[page.id] = [*measured(page, rule), *_twice(page, pages[:at]), *_already(page, copy, others)]
    return found


def _twice(page: Page, before: Sequence[Page]) -> Iterator[Found]:
    same = next((one for one in before if _alike(page.look, one.look)), None)
    if same is not None:
        yield Found(str(_("Looks like page %(place)s; was it scanned twice?", place=same.place)))


def _already(page: Page, copy: Copy, others: Sequence[Any]) -> Iterator[Found]:
    for other in others:
        exact = other.sha256 == page.file.sha256 and other.leaf == page.leaf
        # Two papers on the same form look alike: only what may be the same original is named.
        numbers = (copy.original_number, other.original_number)
        likely = numbers[0] == numbers[1] if all(numbers) else copy.requester == other.requester
        if exact or (likely and _alike(page.look, other.look)):
            said = _("Certified today already under number %(number)s, %(book)s.", number=other.number, book=other.book)
            yield Found(str(said))
            return


def _certified_today(session: Session, copy: Copy) -> Iterator[Any]:
    columns: Any = (Page.look, Page.leaf, Attachment.sha256)
    columns += (Copy.number, Copy.book, Copy.requester, Copy.original_number)
    where = (Copy.unit_id == copy.unit_id, Copy.certified_on == clock.today(), Copy.id != copy.id)
    found = select(*columns).select_from(Copy).join(Page, Page.copy_id == Copy.id)
    found = found.join(Attachment, Attachment.id == Page.file_id).where(*where).order_by(Page.id.desc()).limit(MOST)
    yield from session.execute(found)


def _alike(one: str | None, other: str | None) -> bool:
    # A page without anything on it looks like every other such page.
    if not one or not other or not one.strip("0") or not other.strip("0"):
        return False
    return (int(one, 16) ^ int(other, 16)).bit_count() <= ALIKE

"""What a clerk should know of a page before ticking it: by its measures, by its neighbours, by what was certified today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Attachment, _, clock, number
from modules.certified_copies.capture.measures import GRID
from modules.certified_copies.capture.pages import Page
from modules.certified_copies.capture.rules import ScanRule, rule_today

if TYPE_CHECKING:
    from modules.certified_copies.models import Copy

ALIKE = GRID * GRID * 3 // 100  # bits in which two scans of one page may differ
WRITTEN = 5  # pixels in a thousand; of less, sharpness says nothing
MOST = 2000  # pages certified today that are looked at


class Found(NamedTuple):
    """One sentence about a page; `asks`: it is ticked only after somebody has said that it stays."""

    sentence: str
    asks: bool = False


def findings_of(session: Session, copy: Copy, pages: Sequence[Page]) -> dict[int, list[Found]]:
    """Return what was found of each page, by its id; three queries, however many pages."""
    rule = rule_today(session)
    others = list(_certified_today(session, copy)) if pages else []
    found = {}
    for at, page in enumerate(pages):
        found[page.id] = [*measured(page, rule), *_twice(page, pages[:at]), *_already(page, copy, others)]
    return found


def measured(page: Page, rule: ScanRule | None) -> Iterator[Found]:
    """Yield what the measures of a page say against the rule in force."""
    told = page.measures
    if not told or rule is None:
        return
    if told["ink"] * 10 < rule.blank:
        yield Found(str(_("The page is blank.")), asks=True)
        return
    if told["dpi"] is None:
        yield Found(str(_("The page was written by a computer, not scanned from paper.")))
    elif told["dpi"] < rule.least_dpi:
        yield Found(
            str(_("Only %(dpi)s dpi; at least %(least)s are asked for.", dpi=told["dpi"], least=rule.least_dpi))
        )
    if rule.colour and not told["colour"]:
        yield Found(str(_("The page has no colour; scan in colour, so that seals stay red and signatures blue.")))
    if told["ink"] >= WRITTEN and told["sharpness"] < rule.unreadable:
        yield Found(str(_("The page is so blurred that it cannot be read.")), asks=True)
    elif told["ink"] >= WRITTEN and told["sharpness"] < rule.blurred:
        yield Found(str(_("The page is blurred.")))
    if abs(told["skew"]) > rule.most_skew:
        yield Found(str(_("The page is skewed by %(angle)s degrees.", angle=number(abs(told["skew"])))))


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
    from modules.certified_copies.models import Copy as Copies

    columns: Any = (Page.look, Page.leaf, Attachment.sha256)
    columns += (Copies.number, Copies.book, Copies.requester, Copies.original_number)
    where = (Copies.unit_id == copy.unit_id, Copies.certified_on == clock.today(), Copies.id != copy.id)
    found = select(*columns).select_from(Copies).join(Page, Page.copy_id == Copies.id)
    found = found.join(Attachment, Attachment.id == Page.file_id).where(*where).order_by(Page.id.desc()).limit(MOST)
    yield from session.execute(found)


def _alike(one: str | None, other: str | None) -> bool:
    # A page without anything on it looks like every other such page.
    if not one or not other or not one.strip("0") or not other.strip("0"):
        return False
    return (int(one, 16) ^ int(other, 16)).bit_count() <= ALIKE

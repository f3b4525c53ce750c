"""What the measures of a page say against the rule in force: blank, blurred, coarse, skewed, without colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from app.toolkit import _, number
from modules.certified_copies.capture.rules import ScanRule

if TYPE_CHECKING:
    from modules.certified_copies.capture.pages import Page

WRITTEN = 5  # pixels in a thousand; of less, sharpness says nothing


class Found(NamedTuple):
    """One sentence about a page; `asks`: it is ticked only after somebody has said that it stays."""

    sentence: str
    asks: bool = False


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

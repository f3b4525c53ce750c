"""A page of a workbook that a module lays out itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class Strong(list[Any]):
    """A row of a sheet in bold: the head of a group, a sum."""


@dataclass(frozen=True)
class Sheet:
    """One page of a workbook: `heads` gives the width of each column in letters, `above` the lines over them.

    `fixed` columns stay in view. With a `paper` ("A3", "A4") it prints across, one page wide, its head on every page.
    Whole numbers get dots between thousands; text stays text, also what begins like a formula.
    """

    title: str
    heads: Mapping[str, int]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()
    fixed: int = 1
    paper: str = ""

"""Columns of numbers as lines of text: WeasyPrint takes two milliseconds for each cell, five seconds for a city's wards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from app.data.format import number

NARROWEST = 10  # for a heading such as "KN-" in bold
AROUND = 3  # one space before a number, two behind it


@dataclass(frozen=True)
class Columns:
    """Lines whose numbers stand below each other, None as a gap, in a font whose figures are as wide as two spaces.

    `widths` are in spaces; `sums` is the line that adds up the columns.
    """

    widths: list[int]
    lines: list[str]
    sums: str

    @classmethod
    def of(cls, rows: Iterable[Sequence[int | None]]) -> Self:
        """Return the columns of rows that are all as long."""
        numbers = list(rows)
        sums = [sum(one or 0 for one in column) for column in zip(*numbers, strict=True)]
        written = [[number(one) for one in row] for row in [*numbers, sums]]
        widths = [max(NARROWEST, *(_width(text) + AROUND for text in column)) for column in zip(*written, strict=True)]
        *lines, last = ["".join(map(_set, row, widths)) for row in written]
        return cls(widths, lines, last)

    @property
    def edges(self) -> list[int]:
        """Where each column begins, and the last ends, in spaces."""
        return list(accumulate(self.widths, initial=0))


def _width(text: str) -> int:
    return sum(2 if sign.isdigit() else 1 for sign in text)  # a point is as wide as a space


def _set(text: str, width: int) -> str:
    return f"{' ' * (width - AROUND + 1 - _width(text))}{text}  "

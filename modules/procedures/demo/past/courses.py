"""The internal processes of those years: which procedure at which level has one since when, and which became leaner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle

from modules.procedures.demo.past.acts import Course, Past, Ruling, working_day
from modules.procedures.demo.past.names import Name

Pair = tuple[Name, str]  # a procedure at a level
APPROVED = (16, 14, 12, 11, 10, 10, 9, 9, 8, 7, 6, 5, 5, 4, 3, 2)
APPROVED_LATER = (26, 25, 24, 23, 22, 21, 20, 19, 18, 18, 17, 16, 15, 15, 14, 13, 12, 11, 9, 7)
BEGINS_AT = 20  # in the largest sectors one decision publishes, from this on one approves; in a few the same does both
LEANER, LEANER_LATER = 61, 185  # of those approved so many follow an older version
WITHOUT = 76  # nobody has written a process for them yet
SPARE = tuple(Decimal(halves) / 2 for halves in (4, 5, 6, 7, 8, 9))  # hours of what a leaner version drops


class Processes:
    """Which procedure at which level has a process since when, and which of them became leaner."""

    def __init__(self, past: Past, days: dict[str, int], new: set[str]) -> None:
        self.past, self.days, self.new = past, days, new
        sectors, place = past.by_sector(), {}
        for at, group in enumerate(sectors):
            place.update({one.code: at for one in group})
        pairs = [(one, level) for group in sectors for one in group for level in one.levels]
        self.first = self._drawn(pairs, place, APPROVED, BEGINS_AT)
        self.then = self._drawn(pairs, place, APPROVED_LATER, 0)
        self.leaner = self._leaner(self.first, LEANER) | self._leaner(self.then, LEANER_LATER)
        drawn = {*self.first, *self.then}
        rest = sorted((pair for pair in pairs if pair not in drawn), key=lambda pair: pair[0].code not in new)
        self.older = [*rest[WITHOUT:], *(pair for pair in pairs if pair in self.leaner)]

    def begin(self) -> None:
        """The processes that the decisions of former years approved with their lists."""
        by = {one.of.code: one.by for one in self.past.versions}
        for one, level in self.older:
            self.past.courses.append(Course(one, level, 1, by[one.code], self.days[one.code]))

    def half_year(self, sectors: list[list[Name]], rulings: dict[int, Ruling]) -> None:
        """Approve in the half-year, with the decision that publishes in that sector where there is one."""
        spare = iter([*(SPARE * 10)[:60], Decimal(5)])
        for at, group in enumerate(self._groups(self.first)):
            place = next(place for place, sector in enumerate(sectors) if sector[0].sector == group[0][0].sector)
            signed = working_day(date(2023, 2, 6) + timedelta(days=at * 7))
            title = f"Về phê duyệt quy trình nội bộ lĩnh vực {group[0][0].sector}"
            ruling = rulings.get(place) or self.past.rule(title, signed)
            self._approve(group, ruling, working_day(ruling.signed - timedelta(days=8)), spare)

    def second_half(self) -> None:
        """Approve what was appraised by June in the second half."""
        spare = cycle(SPARE)
        for at, group in enumerate(self._groups(self.then)):
            title = f"Về phê duyệt quy trình nội bộ được tái cấu trúc lĩnh vực {group[0][0].sector}"
            ruling = self.past.rule(title, working_day(date(2023, 7, 3) + timedelta(days=at * 8)))
            self._approve(group, ruling, working_day(date(2023, 3, 20) + timedelta(days=at * 3)), spare)

    def _approve(self, group: list[Pair], ruling: Ruling, appraised: date, spare: Iterator[Decimal]) -> None:
        running = self.past.running()
        for one, level in group:
            before = running.get((one.code, level))
            if before is not None:
                before.until, before.spare = ruling.day - timedelta(days=1), next(spare)
            number = 2 if before else 1
            course = Course(one, level, number, ruling, self.days[one.code], appraised=appraised, before=before)
            self.past.courses.append(course)

    def _leaner(self, drawn: list[Pair], number: int) -> set[Pair]:
        """So many of them that have been there before, spread over all."""
        old = [pair for pair in drawn if pair[0].code not in self.new]
        return {old[at * len(old) // number] for at in range(number)}

    @staticmethod
    def _drawn(pairs: list[Pair], place: dict[str, int], sizes: tuple[int, ...], begin: int) -> list[Pair]:
        found = []
        for at, size in enumerate(sizes, begin):
            found += [pair for pair in pairs if place[pair[0].code] == at][:size]
        return found

    @staticmethod
    def _groups(drawn: list[Pair]) -> list[list[Pair]]:
        found: dict[str, list[Pair]] = {}
        for pair in drawn:
            found.setdefault(pair[0].sector, []).append(pair)
        return list(found.values())

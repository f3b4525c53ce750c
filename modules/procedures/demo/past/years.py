"""The years up to mid-2023: what had been published before, and the half-year whose figures the city reported.

The report of 26 June 2023 (data of 1 June): 326 procedures and 476 processes appraised, 238 published in 26 decisions,
131 approved in 16, 200 working hours saved; 1.809 procedures, 1.591 processes in force. Nothing here writes a figure:
these are the sizes of lists, and the report counts the rows that become of them.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle

from modules.procedures.decisions.acts import Act
from modules.procedures.demo.listed import LIST
from modules.procedures.demo.past.acts import Past, Ruling, Version, working_day
from modules.procedures.demo.past.courses import Processes
from modules.procedures.demo.past.names import Name

TERMS = {"TINH": (5, 7, 10, 10, 15, 20, 30), "HUYEN": (3, 5, 7, 10, 15), "XA": (0, 0, 3, 5)}
PUBLISHED = (18, 16, 15, 14, 13, 12, 12, 11, 11, 10, 10, 9, 9, 9, 8, 8, 8, 7, 7, 6, 6, 5, 5, 4, 3, 2)
LATER = (14, 13, 12, 11, 10, 9, 8, 6, 5)  # appraised by June, published in the second half


def live_through(past: Past) -> None:
    """Lay out what was published and approved from 2018 to the end of 2023."""
    sectors, terms = past.by_sector(), {level: cycle(days) for level, days in TERMS.items()}
    days = {one.code: next(terms[one.levels[-1]]) for one in past.names}
    chosen = _taken(sectors, PUBLISHED, 0)
    flat = [one for group in chosen for one in group]
    known = {code for code, *_rest in LIST}
    new = {one.code for at, one in enumerate(flat) if at % 6 == 2 and one.code not in known}
    for sector, group in enumerate(sectors):
        older = [one for one in group if one.code not in new]
        ruling = past.rule(
            f"Về công bố danh mục thủ tục hành chính lĩnh vực {group[0].sector}",
            working_day(date(2018, 3, 1) + timedelta(days=sector * 12)),
        )
        past.versions += [Version(one, 1, Act.NEW, ruling, one.levels, days[one.code]) for one in older]
    drawn = Processes(past, days, new)
    drawn.begin()
    rulings = _half_year(past, sectors, chosen, new, days)
    drawn.half_year(sectors, rulings)
    _second_half(past, sectors, days)
    drawn.second_half()


def _half_year(
    past: Past, sectors: list[list[Name]], chosen: list[list[Name]], new: set[str], days: dict[str, int]
) -> dict[int, Ruling]:
    """Publish in the half-year; returns the decisions by the place of their sector."""
    rulings = {}
    for at, group in enumerate(chosen):
        signed = working_day(date(2023, 1, 16) + timedelta(days=at * 5))
        rulings[at] = past.rule(f"Về công bố thủ tục hành chính lĩnh vực {sectors[at][0].sector}", signed)
        _amend(past, group, rulings[at], new, days, working_day(signed - timedelta(days=10)))
    return rulings


def _second_half(past: Past, sectors: list[list[Name]], days: dict[str, int]) -> None:
    for at, group in enumerate(_taken(sectors, LATER, len(PUBLISHED))):
        sector = group[0].sector
        ruling = past.rule(
            f"Về công bố thủ tục hành chính sửa đổi, bổ sung lĩnh vực {sector}",
            working_day(date(2023, 7, 10) + timedelta(days=at * 14)),
        )
        _amend(past, group, ruling, set(), days, working_day(date(2023, 4, 17) + timedelta(days=at * 4)))


def _amend(past: Past, group: list[Name], ruling: Ruling, new: set[str], days: dict[str, int], appraised: date) -> None:
    holding = past.holding()
    for at, one in enumerate(group):
        before = holding.get(one.code)
        act = Act.NEW if one.code in new else Act.REPLACED if at % 17 == 16 else Act.AMENDED
        if before is not None:
            before.until = ruling.day - timedelta(days=1)
        number = before.number + 1 if before else 1
        past.versions.append(Version(one, number, act, ruling, one.levels, days[one.code], appraised))


def _taken(sectors: list[list[Name]], sizes: tuple[int, ...], begin: int) -> list[list[Name]]:
    return [sectors[at][:size] for at, size in enumerate(sizes, begin)]

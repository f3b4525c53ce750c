"""The report of a period as a workbook: a page for each table, then the index, measure by measure and row by row."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from app.toolkit import Sheet, Strong, _, format_day, workbook
from modules.dossiers.figures.index import Index
from modules.dossiers.figures.index_rules import Section
from modules.dossiers.figures.report import PeriodReport
from modules.dossiers.figures.tables import Table
from modules.dossiers.figures.tally import Tally


def report_workbook(report: PeriodReport) -> io.BytesIO:
    """Return the file."""
    pages = [_page(report, table) for table in Table if table is not Table.INDEX]
    return workbook(*pages, _measures(report), _index(report))


def _page(report: PeriodReport, table: Table) -> Sheet:
    heads = {str(_("No.")): 6, str(_("Code")): 14, str(report.by.column): 46}
    heads |= {str(figure): 16 for figure in table.figures} | dict.fromkeys(table.shares, 16)
    return Sheet(str(table), heads, list(_rows(report, table)), _above(report, table), fixed=3, paper="A3")


def _rows(report: PeriodReport, table: Table) -> Iterator[list[Any]]:
    number = 0
    for group, rows in report.groups:
        if group:
            yield Strong(["", "", group])
        for row in rows:
            number += 1
            yield [number, *_cells(row, table)]
    yield Strong(["", *_cells(report.total, table)])


def _cells(row: Tally, table: Table) -> list[Any]:
    return [row.code, row.name, *(row[figure] for figure in table.figures), *table.shares_of(row)]


def _measures(report: PeriodReport) -> Sheet:
    heads = {
        str(_("Column of the index")): 28,
        str(_("What is measured")): 60,
        str(_("Part")): 12,
        str(_("Of how many")): 12,
        str(_("Share in percent")): 12,
        str(_("Points")): 16,
        str(_("At most")): 10,
        str(_("Source")): 60,
    }
    rows: list[list[Any]] = [
        [
            str(one.rule.section), str(one.rule.measure), one.part, one.whole, one.share, _points(one.points),
            one.rule.weight, one.rule.source,
        ]
        for one in report.index.points
    ]  # fmt: skip
    index = report.index
    rows.append(Strong([str(_("Total")), "", None, None, None, index.total, index.reachable, ""]))
    return Sheet(str(_("Measures of the index")), heads, rows, _above(report, Table.INDEX))


def _index(report: PeriodReport) -> Sheet:
    heads = {str(_("Code")): 14, str(report.by.column): 46} | {str(one): 20 for one in Section} | {str(_("Total")): 12}
    rows = [[row.code, row.name, *_columns(index)] for row, index in report.index_by_row()]
    rows.append(Strong(["", report.total.name, *_columns(report.index)]))
    return Sheet(str(Table.INDEX), heads, rows, _above(report, Table.INDEX), fixed=2)


def _columns(index: Index) -> list[Any]:
    return [*(_points(points) for _section, points, _most in index.columns), index.total]


def _points(points: Any) -> Any:
    return str(_("not computable")) if points is None else points


def _above(report: PeriodReport, table: Table) -> list[str]:
    period = report.question.period
    return [
        str(table),
        str(_("From %(first)s to %(last)s", first=format_day(period.first), last=format_day(period.last))),
    ]

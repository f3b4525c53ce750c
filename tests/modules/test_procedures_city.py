"""The half-year report of 2023, counted from the rows of a whole city: every published figure, on screen, sheet and paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import lxml.html
import openpyxl
import pytest
from flask import Flask
from sqlalchemy import String, func, select, type_coerce

from app.data import clock
from app.data.task import Passage, Task
from app.engine import demo
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.online import OnlineService, ServiceLevel
from modules.procedures.catalogue.procedures import Procedure, Standing
from modules.procedures.decisions.decision import Decision, ListedProcedure
from modules.procedures.decisions.turning import turn_night
from modules.procedures.demo import load
from modules.procedures.demo.listed import LIST
from modules.procedures.editions.contents import EditionLevel, Required, Route
from modules.procedures.editions.edition import Edition
from modules.procedures.figures.coverage import Lack, count
from modules.procedures.figures.lines import Line
from modules.procedures.figures.stand import Stand
from modules.procedures.figures.work import Period
from modules.procedures.processes.process import Process
from modules.procedures.processes.review import findings_of
from modules.procedures.processes.steps import ProcessStep

FIRST, CUT_OFF, LAST = date(2023, 1, 1), date(2023, 6, 1), date(2023, 6, 30)
PAGE = "/procedures/work/?first=01/01/2023&last=30/06/2023"
SCREEN = {
    "Thủ tục được thẩm định": 326,
    "Quy trình nội bộ được thẩm định": 476,
    "Thủ tục được công bố": 238,
    "Quy trình nội bộ được phê duyệt": 131,
    "Số giờ làm việc cắt giảm": 200,
    "Thủ tục đang có hiệu lực": 1809,
    "Cấp tỉnh": 1475,
    "Cấp huyện": 224,
    "Cấp xã": 128,
    "trong đó: thực hiện ở nhiều cấp, phía trên chỉ tính một lần": 18,
    "trong đó: đã công khai trên Cổng dịch vụ công": 1809,
    "Dịch vụ công": 1542,
    "trong đó: nhận hồ sơ trực tuyến": 433,
    "Quy trình nội bộ đang có hiệu lực": 1591,
}


@pytest.fixture(scope="module", autouse=True)
def city(site: Flask) -> Iterator[None]:
    """The catalogue of a whole city from here on, as after `flask demo load --size city`; twice changes nothing."""
    demo.extent["size"] = "city"
    for _time in range(2):
        with site.app_context(), work(SYSTEM) as session:
            load(session)
    yield
    demo.extent["size"] = "ward"


def _number(rows: Any, model: Any, *where: Any) -> int:
    return rows.scalar(select(func.count()).select_from(model).where(*where))


def test_each_figure_of_the_half_year_is_the_number_of_its_rows(rows: Any) -> None:
    span = (clock.begin_of(FIRST), clock.begin_of(LAST + timedelta(days=1)))
    taken = (Passage.step == "appraise", Passage.at >= span[0], Passage.at < span[1])
    for resource, number in (("editions", 326), ("processes", 476)):
        appraised = select(Passage.row_id).where(*taken, Passage.resource == f"procedures.{resource}")
        assert len(set(rows.scalars(appraised))) == number
    for model, number, decisions in ((Edition, 238, 26), (Process, 131, 16)):
        signed = select(model.decision_id).join(Decision, Decision.id == model.decision_id)
        found = list(rows.scalars(signed.where(Decision.signed_on >= FIRST, Decision.signed_on <= LAST)))
        assert (len(found), len(set(found))) == (number, decisions)
    at = dict(
        rows.execute(
            select(Level.code, func.count(Edition.procedure_id.distinct()))
            .join(EditionLevel, EditionLevel.level_id == Level.id)
            .join(Edition, Edition.id == EditionLevel.edition_id)
            .where(Edition.valid_on(LAST))
            .group_by(Level.code)
        ).all()
    )
    held = set(rows.scalars(select(Edition.procedure_id).where(Edition.valid_on(LAST))))
    assert at == {"TINH": 1475, "HUYEN": 224, "XA": 128} and sum(at.values()) - len(held) == 18 and len(held) == 1809
    assert _number(rows, Process, Process.valid_on(LAST)) == 1591
    ranks = select(ServiceLevel.name).join(OnlineService, OnlineService.level_id == ServiceLevel.id)
    names = list(rows.scalars(ranks.where(OnlineService.valid_on(LAST))))
    assert len(names) == 1542 and len([one for one in names if one in ("Mức độ 3", "Mức độ 4")]) == 433


def test_hours_saved_are_the_hours_of_the_old_steps_less_those_of_the_new(rows: Any) -> None:
    summed = dict(
        rows.execute(select(ProcessStep.process_id, func.sum(ProcessStep.hours)).group_by(ProcessStep.process_id)).all()
    )
    came = select(Process).where(Process.valid_from >= FIRST, Process.valid_from <= LAST, Process.number > 1)
    saved = Decimal(0)
    for new in rows.scalars(came):
        old = rows.scalars(
            select(Process).where(
                Process.procedure_id == new.procedure_id,
                Process.level_id == new.level_id,
                Process.number == new.number - 1,
            )
        ).one()
        assert old.valid_to == new.valid_from - timedelta(days=1)
        assert (summed[old.id], summed[new.id]) == (new.hours_before, new.hours)
        assert summed[old.id] - summed[new.id] == new.saved_hours
        saved += summed[old.id] - summed[new.id]
    assert saved == 200


def test_the_data_of_1_june_and_the_half_year_say_the_same(rows: Any) -> None:
    def figures(last: date) -> list[tuple[str, int]]:
        lines: list[Line] = [*Period(FIRST, last).lines(rows), *Stand(last).lines(rows)]
        return [(one.code, one.number) for one in lines]

    assert figures(CUT_OFF) == figures(LAST)


def test_the_screen_says_them_and_opens_the_rows_behind_each(browse: Any) -> None:
    office = browse("vanphongub")
    page = lxml.html.fromstring(office.get(PAGE).text)
    said, links = {}, {}
    for row in page.xpath("//section[not(@id)]//tbody/tr"):
        label = row[0].text_content().strip().removeprefix("– ").strip()
        said[label] = row[1].text_content().strip()
        links[label] = [(one.text_content().strip(), one.get("href")) for one in row.xpath(".//a")]
    for label, number in SCREEN.items():
        assert said[label] == f"{number:,}".replace(",", "."), label
    assert [links[label][1][0] for label in ("Thủ tục được công bố", "Quy trình nội bộ được phê duyệt")] == ["26", "16"]
    opened = {href for found in links.values() for _text, href in found if "figure=" in href}
    assert len(opened) == 6 + 3 + 9 + 1
    for href in opened:
        shown = lxml.html.fromstring(office.get(href.partition("#")[0]).text)
        head = shown.xpath("//section[@id='rows']/header/h2")[0].text_content()
        number = int(head.rpartition(":")[2].strip().replace(".", ""))
        assert len(shown.xpath("//section[@id='rows']//tbody/tr")) == min(number, 100)
    last = office.get(f"{PAGE}&figure=in_force&page=19").text
    assert "1.801–1.809 / 1.809" in last and "figure=in_force&amp;page=20" not in last


def test_the_workbook_and_the_paper_say_them_too(browse: Any) -> None:
    office = browse("vanphongub")
    span = PAGE.partition("?")[2]
    book = openpyxl.load_workbook(io.BytesIO(office.client.get(f"/procedures/work/report.xlsx?{span}").data))
    first = book.worksheets[0]
    said = {
        str(name).strip(): (page, number, decisions)
        for page, name, number, decisions in first.iter_rows(3, values_only=True)
    }
    for label, number in SCREEN.items():
        page, told, _decisions = said[label]
        assert told == number, label
        assert page is None or book[str(page)].max_row - 2 == number, f"{label}: the page has all its rows"
    assert said["Thủ tục được công bố"][2] == 26 and said["Quy trình nội bộ được phê duyệt"][2] == 16
    paper = office.client.get(f"/procedures/work/report.pdf?{span}")
    assert paper.status_code == 200 and paper.data.startswith(b"%PDF")


def test_a_catalogue_of_a_past_day_says_what_lacked_then(browse: Any, rows: Any) -> None:
    lacks = count(rows, LAST).lacks
    assert lacks[Lack.PROCESS] == 1827 - 1591 and lacks[Lack.PUBLIC] == 0
    page = browse("motcua").get("/procedures/coverage/?day=30/06/2023&lack=process").text
    assert "1.809" in page and "30/06/2023" in page and "236" in page


def test_the_rows_of_the_past_could_have_come_about_in_the_house(site: Flask, rows: Any) -> None:
    past = select(Decision.id).where(Decision.number.startswith("DEMO-20"))
    for model, name in ((Edition, "procedures.editions"), (Process, "procedures.processes")):
        own = (Passage.resource == name, Passage.row_id == model.id)
        last = select(Passage.target).where(*own).order_by(Passage.id.desc()).limit(1).scalar_subquery()
        state, written = type_coerce(model.state, String), model.decision_id.in_(past)
        assert _number(rows, model, written) > 1000 and not _number(rows, model, written, last.is_distinct_from(state))
        waits = select(Task.id).where(Task.resource == name, Task.row_id == model.id, Task.closed_at.is_(None))
        assert not _number(rows, model, written, waits.exists()), "what is written at once waits for nobody"
    names = select(Procedure.name).where(Procedure.standing == Standing.IN_FORCE)
    assert len(set(rows.scalars(names))) > 0.97 * _number(rows, Procedure, Procedure.standing == Standing.IN_FORCE)
    for model in (Route, Required, EditionLevel):
        assert not rows.scalars(
            select(Edition.id).where(
                Edition.id.not_in(select(model.edition_id)),
                Edition.number < 2,
                Edition.code.not_in([code for code, *_ in LIST]),
            )
        ).all()
    assert not rows.scalars(
        select(Decision.id).where(
            Decision.id.not_in(select(ListedProcedure.decision_id)),
            Decision.id.not_in(select(Edition.decision_id).where(Edition.decision_id.is_not(None))),
            Decision.id.not_in(select(Process.decision_id).where(Process.decision_id.is_not(None))),
            Decision.number.startswith("DEMO-20"),
        )
    ).all()
    for process in rows.scalars(select(Process).where(Process.valid_on(LAST)).order_by(Process.id).limit(2000)).all()[
        ::80
    ]:
        with site.app_context():
            assert not [one for one in findings_of(process) if one.grave and re.search("vòng|không", one.text)], process


def test_a_service_is_entered_at_a_level_of_its_day_and_goes_over_to_one_of_the_next_scheme(rows: Any) -> None:
    pairs = rows.execute(select(OnlineService, ServiceLevel).join(ServiceLevel)).all()
    assert not [one.code for one, level in pairs if not level.in_force(one.valid_from)]
    outlived = {one.code: one for one, level in pairs if level.valid_to and (one.valid_to or date.max) > level.valid_to}
    began = {one.code.removesuffix(".2"): one for one, _level in pairs if one.code and one.code.endswith(".2")}
    assert len(outlived) == 1542 and began and not set(began) - set(outlived)
    assert {one.valid_from - outlived[code].valid_to for code, one in began.items()} == {timedelta(days=1)}


def test_the_night_changes_nothing_of_what_is_over(site: Flask, rows: Any) -> None:
    def stands() -> list[Any]:
        states = select(Procedure.standing, func.count()).group_by(Procedure.standing).order_by(Procedure.standing)
        editions = select(Edition.state, func.count()).group_by(Edition.state).order_by(Edition.state)
        return [*rows.execute(states).all(), *rows.execute(editions).all()]

    before = stands()
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        turn_night(session)
    assert stands() == before

"""A ward is merged while its dossiers are open: whoever took over goes on with them, under the code the citizen has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.data import clock
from app.data.messages import Notice
from app.data.people import Unit, UnitLink, User
from app.data.task import Task
from app.engine.access import SYSTEM
from app.engine.demo import OTHER_WARD, WARD
from app.engine.work import work
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.forms.book import book_of
from modules.dossiers.mergers.heirs import heirs_of
from modules.dossiers.mergers.passing import pass_all
from modules.dossiers.mergers.succession import Succession
from tests.modules.test_dossiers import HERE, read, received, take
from tests.modules.test_dossiers_outside import ask
from tests.modules.test_equipment_transfer import unit

PAGE = "/dossiers/mergers/"


@pytest.fixture
def gone(rows: Any) -> Iterator[Any]:
    """Close the ward as of yesterday, and write down into which wards it went: `gone(whole, *heirs)`."""
    old = unit(rows, WARD)

    def merge(whole: bool, *heirs: int) -> int:
        rows.rollback()
        rows.add_all([UnitLink(old_id=old, new_id=heir, whole=whole) for heir in heirs])
        rows.get(Unit, old).valid_to = clock.today() - timedelta(days=1)
        rows.commit()
        return old

    yield merge
    rows.rollback()
    rows.get(Unit, old).valid_to = None
    rows.execute(delete(UnitLink).where(UnitLink.old_id == old))
    back = select(Succession.dossier_id).where(Succession.old_id == old)
    for dossier in rows.scalars(select(Dossier).where(Dossier.id.in_(back))).all():
        line = rows.scalar(select(Succession.line).where(Succession.dossier_id == dossier.id))
        dossier.unit_id, dossier.at_id, dossier.book_line = old, old, line or dossier.book_line
        dossier.competent_id = dossier.competent_id if dossier.ended_at else old
        for task in rows.scalars(select(Task).where(Task.resource == "dossiers.dossiers", Task.row_id == dossier.id)):
            task.unit_id = old
    rows.execute(delete(Succession).where(Succession.old_id == old))
    rows.commit()


def night(site: Flask, rows: Any) -> None:
    """The job of the night."""
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        for _done in pass_all(session):
            pass


def another(rows: Any) -> int:
    found = select(Unit.id).where(Unit.kind == "ward", Unit.valid_to.is_(None), Unit.code.not_in([WARD, OTHER_WARD]))
    return int(rows.scalar(found.order_by(Unit.id)))


def test_open_dossiers_go_to_the_ward_that_took_over_and_keep_their_code(
    rows: Any, browse: Any, site: Flask, gone: Any
) -> None:
    row, ended = received(rows, browse, address="12 Trường Chinh"), received(rows, browse)
    for login, step in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
        take(browse, login, ended, step)
    take(browse, "vanthu", ended, "finish", result_number="1/KS", result_on=f"{clock.today():%d/%m/%Y}")
    assert take(browse, "motcua", ended, "hand_over").status_code == 303
    take(browse, "motcua", row, "begin")
    before = read(rows, row)
    code, line, new = before.code, before.book_line, unit(rows, OTHER_WARD)
    old = gone(True, new)
    night(site, rows)
    night(site, rows)
    after = read(rows, row)
    assert (after.unit_id, after.competent_id, after.at_id, after.code) == (new, new, new, code)
    assert read(rows, ended).unit_id == read(rows, ended).competent_id == old, "what is over stays as it was"
    tasks = rows.scalars(select(Task).where(Task.row_id == row, Task.closed_at.is_(None)).order_by(Task.id)).all()
    assert {one.unit_id for one in tasks if one.resource == "dossiers.dossiers"} == {new}
    assert len(Succession.of(rows, row)) == 1
    days = (clock.today(), clock.today())
    lines = {
        number: next(one for one in book_of(rows, rows.get(Unit, number), *days).entries if one.dossier.id == row)
        for number in (old, new)
    }
    assert lines[old].line == line and "chuyển đến" in lines[old].note
    assert lines[new].line == after.book_line and "nhận từ" in lines[new].note
    assert code in browse("hotich2").get("/dossiers/inbox?tab=free").text
    assert "sau khi sáp nhập" in browse("hotich2").get(f"{HERE}/{row}").text
    assert take(browse, "hotich2", row, "hand_on").status_code == 303
    assert "đang được giải quyết" in ask(browse, code, "0903001234").text, "the citizen's page goes on"


def test_a_result_that_lies_at_the_desk_is_handed_over_by_the_heir(
    rows: Any, browse: Any, site: Flask, gone: Any
) -> None:
    row = received(rows, browse)
    for login, step in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
        take(browse, login, row, step)
    take(browse, "vanthu", row, "finish", result_number="2/KS", result_on=f"{clock.today():%d/%m/%Y}")
    new = unit(rows, OTHER_WARD)
    old = gone(True, new)
    night(site, rows)
    dossier = read(rows, row)
    assert (dossier.unit_id, dossier.at_id, dossier.competent_id) == (new, new, old), "who solved it is history"
    assert dossier.state is State.SOLVED


def test_of_two_heirs_nobody_is_guessed_and_the_overseer_chooses(
    rows: Any, browse: Any, site: Flask, gone: Any
) -> None:
    row, heir, second = received(rows, browse), unit(rows, OTHER_WARD), another(rows)
    code = read(rows, row).code
    old = gone(False, heir, second)
    night(site, rows)
    assert read(rows, row).unit_id == old
    assert browse("motcua2").get(PAGE).status_code == 403
    overseer = browse("vanphongub")
    assert code in overseer.get(PAGE).text
    heard = select(Notice.body).join(User, User.id == Notice.user_id).where(User.login == "vanphongub")
    assert any("chờ: hãy chọn đơn vị tiếp nhận" in body for body in rows.scalars(heard))
    assert overseer.post(f"{PAGE}{old}", {"rows": str(row), "to": str(old)}).status_code == 303
    assert read(rows, row).unit_id == old, "only into what took it over"
    overseer.post(f"{PAGE}{old}", {"rows": str(row), "to": str(second)})
    assert (read(rows, row).unit_id, read(rows, row).competent_id) == (second, second)
    assert code not in overseer.get(PAGE).text


def test_an_heir_that_was_merged_itself_passes_on_to_its_own(rows: Any) -> None:
    old = rows.scalars(select(UnitLink).join(Unit, Unit.id == UnitLink.new_id).where(Unit.valid_to.is_(None))).first()
    day = date(2026, 1, 1)
    new = Unit(code="X1", name="Phường Mới Thử", kind="ward", valid_from=day, path="/", parent_id=1)
    middle = rows.get(Unit, old.new_id)
    rows.add(new)
    rows.flush()
    rows.add(UnitLink(old_id=middle.id, new_id=new.id, whole=True))
    middle.valid_to = day - timedelta(days=1)
    rows.flush()
    assert new.id in [one.id for one in heirs_of(rows, old.old_id, day).units]
    assert middle.id not in [one.id for one in heirs_of(rows, old.old_id, day).units]
    rows.rollback()

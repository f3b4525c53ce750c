"""A citizen's personal number: masked everywhere, shown for a reason, and then somebody's name stands in the log."""

from __future__ import annotations

import io
import re
import subprocess
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import String, cast, func, select

from app.data.messages import Draft, Message, Notice
from app.data.task import Task
from app.data.trail import Trail
from app.engine import tokens
from app.engine.checks import check
from app.engine.registry import Registry, registry
from app.spec.words import Board, Lines, List, Module, Resource
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy
from modules.certified_copies.screens import CLERK
from tests.program import Program

HERE = "/certified_copies/copies"
NUMBER, OTHER = "079188045671", "079189045671"  # two people whose masked numbers look the same
MASKED = "0791••••5671"


@pytest.fixture
def copy(browse: Any) -> int:
    """A copy of a citizen's diploma, just written down by the clerk."""
    form = {"version": "0", "title": "Bằng lái xe", "requester": "Đỗ Kim Vy", "citizen_id": NUMBER}
    answer = browse("motcua").post(f"{HERE}/new", form)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def stored(rows: Any, row: int) -> Any:
    rows.rollback()
    return rows.scalar(select(Copy.citizen_id).where(Copy.id == row))


def readings(rows: Any, row: int) -> int:
    rows.rollback()
    where = (Trail.table == Copy.__tablename__, Trail.row_id == row, Trail.act == "read")
    return rows.scalar(select(func.count()).select_from(Trail).where(*where)) or 0


def words_of(kind: str, content: bytes) -> str:
    """All that a sheet says, as text."""
    if kind == "xlsx":
        cells = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        return " ".join(str(cell) for row in cells for cell in row)
    if kind == "pdf":
        told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True)
        return told.stdout.decode()
    return content.decode()


@pytest.fixture
def in_the_list() -> Any:
    """The list shows the personal number too, as a module's author may wish."""
    resource = registry.resources["certified_copies.copies"]
    view, before = resource.views[0], resource.views[0].columns
    object.__setattr__(view, "columns", [Copy.title, Copy.requester, Copy.citizen_id])
    yield
    object.__setattr__(view, "columns", before)


def test_no_page_shows_the_number(copy: int, browse: Any, in_the_list: None) -> None:
    clerk = browse("motcua")
    assert MASKED in clerk.get(HERE).text
    assert MASKED in clerk.get(f"{HERE}/{copy}").text
    assert f'value="{MASKED}"' in clerk.get(f"{HERE}/{copy}/edit").text
    paths = [HERE, f"{HERE}?group=state", f"{HERE}/{copy}", f"{HERE}/{copy}?stream=history", f"{HERE}/{copy}/edit"]
    paths += ["/", "/my-work", "/notifications", "/palette?q=đỗ+kim+vy", f"{HERE}?q=do+kim+vy"]
    paths += [f"{HERE}/{copy}/workflow", f"{HERE}/{copy}/steps/submit", "/lookup/certified_copies_copy?q=do"]
    for path in paths:
        answer = clerk.client.get(path)
        assert answer.status_code == 200, path
        assert NUMBER not in answer.text, path


def test_the_number_finds_nobody(copy: int, browse: Any, in_the_list: None) -> None:
    clerk = browse("motcua")
    for path in (f"{HERE}?q={NUMBER}", f"/palette?q={NUMBER}", "/palette?q=45671"):
        assert "Đỗ Kim Vy" not in clerk.get(path).text, path
    wrong, right = (clerk.get(f"{HERE}?citizen_id={one}").text.count('name="rows"') for one in ("1" * 12, NUMBER))
    assert wrong == right, "a filter in the address would tell a number apart without a line in the log"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "pdf"])
def test_sheets_carry_the_masked_number(kind: str, copy: int, browse: Any, in_the_list: None) -> None:
    clerk = browse("motcua")
    whole = clerk.get(f"{HERE}/sheet.{kind}")
    ticked = clerk.post(f"{HERE}/bulk", {"rows": [str(copy)], "sheet": kind})
    for answer in (whole, ticked):
        told = words_of(kind, answer.data)
        assert "5671" in told
        assert NUMBER not in told
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_program_sees_it_only_with_the_right_to(copy: int, site: Flask, rows: Any) -> None:
    path = f"/api/v1{HERE}"
    plain = Program(site, "motcua", ["certified_copies:read"])
    for answer in (plain.get(path), plain.get(f"{path}/{copy}")):
        assert MASKED in answer.text
        assert NUMBER not in answer.text
    assert readings(rows, copy) == 0
    trusted = Program(site, "motcua", ["certified_copies:read", tokens.PERSONAL])
    assert NUMBER not in trusted.get(path).text, "a list is never a reading"
    assert trusted.get(f"{path}/{copy}").json["citizen_id"] == NUMBER
    assert readings(rows, copy) == 1


def test_who_looks_is_written_down(copy: int, browse: Any, rows: Any) -> None:
    answer = browse("motcua").post(f"{HERE}/{copy}/reveal/citizen_id", {})
    assert NUMBER in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert readings(rows, copy) == 1
    assert browse("motcua").client.get(f"{HERE}/{copy}/reveal/citizen_id").status_code == 405, "an address is no reason"
    assert browse("motcua").post(f"{HERE}/{copy}/reveal/title", {}).status_code == 404
    for login in ("canbo2", "canbo", "sokhcn"):
        assert browse(login).post(f"{HERE}/{copy}/reveal/citizen_id", {}).status_code in {403, 404}, login
    assert readings(rows, copy) == 1


def test_who_leafed_through_the_scan_is_written_down_once_a_day(copy: int, browse: Any, rows: Any) -> None:
    clerk, leader = browse("motcua"), browse("lanhdao")
    clerk.post(f"{HERE}/{copy}/files", {"files": (io.BytesIO(picture("Bằng lái xe", "Đỗ Kim Vy")), "quet.jpg")})
    pages = re.findall(rf'src="({HERE}/{copy}/files/\d+/page-\d+\.jpg[^"]*)"', clerk.get(f"{HERE}/{copy}").text)
    assert pages
    for browser in (clerk, leader, clerk, leader):
        for page in pages:
            answer = browser.client.get(page)
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
    assert readings(rows, copy) == 2
    leader.post(f"{HERE}/{copy}/reveal/citizen_id", {})
    history = clerk.get(f"{HERE}/{copy}?stream=history").text
    assert "Đã xem dữ liệu cá nhân: quet.jpg" in history
    assert "Đã xem dữ liệu cá nhân: Số định danh" in history
    for page in pages:
        assert browse("canbo2").client.get(page).status_code in {403, 404}
    assert readings(rows, copy) == 3


def test_an_edit_keeps_the_number_that_nobody_touched(copy: int, browse: Any, rows: Any) -> None:
    clerk, path = browse("motcua"), f"{HERE}/{copy}/edit"
    form = {"title": "Bằng lái xe A1", "requester": "Đỗ Kim Vy"}
    assert clerk.post(path, form | {"version": clerk.version(path), "citizen_id": MASKED}).status_code == 303
    assert stored(rows, copy) == NUMBER
    for wrong in ("0792••••5671", "••••", "0791••••567"):
        answer = clerk.post(path, form | {"version": clerk.version(path), "citizen_id": wrong})
        assert answer.status_code == 422, wrong
        assert NUMBER not in answer.text
        assert stored(rows, copy) == NUMBER
    assert clerk.post(path, form | {"version": clerk.version(path), "citizen_id": OTHER}).status_code == 303
    assert stored(rows, copy) == OTHER
    late = clerk.post(path, form | {"version": "1", "citizen_id": NUMBER})
    assert late.status_code == 409
    assert OTHER not in late.text
    history = clerk.get(f"{HERE}/{copy}?stream=history").text
    assert "Bằng lái xe A1" in history
    assert not re.search(rf"{NUMBER}|{OTHER}", history)


def test_it_is_kept_in_no_second_place(copy: int, browse: Any, rows: Any) -> None:
    clerk, path = browse("motcua"), f"{HERE}/{copy}/edit"
    typed = {"title": "Bằng lái xe", "citizen_id": OTHER}
    token = re.search(r'csrf-token" content="([^"]+)"', clerk.client.get(path).text)
    assert token
    send = {"headers": {"X-CSRFToken": token[1]}}
    assert clerk.client.post(f"{HERE}/{copy}/draft", json=typed, **send).status_code == 200
    assert clerk.client.post(f"{HERE}/{copy}/draft", json=[1], **send).status_code == 400
    assert "Bằng lái xe" in clerk.get(path).text
    clerk.post(path, {"version": clerk.version(path), "title": "Bằng", "requester": "Đỗ Kim Vy", "citizen_id": OTHER})
    assert stored(rows, copy) == OTHER
    for model, columns in (
        (Draft, [Draft.content]),
        (Trail, [Trail.changes]),
        (Notice, [Notice.body]),
        (Message, [Message.body]),
        (Task, [Task.title, Task.number]),
        (Copy, [Copy.search_key, Copy.title]),
    ):
        for column in columns:
            text = cast(column, String)
            assert not rows.scalar(select(model.id).where(text.contains(NUMBER) | text.contains(OTHER))), column


def test_a_screen_that_would_tell_it_unmasked_stops_the_start() -> None:
    real = registry.modules["certified_copies"]

    def problems(**words: Any) -> list[str]:
        resource = Resource(
            Copy,
            real.title,
            real.title,
            slug="copies",
            access=registry.resources["certified_copies.copies"].access,
            **words,
        )
        module = Module("certified_copies", real.title, real.folder, roles=[CLERK], resources=[resource])
        among = Registry()
        among.roles = registry.roles
        return [line for line in check(module, among) if line.startswith("M014")]

    assert problems(views=[List([Copy.title, Copy.citizen_id])]) == []
    for words in (
        {"heading": Copy.citizen_id},
        {"filters": [Copy.citizen_id]},
        {"groups": [Copy.citizen_id]},
        {"views": [Board(Copy.citizen_id)]},
        {"views": [List([Copy.title], under=Copy.citizen_id)]},
        {"form": [Lines(Copy.checks, [Copy.citizen_id])]},
    ):
        assert len(problems(**words)) == 1, words

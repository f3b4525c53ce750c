"""Faults that happen: a database that stops, a disk that is full, a page that is too old, a file that is too large."""

from __future__ import annotations

import errno
import importlib
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.engine import make_url

from app.data.base import db
from app.data.stored import Attachment
from modules.equipment.models import Request
from tests import servers

HERE = "/equipment/requests"
TITLE = "Máy quét <của> phường & “bạn bè”"
ORIGIN = {"Origin": "http://localhost"}


@pytest.fixture
def draft(rows: Any) -> int:
    """A request that the ward's official may still edit."""
    return int(rows.scalar(select(Request.id).where(Request.state == "draft", Request.unit_id.is_not(None)).limit(1)))


def new(browser: Any) -> dict[str, str]:
    """The form of a new request with a title typed into it."""
    page = browser.get(f"{HERE}/new").text
    found = re.search(r'csrf-token" content="([^"]+)"', page)
    assert found
    return {"csrf_token": found[1], "version": "0", "title": TITLE, "reason": "Dòng 1\nDòng 2"}


def typed(page: str) -> dict[str, str]:
    """What a page offers to send again."""
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))


def test_a_stopped_database_keeps_what_was_typed_and_recovers(site: Flask, browse: Any, rows: Any) -> None:
    address = site.config["SQLALCHEMY_DATABASE_URI"]
    if not make_url(address).drivername.startswith("postgresql"):
        pytest.skip("SQLite has no server to stop")
    browser = browse("canbo")
    form = new(browser)
    rows.close()
    with servers.down(address):
        answer = browser.client.post(f"{HERE}/new", data=form, headers=ORIGIN)
        assert answer.status_code == 503
        assert "Cơ sở dữ liệu chưa phản hồi" in answer.text
        assert "Gửi lại" in answer.text
        assert "bạn bè" in typed(answer.text)["title"]
        assert "Dòng 2" in typed(answer.text)["reason"]
        assert browser.client.get(HERE).status_code == 503
        assert browser.client.get("/sign-in").status_code in {200, 503}
    # Every connection that was pooled is dead; nobody may notice.
    for _visit in range(3):
        assert browser.get(HERE).status_code == 200


def test_a_connection_that_dies_between_two_requests_is_replaced(site: Flask, browse: Any) -> None:
    with site.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has no connections to lose")
        browser = browse("canbo")
        others = (
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = 'test'"
        )
        with db.engine.connect() as connection:
            connection.execute(text(others))
    assert browser.get(HERE).status_code == 200


def test_a_page_that_is_too_old_offers_to_send_again(browse: Any) -> None:
    browser = browse("canbo")
    form = new(browser) | {"csrf_token": "old"}
    answer = browser.client.post(f"{HERE}/new", data=form, headers=ORIGIN)
    assert answer.status_code == 400
    assert "Trang mở đã lâu" in answer.text
    again = typed(answer.text)
    assert again["title"] == "Máy quét &lt;của&gt; phường &amp; “bạn bè”"
    assert again["csrf_token"] != "old"
    assert browser.client.post(f"{HERE}/new", data=form | {"csrf_token": again["csrf_token"]}).status_code == 422


def test_another_site_gets_no_button_of_ours(browse: Any) -> None:
    browser = browse("canbo")
    for sender in ({"Origin": "https://evil.example"}, {}):
        answer = browser.client.post(f"{HERE}/new", data={"title": "Mồi"}, headers=sender)
        assert answer.status_code == 303
        assert "Mồi" not in answer.text


def test_a_password_is_never_shown_again(browse: Any) -> None:
    form = {"csrf_token": "old", "login": "canbo", "password": "motcua-2026"}
    answer = browse().client.post("/sign-in", data=form, headers=ORIGIN)
    assert "motcua-2026" not in answer.text


@pytest.fixture
def signed_in(browse: Any) -> Any:
    """Somebody who came before the disk was full: signing in writes, too."""
    return browse("canbo")


@pytest.fixture
def full_database(site: Flask, signed_in: Any) -> Iterator[None]:
    """SQLite that may not grow by a page: what a full disk is to it."""
    with site.app_context():
        engine = db.engine
    if engine.dialect.name != "sqlite":
        pytest.skip("a full disk of PostgreSQL is the server's; its error is the same to us")

    def stop_growing(connection: Any) -> None:
        connection.exec_driver_sql("pragma max_page_count=1")

    event.listen(engine, "begin", stop_growing)
    yield
    event.remove(engine, "begin", stop_growing)
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma max_page_count=1073741823")
    engine.dispose()


@pytest.mark.usefixtures("full_database")
def test_a_full_disk_under_the_database_is_said(signed_in: Any) -> None:
    browser = signed_in
    form = new(browser) | {"reason": "đầy " * 4000}
    posted = browser.client.post(f"{HERE}/0/draft", json=form, headers={"X-CSRFToken": form["csrf_token"]})
    assert posted.status_code == 503, posted.text
    assert "đĩa" in posted.text.lower()


def test_a_full_disk_under_the_store_keeps_nothing_half(
    rows: Any, browse: Any, draft: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = rows.scalar(select(func.count()).select_from(Attachment))
    browser = browse("canbo")
    monkeypatch.setattr("app.engine.store.os.fsync", full)
    scan = BytesIO((Path(__file__).parents[2] / "app/static/img/mark.svg").read_bytes())
    assert "không thuộc loại tệp" in send(browser, draft, "mark.svg", scan.getvalue()).lower()
    answer = upload(browser, draft, "trang.png", png(3, 3))
    assert answer.status_code == 503
    assert "đĩa" in answer.text.lower()
    monkeypatch.undo()
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Attachment)) == before


def test_a_picture_of_a_page_is_kept_whole_or_not_at_all(
    rows: Any, browse: Any, draft: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    browser = browse("canbo")
    send(browser, draft, "anh.png", png(40, 50))
    rows.rollback()
    file = rows.scalars(select(Attachment).where(Attachment.name == "anh.png")).one()
    with monkeypatch.context() as narrow:
        narrow.setattr("app.engine.store.os.fsync", full)
        assert browser.client.get(f"{HERE}/{draft}/files/{file.id}/page-1.jpg").status_code == 503
    answer = browser.client.get(f"{HERE}/{draft}/files/{file.id}/page-1.jpg")
    assert answer.status_code == 200 and answer.data.endswith(b"\xff\xd9")


def png(width: int, height: int, *, said: tuple[int, int] | None = None) -> bytes:
    """A grey picture; `said` is the size its header claims instead."""
    from PIL import Image

    out = BytesIO()
    Image.new("L", (width, height), 127).save(out, "PNG")
    content = bytearray(out.getvalue())
    if said:
        import struct
        import zlib

        content[16:24] = struct.pack(">II", *said)
        content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    return bytes(content)


def pdf(pages: int, *, password: str = "") -> bytes:
    """A PDF of empty pages."""
    import pikepdf

    out = BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
        locked = pikepdf.Encryption(user=password, owner=password) if password else False
        document.save(out, encryption=locked, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def upload(browser: Any, row: int, name: str, content: bytes) -> Any:
    """Send one file to a record."""
    return browser.post(f"{HERE}/{row}/files", {"files": (BytesIO(content), name)})


def send(browser: Any, row: int, name: str, content: bytes) -> str:
    """Send one file and return the page that follows."""
    answer = upload(browser, row, name, content)
    assert answer.status_code == 303, answer.text
    page = browser.get(answer.location.partition("#")[0]).text
    return " ".join(re.findall(r'<div class="note \w+">.*?<div>(.*?)</div>', page))


LARGEST = 100_000
BAD = {
    "rong.pdf": (b"", "rỗng"),
    "doi-ten.pdf": (b"MZ\x90\x00" + b"\x00" * 600, "không thuộc loại"),
    "doi-ten.png": (b"<html><script>alert(1)</script></html>", "không thuộc loại"),
    "cut.pdf": (pdf(3)[:200], "hỏng"),
    "khoa.pdf": (pdf(1, password="mat khau"), "mật khẩu"),
    "cut.png": (png(300, 300)[:80], "hỏng"),
    "bom.png": (png(4, 4, said=(60_000, 60_000)), "kích thước ảnh quá lớn"),
    "to.pdf": (b"%PDF-1.7\n" + b"0" * LARGEST, "lớn hơn"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_a_sentence_and_leaves_nothing(
    rows: Any, browse: Any, draft: int, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.engine.store.LARGEST", LARGEST)
    importlib.import_module("app.engine.press")  # drawing a paper must not make the house careless about pictures
    content, word = BAD[name]
    before = rows.scalar(select(func.count()).select_from(Attachment))
    page = send(browse("canbo"), draft, name, content)
    assert word in page and name in page, page
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Attachment)) == before


def test_a_pdf_with_three_thousand_pages_is_kept_and_its_record_opens(rows: Any, browse: Any, draft: int) -> None:
    browser = browse("canbo")
    said = send(browser, draft, "ba nghìn trang.pdf", pdf(3000))
    assert "Đã thêm" in said, said
    assert len(browser.get(f"{HERE}/{draft}").text) < 300_000
    rows.rollback()
    row = rows.scalar(select(Attachment).where(Attachment.name == "ba nghìn trang.pdf"))
    assert row.pages == 3000
    assert browser.post(f"{HERE}/{draft}/files/{row.id}/delete", {}).status_code == 303


def test_too_large_a_body_gets_a_sentence(
    site: Flask, browse: Any, draft: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse("canbo")
    token = new(browser)["csrf_token"]
    monkeypatch.setitem(site.config, "MAX_CONTENT_LENGTH", 20_000)
    body = {"csrf_token": token, "files": (BytesIO(b"%PDF-" + b"0" * 40_000), "a.pdf")}
    answer = browser.client.post(f"{HERE}/{draft}/files", data=body, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "quá lớn" in answer.text


def test_two_writers_at_once_wait_and_the_late_one_is_told(site: Flask, browse: Any) -> None:
    with site.app_context():
        engine = db.engine
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the database")
    browser = browse("canbo")
    form = new(browser)

    def hasty(connection: Any) -> None:
        connection.exec_driver_sql("pragma busy_timeout=50")

    with engine.connect() as holder:
        holder.exec_driver_sql("rollback")
        holder.exec_driver_sql("begin immediate")
        event.listen(engine, "engine_connect", hasty)
        try:
            answer = browser.client.post(f"{HERE}/new", data=form, headers=ORIGIN)
        finally:
            event.remove(engine, "engine_connect", hasty)
            engine.dispose()
    assert answer.status_code == 503
    assert "Gửi lại" in answer.text

"""A suspicious receiver drops a file: known by its hash alone, examined on consent, what was changed shown and reported."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from flask import Flask

from app.data import clock
from modules.certified_copies.after.lookup import masked
from modules.certified_copies.check.answer import FileAnswer
from modules.signing.verification import Integrity, Verdict
from modules.signing.verification.shown import changes_shown
from tests.modules.forgeries import ATTACKS, changed
from tests.modules.test_certified_copies_own import text_of
from tests.modules.test_certified_copies_story import file_of, issue

FORM = "/xac-thuc"
TITLES = (f"Bằng kiểm tra số {number}" for number in count(1))  # two scans of one title would be the same file


@pytest.fixture(autouse=True)
def _slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked here is the answer; that it comes in time is asked in test_signing_attacks."""
    monkeypatch.setattr("modules.signing.verification.sandbox.SECONDS", 30.0)
    monkeypatch.setattr("modules.signing.verification.sandbox.WAITING", 30.0)


@pytest.fixture
def content(rows: Any, browse: Any) -> bytes:
    return file_of(rows, browse, issue(rows, browse, next(TITLES)))


def drop(browse: Any, pdf: bytes) -> Any:
    return browse().post(FORM, {"file": (io.BytesIO(pdf), "a.pdf")}, FORM)


def fetched(browse: Any, page: Any, kind: str) -> Any:
    told = re.search(r'name="answer" value="([^"]+)"', page.text)[1]
    return browse().post(f"{FORM}/bao-cao", {"answer": told, "format": kind}, FORM)


def test_a_genuine_file_is_known_without_being_sent(content: bytes, browse: Any) -> None:
    path = f"{FORM}/tep/{hashlib.sha256(content).hexdigest()}"
    page = browse().get(path)
    assert page.status_code == 200 and "Bản sao điện tử hợp lệ" in page.text
    assert "đúng từng byte" in page.text and "data:image" not in page.text
    assert masked("Lê Thị Kim Ngân") in page.text and "Kim Ngân" not in page.text
    told = browse().client.get(f"{path}.json").json
    assert told["found"] and told["record"]["number"] and "integrity" not in told


@pytest.mark.parametrize(
    ("path", "status"), [("0" * 64, 404), ("0" * 64 + ".json", 404), ("xyz", 404), ("A" * 64, 404)]
)
def test_an_unknown_hash_is_told_so(browse: Any, path: str, status: int) -> None:
    assert browse().client.get(f"{FORM}/tep/{path}").status_code == status


def test_what_was_put_on_a_page_is_outlined(content: bytes, browse: Any) -> None:
    page = drop(browse, changed(content, ATTACKS["annotation"]))
    assert "Tệp đã bị sửa sau khi ký" in page.text or "thay đổi sau khi ký" in page.text
    assert "Khi được ký" in page.text and page.text.count("data:image/png;base64,") == 2
    assert "Số chỗ khác nhau: 1" in page.text
    report = fetched(browse, page, "json").json
    (found,) = report["changed"]
    assert found["page"] == 1
    left, top, right, bottom = found["regions_mm"][0]
    assert 0 <= left < right <= 300 and 0 <= top < bottom <= 420
    assert report["integrity"] == "modified" and report["record"] is None


@pytest.mark.parametrize("name", ATTACKS)
def test_each_attack_has_its_pictures_and_report(name: str, content: bytes, browse: Any) -> None:
    page = drop(browse, changed(content, ATTACKS[name]))
    paper = fetched(browse, page, "pdf")
    assert paper.mimetype == "application/pdf"
    text = text_of(paper.data)
    assert "PHIẾU KẾT QUẢ KIỂM TRA TỆP" in text and "Lý do" in text
    assert "Bản sao điện tử hợp lệ" not in text


def test_the_answer_names_the_file_that_was_dropped(browse: Any) -> None:
    for name, body, said in (
        ("ảnh <b>.jpg", b"\xff\xd8\xff no picture", "Đây không phải tệp PDF"),
        ("rỗng.pdf", b"", "rỗng.pdf là tệp rỗng"),
    ):
        page = lxml.html.document_fromstring(browse().post(FORM, {"file": (io.BytesIO(body), name)}, FORM).data)
        assert name in page.text_content() and said in page.text_content()
    assert "Chọn tệp cần kiểm tra." in browse().post(FORM, {}, FORM).text


def test_the_report_of_a_genuine_file_names_its_line(content: bytes, browse: Any) -> None:
    page = drop(browse, content)
    report = fetched(browse, page, "json").json
    assert report["record"]["number"] and len(report["signatures"]) == 2
    text = text_of(fetched(browse, page, "pdf").data)
    assert "Bản sao điện tử hợp lệ" in text and f"Số {report['record']['number']}" in text
    assert "Kim Ngân" not in json.dumps(report, ensure_ascii=False)


def test_the_shell_says_what_the_page_says(content: bytes, browse: Any, site: Flask, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    for pdf, code in ((content, 0), (changed(content, ATTACKS["annotation"]), 1)):
        file.write_bytes(pdf)
        answer = site.test_cli_runner().invoke(args=["signing", "verify", str(file), "--json"])
        report = json.loads(fetched(browse, drop(browse, pdf), "json").data)
        assert answer.exit_code == code
        assert json.loads(answer.output) == {key: report[key] for key in report.keys() - {"tone", "checked_at"}}


def test_a_report_is_our_own_words_or_none(content: bytes, browse: Any, monkeypatch: Any) -> None:
    page = drop(browse, content)
    told = re.search(r'name="answer" value="([^"]+)"', page.text)[1]
    for forged in ("", "x", told[:-2] + ("AA" if told[-2:] != "AA" else "BB")):
        answer = browse().post(f"{FORM}/bao-cao", {"answer": forged, "format": "pdf"}, FORM)
        assert answer.status_code == 422 and "hết hạn" in answer.text
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr("time.time", later.timestamp)
    assert "hết hạn" in browse().post(f"{FORM}/bao-cao", {"answer": told, "format": "pdf"}, FORM).text


def test_whoever_asks_too_often_waits(browse: Any, site: Flask, monkeypatch: Any) -> None:
    monkeypatch.setitem(site.config, "LOOKUPS_PER_MINUTE", 0)
    answer = drop(browse, b"%PDF-1.7")
    assert answer.status_code == 429 and "Hãy chờ một phút" in answer.text
    assert browse().client.get(f"{FORM}/tep/{'0' * 64}.json").status_code == 429


def test_pages_that_were_named_are_shown_even_if_the_eye_sees_nothing(content: bytes) -> None:
    (shown,) = changes_shown(content, content, [1])
    assert shown.page == 1 and shown.signed and shown.now and shown.regions == ()
    assert changes_shown(content, content, []) == ()


@pytest.mark.parametrize(("integrity", "tone"), [("broken", "bad"), ("modified", "bad"), ("unverifiable", "")])
def test_red_is_for_what_was_changed_and_not_for_what_nobody_can_tell(integrity: str, tone: str) -> None:
    """A file whose signatures were taken out of sight has none to show, and is none the better for it."""
    assert FileAnswer("0" * 64, verdict=Verdict(Integrity(integrity))).tone == tone

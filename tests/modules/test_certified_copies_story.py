"""A clerk scans a diploma, the vice chairman signs, the văn thư seals, a citizen checks."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.stored import Attachment
from modules.certified_copies.book.books import Book
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy, State
from modules.signing.code import ALPHABET, new_code, normal, shown

HERE = "/certified_copies/copies"


def tick(clerk: Any, row: int) -> None:
    """Say of every page of a copy that it was compared with the original."""
    pages = f"/certified-pages/{row}"
    for number in dict.fromkeys(re.findall(rf"{pages}\?page=(\d+)", clerk.get(pages).text)):
        assert clerk.post(f"{pages}/{number}/tick", {}).status_code == 303


def submitted(rows: Any, browse: Any, title: str) -> int:
    """A copy that waits for the official's signature."""
    clerk = browse("motcua")
    answer = clerk.post(f"{HERE}/new", {"version": "0", "title": title, "requester": "Lê Thị Kim Ngân"})
    row = int(answer.location.rsplit("/", 1)[1])
    clerk.post(f"{HERE}/{row}/files", {"files": (io.BytesIO(picture(title, "Lê Thị Kim Ngân")), "quet.jpg")})
    tick(clerk, row)
    page = clerk.get(f"{HERE}/{row}/steps/submit").text
    lines = re.findall(r'name="checks-(\d+)-id"[^>]*value="(\d+)"', page)
    checks = {f"checks-{at}-id": number for at, number in lines} | {f"checks-{at}-passed": "y" for at, _n in lines}
    assert (
        clerk.post(
            f"{HERE}/{row}/steps/submit", checks | {"version": clerk.version(f"{HERE}/{row}/steps/submit")}
        ).status_code
        == 303
    )
    return row


def issue(rows: Any, browse: Any, title: str = "Bằng cử nhân") -> int:
    row = submitted(rows, browse, title)
    for login, step in (("lanhdao", "sign"), ("vanthu", "seal")):
        browser = browse(login)
        browser.get(f"{HERE}/{row}")  # looked at before it is signed
        answer = browser.post(f"{HERE}/{row}/steps/{step}", {"version": browser.version(f"{HERE}/{row}/steps/{step}")})
        assert answer.status_code == 303, answer.text
    return row


def file_of(rows: Any, browse: Any, row: int) -> bytes:
    final = (Attachment.resource == "certified_copies.copies", Attachment.row_id == row, Attachment.slot == "final")
    file = rows.scalar(select(Attachment.id).where(*final))
    return browse("motcua").get(f"{HERE}/{row}/files/{file}").data


def code_of(content: bytes) -> str:
    """Read the code off the statement page, as a citizen does."""
    text = subprocess.run(["pdftotext", "-", "-"], input=content, check=True, capture_output=True).stdout.decode()
    return normal(re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b", text)[1])


@pytest.fixture
def released(rows: Any, browse: Any) -> tuple[Copy, bytes]:
    row = issue(rows, browse)
    rows.rollback()
    copy = rows.get(Copy, row)
    assert copy.state is State.RELEASED
    return copy, file_of(rows, browse, row)


def test_pdfsig_calls_both_signatures_valid(released: Any, site: Flask, tmp_path: Path) -> None:
    _copy, content = released
    (tmp_path / "copy.pdf").write_bytes(content)
    base = f"sql:{tmp_path}"
    root = site.config["DATA_DIR"] / "keys" / "root.pem"
    subprocess.run(["certutil", "-N", "-d", base, "--empty-password"], check=True)
    subprocess.run(["certutil", "-A", "-d", base, "-n", "root", "-t", "CT,C,C", "-i", root], check=True)
    told = subprocess.run(
        ["pdfsig", "-nssdir", tmp_path, tmp_path / "copy.pdf"], check=True, capture_output=True, text=True
    )
    assert told.stdout.count("Signature is Valid") == 2
    assert told.stdout.count("Certificate is Trusted") == 2
    assert "Total document signed" in told.stdout


def test_the_statement_reads_as_the_law_says(released: Any, tmp_path: Path) -> None:
    copy, content = released
    (tmp_path / "copy.pdf").write_bytes(content)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "copy.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    for words in (
        "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH",
        "NGƯỜI THỰC HIỆN CHỨNG THỰC",
        "BẢN THỬ NGHIỆM",
        "Lê Minh Khoa",
        f"{copy.number}",
        copy.book,
        shown(code_of(content)),
    ):
        assert words in text, words
    assert "0791" not in text


def test_a_citizen_checks_by_code_and_by_file(released: Any, browse: Any) -> None:
    _copy, content = released
    citizen = browse()
    page = citizen.get(f"/xac-thuc/{shown(code_of(content)).lower()}")
    assert page.status_code == 200
    assert "Bản sao điện tử hợp lệ" in page.text
    assert "Kim Ngân" not in page.text
    token = re.search(r'csrf-token" content="([^"]+)"', page.text)[1]

    def ask(data: bytes) -> str:
        return citizen.client.post("/xac-thuc", data={"csrf_token": token, "file": (io.BytesIO(data), "a.pdf")}).text

    assert "Bản sao điện tử hợp lệ" in ask(content)
    changed = bytearray(content)
    changed[len(content) // 3] ^= 1
    assert "Bản sao điện tử hợp lệ" not in ask(bytes(changed))
    assert citizen.get("/xac-thuc/AAAA-BBBB-CCCC").status_code == 404


def test_nothing_is_signed_before_everything_is_compared(rows: Any, browse: Any) -> None:
    clerk = browse("motcua")
    answer = clerk.post(f"{HERE}/new", {"version": "0", "title": "Học bạ", "requester": "Trần Văn An"})
    row = int(answer.location.rsplit("/", 1)[1])
    assert "bản quét" in clerk.post(f"{HERE}/{row}/steps/submit", {}).text
    clerk.post(f"{HERE}/{row}/files", {"files": (io.BytesIO(picture("Học bạ", "An")), "quet.jpg")})
    assert "Chưa đối chiếu" in clerk.post(f"{HERE}/{row}/steps/submit", {}).text
    rows.rollback()
    assert rows.get(Copy, row).state is State.DRAFT


def test_numbers_have_no_gaps(rows: Any, browse: Any) -> None:
    issue(rows, browse, "Giấy khai sinh")
    year = Book.year == clock.today().year
    numbers = sorted(rows.scalars(select(Entry.number).join(Book, Book.id == Entry.book_id).where(year)))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_short_personal_number_is_refused(browse: Any) -> None:
    answer = browse("motcua").post(
        f"{HERE}/new", {"version": "0", "title": "Học bạ", "requester": "An", "citizen_id": "079123456"}
    )
    assert answer.status_code == 422
    assert "12 chữ số" in answer.text


def test_personal_numbers_are_masked_until_a_logged_look(rows: Any, browse: Any) -> None:
    row, number = rows.execute(select(Copy.id, Copy.citizen_id).where(Copy.citizen_id.is_not(None)).limit(1)).one()
    clerk = browse("motcua")
    assert number not in clerk.get(f"{HERE}/{row}").text
    assert number in clerk.post(f"{HERE}/{row}/reveal/citizen_id", {}).text


def test_the_shell_issues_and_verifies(site: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture("Chứng chỉ", "Võ An"))
    run = site.test_cli_runner()
    made = run.invoke(
        args=[
            "copies",
            "issue",
            str(tmp_path / "a.jpg"),
            "--unit",
            "27004",
            "--title",
            "Chứng chỉ",
            "-o",
            str(tmp_path / "o.pdf"),
        ]
    )
    assert made.exit_code == 0, made.output
    assert '"integrity": "intact"' in run.invoke(args=["signing", "verify", str(tmp_path / "o.pdf"), "--json"]).output
    (tmp_path / "b.pdf").write_bytes(b"nothing")
    assert (
        run.invoke(
            args=[
                "copies",
                "issue",
                str(tmp_path / "b.pdf"),
                "--unit",
                "27004",
                "--title",
                "x",
                "-o",
                str(tmp_path / "p.pdf"),
            ]
        ).exit_code
        == 1
    )
    assert not (tmp_path / "p.pdf").exists()


def test_codes_survive_how_people_type_them() -> None:
    for _n in range(200):
        code = new_code()
        assert set(code) <= set(ALPHABET)
        assert normal(shown(code).lower().replace("0", "o").replace("1", "l")) == code

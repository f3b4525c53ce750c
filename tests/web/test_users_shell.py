"""The administrator at the shell, on the day when nobody can sign in any more."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data.people import User
from app.data.trail import Trail
from app.web.site import create_app
from tests.conftest import Browser


@pytest.fixture
def shell(site: Flask) -> Any:
    def run(*words: str) -> tuple[int, str]:
        answer = site.test_cli_runner().invoke(args=["users", *words])
        return answer.exit_code, answer.output

    return run


def enter(site: Flask, login: str, password: str) -> int:
    return Browser(site, "").post("/sign-in", {"login": login, "password": password}, page="/sign-in").status_code


def test_an_account_is_made_given_a_post_locked_and_opened(site: Flask, shell: Any, rows: Any) -> None:
    done, text = shell("add", "Vo.Lan", "Võ Thị Lan")
    assert done == 0
    password = re.search(r"\w{4}-\w{4}-\w{4}", text)
    assert password, text
    assert enter(site, "vo.lan", password[0]) == 303
    done, text = shell("posts", "vo.lan", "--give", "equipment.official", "27004", "--title", "Chuyên viên")
    assert done == 0 and "Phường" in text
    done, text = shell("posts", "vo.lan", "--give", "equipment.official", "27004")
    assert done == 1 and "vị trí" in text, "the same post twice"
    assert shell("lock", "vo.lan")[0] == 0
    assert enter(site, "vo.lan", password[0]) == 422
    assert shell("unlock", "vo.lan")[0] == 0
    assert enter(site, "vo.lan", password[0]) == 303
    done, text = shell("password", "vo.lan")
    assert done == 0 and password[0] not in text
    assert enter(site, "vo.lan", password[0]) == 422, "the old one-time password is gone"
    done, text = shell("posts", "vo.lan", "--end", "equipment.official", "27004")
    assert done == 0 and "equipment.official" not in text
    assert re.search(r"vo\.lan +hoạt động +Võ Thị Lan", shell("list")[1])
    number = rows.scalar(select(User.id).where(User.login == "vo.lan"))
    acts = set(rows.scalars(select(Trail.act).where(Trail.table == "core_user", Trail.row_id == number)))
    assert {"create", "change", "password", "sessions ended"} <= acts


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("password", "khong.co"), "Không có người dùng khong.co"),
        (("add", "canbo", "Trùng Tên"), "đã có người dùng"),
        (("add", "Mới Đỗ", "Sai Tên"), "chữ cái không dấu"),
        (("add", "moi.ten", "Mật Khẩu Ngắn", "--password", "ngắn"), "ít nhất"),
        (("posts", "canbo", "--give", "hoang.de", "27004"), "Không có vai trò"),
        (("posts", "canbo", "--give", "equipment.official", "99999"), "Không có đơn vị mã 99999"),
        (("posts", "canbo", "--end", "equipment.official", "79"), "không giữ"),
        (("lock", "quantri"), "ít nhất một quản trị viên"),
    ],
)
def test_what_is_refused_is_one_line(shell: Any, rows: Any, words: tuple[str, ...], sentence: str) -> None:
    done, text = shell(*words)
    assert done == 1 and sentence.lower() in text.lower(), text
    rows.rollback()
    assert rows.scalar(select(User.active).where(User.login == "quantri"))
    assert rows.scalar(select(User.id).where(User.login == "moi.ten")) is None


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "Cơ sở dữ liệu chưa phản hồi"),
        ("sqlite://", "chưa có bảng nào: hãy chạy “flask setup” trước"),
    ],
)
def test_a_database_that_is_not_there_is_one_line(tmp_path: Path, address: str, sentence: str) -> None:
    alone = create_app(DATA_DIR=tmp_path, SQLALCHEMY_DATABASE_URI=address, TESTING=True)
    answer = alone.test_cli_runner().invoke(args=["users", "list"])
    assert answer.exit_code == 1
    assert sentence in answer.output and "Traceback" not in answer.output
    assert len(answer.output.strip().splitlines()) == 1


def test_a_disk_that_fills_up_is_one_line(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_words: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("app.engine.people.suspend", full)
    answer = site.test_cli_runner().invoke(args=["users", "lock", "canbo2"])
    assert answer.exit_code == 1 and "Ổ đĩa đã đầy" in answer.output and "Traceback" not in answer.output

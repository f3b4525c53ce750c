"""What an administrator reads at the shell is Vietnamese, whatever language the terminal has."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from flask import Flask

from app.data.fold import fold


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["users", "add"], "Lỗi: Thiếu đối số 'LOGIN'."),
        (["users", "nope"], "Lỗi: Không có lệnh 'nope'."),
        (["users", "list", "--nope"], "Lỗi: Không có tùy chọn '--nope'."),
        (["users", "list", "a", "b"], "Lỗi: Thừa các đối số (a b)"),
        (["users", "add"], "Cách dùng: motcua users add [TÙY CHỌN] LOGIN NAME"),
        (["users"], "Tạo và sửa tài khoản."),
        (["users", "posts", "--help"], "Hiện phần trợ giúp này rồi thoát."),
        (["modules", "purge", "fees"], "Đã dừng."),
        (["modules", "install", "khong_co"], "Lỗi: Không có khong_co."),
    ],
)
def test_a_mistyped_command_is_answered_in_vietnamese(site: Flask, words: list[str], answer: str) -> None:
    told = site.test_cli_runner().invoke(args=words)
    assert told.exit_code in {0, 1, 2} and answer in told.output, told.output


def test_every_command_and_option_explains_itself_in_vietnamese(site: Flask) -> None:
    told = list(_helps(*site.cli.commands.values()))  # Flask's own stand beside them, not in them
    assert len(told) > 40
    assert [one for one in told if fold(one) == one.lower()] == []  # no letter of Vietnamese in it


def test_the_list_of_modules_names_their_state(site: Flask) -> None:
    run = site.test_cli_runner()
    assert run.invoke(args=["modules", "install", "fees"]).output == "Đã cài fees.\n"
    assert "Đã cài" in run.invoke(args=["modules", "list"]).output


def _helps(*commands: click.Command) -> Iterator[str]:
    for command in commands:
        yield command.help or ""
        yield from (option.help or "" for option in command.params if isinstance(option, click.Option))
        if isinstance(command, click.Group):
            yield from _helps(*command.commands.values())

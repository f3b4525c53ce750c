"""A folder of originals is issued in one go; a run that is killed goes on without a gap or a double."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.data.base import db
from app.data.people import User
from app.data.task import Passage
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.bulk import issue as bulk
from modules.certified_copies.key import COPIES
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy

MANY = 8


def _folder(place: Path, many: int, word: str) -> Path:
    place.mkdir()
    for at in range(many):
        (place / f"{word} {at:02d}.jpg").write_bytes(picture(f"{word} {at}", "Võ An"))
    return place


def _command(scans: Path, out: Path) -> list[str]:
    return ["copies", "issue", str(scans), "--unit", "27004", "-o", str(out)]


def _lines(rows: Any, word: str) -> list[Entry]:
    rows.rollback()
    return list(rows.scalars(select(Entry).where(Entry.title.like(f"{word}%")).order_by(Entry.number)))


def test_a_run_that_is_killed_again_and_again_issues_each_original_once(site: Flask, rows: Any, tmp_path: Path) -> None:
    word = "Bị ngắt"
    scans, out = _folder(tmp_path / "in", MANY, word), tmp_path / "out"
    with site.app_context():
        address = db.engine.url.render_as_string(hide_password=False)
    own = {"DATA_DIR": str(site.config["DATA_DIR"]), "DATABASE_URL": address, "SECRET_KEY": "test"}
    run = [sys.executable, "-m", "flask", "--app", "wsgi", *_command(scans, out)]
    kills = 0
    for turn in range(20):
        log = tmp_path / f"log{turn}"
        with log.open("w") as told, subprocess.Popen(run, env=os.environ | own, stdout=told, stderr=told) as process:
            while process.poll() is None and len(_lines(rows, word)) < min(2 * turn + 1, MANY - 1):
                time.sleep(0.05)
            if turn < 4:
                time.sleep(random.uniform(0, 0.4))
                process.kill()
                kills += process.wait() == -9
        if process.returncode == 0:
            break
        assert process.returncode == -9, log.read_text()
    lines = _lines(rows, word)
    assert kills >= 3
    assert [line.title for line in lines] == [f"{word} {at:02d}" for at in range(MANY)], "each once, in order"
    assert len(rows.scalars(select(Copy).where(Copy.title.like(f"{word}%"))).all()) == MANY, "nothing half done stays"
    first = lines[0].number
    assert [line.number for line in lines] == list(range(first, first + MANY)), "no number is missing"
    assert sorted(path.name for path in out.glob("*.pdf")) == [f"{word} {at:02d}.pdf" for at in range(MANY)]


def test_titles_stand_beside_the_scans_and_a_folder_is_one_original(site: Flask, rows: Any, tmp_path: Path) -> None:
    scans, out = _folder(tmp_path / "in", 1, "Tệp"), tmp_path / "out"
    _folder(scans / "hoc-ba", 3, "trang")
    (scans / "titles.csv").write_text("hoc-ba,Học bạ ba trang,Lê Thị Kim Ngân\n", encoding="utf-8")
    assert site.test_cli_runner().invoke(args=_command(scans, out)).exit_code == 0
    (line,) = _lines(rows, "Học bạ ba trang")
    copy = rows.get(Copy, line.copy_id)
    assert (copy.requester, copy.pages) == ("Lê Thị Kim Ngân", 3) and (out / "hoc-ba.pdf").exists()


def test_each_step_of_a_batch_stands_in_the_name_of_whose_it_is(site: Flask, rows: Any, tmp_path: Path) -> None:
    scans, out = _folder(tmp_path / "in", 1, "Ai làm"), tmp_path / "out"
    assert site.test_cli_runner().invoke(args=_command(scans, out)).exit_code == 0
    (line,) = _lines(rows, "Ai làm")
    of_copy = (Passage.resource == COPIES, Passage.row_id == line.copy_id)
    taken = select(Passage.step, User.login).outerjoin(User, User.id == Passage.actor_id).where(*of_copy)
    who = dict(rows.execute(taken.where(Passage.step.in_(("submit", "sign", "seal")))).all())
    assert who == {"submit": None, "sign": "lanhdao", "seal": "vanthu"}
    assert not rows.get(Copy, line.copy_id).same_person, "the official has not received it"


def test_a_bad_scan_is_named_and_the_others_are_issued(site: Flask, rows: Any, tmp_path: Path) -> None:
    scans, out = _folder(tmp_path / "in", 2, "Còn tốt"), tmp_path / "out"
    (scans / "Còn hỏng.jpg").write_bytes(b"nothing")
    told = site.test_cli_runner().invoke(args=_command(scans, out))
    assert told.exit_code == 1 and "1 bản chính chưa phát hành được" in told.output
    assert len(_lines(rows, "Còn tốt")) == 2 and not _lines(rows, "Còn hỏng")
    (scans / "Còn hỏng.jpg").write_bytes(picture("Đã quét lại", "Võ An"))
    assert site.test_cli_runner().invoke(args=_command(scans, out)).exit_code == 0
    assert len(_lines(rows, "Còn")) == 3, "the good ones have kept their numbers"


def test_two_runs_of_a_unit_do_not_meet(site: Flask, tmp_path: Path) -> None:
    scans = _folder(tmp_path / "in", 1, "Hai lượt")
    with site.app_context(), bulk.alone("27004"):
        told = site.test_cli_runner().invoke(args=_command(scans, tmp_path / "out"))
    assert told.exit_code == 1 and "đang chạy" in told.output

"""What `make run` says on a machine where Debian packages are missing and nobody may install them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LACKING = ("libpango-1.0-0", "fonts-liberation")


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """A machine without some packages, seen by a person who is neither root nor in sudoers."""
    lacks = "|".join(f"*{name}*" for name in LACKING)
    programs = {
        "dpkg-query": f'case "$*" in {lacks}) exit 1;; *) echo "install ok installed";; esac',
        "id": "echo 1000",
        "sudo": "exit 1",
        "apt-get": f"touch {tmp_path}/installed",
    }
    for name, body in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    return {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}


def test_one_sentence_names_what_is_missing(bare: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run([ROOT / ".ci" / "setup.sh", "run"], env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    wanted = (ROOT / ".ci" / "apt-run.txt").read_text().split()
    assert [name for name in wanted if any(one in name for one in LACKING)]
    for name in wanted:
        assert (f" {name} " in done.stderr) == any(one in name for one in LACKING), name
    assert not (tmp_path / "installed").exists()


def test_make_stops_before_anything_starts(bare: dict[str, str]) -> None:
    done = subprocess.run(["make", "-s", "run"], cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 2, "GNU make has no other number for a recipe that failed"
    assert "http://" not in done.stdout
    assert "Cần cài các gói hệ thống" in done.stderr

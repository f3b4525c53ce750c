"""What `flask new-module` writes passes every check at once; what it cannot name it refuses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.web.shell.scaffold import new_module
from tests.house import Houses

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("wrong", ["Equipment", "equipment", "class", "a-b", "equipment2"])
def test_the_scaffold_refuses_a_wrong_name(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "modules" / "equipment").mkdir(parents=True)
    answer = CliRunner().invoke(new_module, [wrong, "--into", str(tmp_path)])
    assert answer.exit_code == 1 and isinstance(answer.exception, SystemExit), answer.output
    assert not (tmp_path / "tests").exists()


def test_the_scaffold_makes_a_module_that_passes_at_once(houses: Houses, tmp_path: Path) -> None:
    copy = tmp_path / "bản sao"
    shutil.copytree(
        ROOT,
        copy,
        symlinks=True,
        ignore=shutil.ignore_patterns(".git", "instance", "node_modules", ".venv", ".hypothesis", "e2e"),
    )
    env = {**os.environ, "DATA_DIR": str(tmp_path / "data")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    like = ("--like", str(houses["sqlite"].model / "data"))  # a site that is at work gets the new module
    tool = Path(sys.executable).parent

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(tool / words[0]), *words[1:]],
            cwd=copy,
            env=env,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )

    made = run("flask", "--app", "wsgi", "new-module", "leave", "--title", "Nghỉ phép")
    assert made.returncode == 0, made.stderr
    for check in (
        ("ruff", "check", "-q", "modules/leave", "tests/modules/test_leave.py"),
        ("ruff", "format", "--check", "-q", "modules/leave", "tests/modules/test_leave.py"),
        ("mypy",),
        ("lint-imports", "--no-cache"),
        ("python", ".ci/words.py"),
        ("djlint", "--lint", "--quiet", "modules/leave"),
        ("flask", "--app", "wsgi", "check"),
        ("python", "-m", "pytest", "-q", "-x", "tests/modules/test_leave.py", "-k", "sqlite or not postgresql", *like),
    ):
        done = run(*check)
        assert done.returncode == 0, f"{' '.join(check)}\n{done.stdout[-3000:]}{done.stderr[-2000:]}"

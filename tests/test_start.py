"""The program as a ward starts it: small at rest, and gone after Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house import Houses
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
MEGABYTES = 150


@pytest.fixture(scope="module")
def ward(houses: Houses, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a ward that has been set up."""
    folder = tmp_path_factory.mktemp("ward")
    shutil.copytree(houses["sqlite"].model / "data", folder, dirs_exist_ok=True)
    (folder / "test.sqlite").rename(folder / "motcua.sqlite")
    settings = {**os.environ, "DATA_DIR": str(folder), "PORT": str(free_port()), "REDIS_URL": "", "SECRET_KEY": "test"}
    settings["DEMO_SIZE"] = "ward"
    settings.pop("DATABASE_URL", None)
    return settings


def _as_in_front() -> None:
    """Hear Ctrl-C, though the tests run in the background of a shell, where it is ignored and the ignoring inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def started(command: list[str], ward: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program as a terminal does, in a process group of its own, and wait for its first page."""
    program = subprocess.Popen(
        command,
        env=ward,
        cwd=ROOT,
        start_new_session=True,
        stderr=subprocess.PIPE,
        preexec_fn=_as_in_front,  # noqa: PLW1509 - nothing else runs in this process
    )
    try:
        for _try in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{ward['PORT']}/sign-in", timeout=5) as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert program.poll() is None, program.communicate()[1].decode()
                time.sleep(0.05)
        yield program
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
        program.communicate()


def group(leader: int) -> list[int]:
    """Return the living processes of a process group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, of = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def resident(number: int) -> float:
    """Return the MB of memory a process holds."""
    status = Path(f"/proc/{number}/status").read_text()
    return round(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024, 1)


def test_the_server_is_small_at_rest(ward: dict[str, str]) -> None:
    with started([sys.executable, "wsgi.py"], ward) as program:
        assert resident(program.pid) <= MEGABYTES, "a large library is loaded at the start; import it where it is used"


def test_what_only_a_set_up_needs_is_not_loaded(ward: dict[str, str]) -> None:
    code = "import sys, wsgi; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=ward, cwd=ROOT, check=True, capture_output=True, timeout=60)
    loaded = done.stdout.decode().split()
    assert "modules.certified_copies" in loaded
    assert not [name for name in loaded if name.startswith("modules.") and {"demo", "seed"} & set(name.split("."))]


@pytest.mark.skipif(not (ROOT / ".setup" / "python").exists(), reason="nothing is installed by make here")
def test_ctrl_c_ends_every_process_that_make_run_has_started(ward: dict[str, str]) -> None:
    with started(["make", "-s", "run"], ward) as program:
        running = group(program.pid)
        assert len(running) >= 2, "make and the server"
        os.killpg(program.pid, signal.SIGINT)
        program.wait(timeout=60)
        assert group(program.pid) == []

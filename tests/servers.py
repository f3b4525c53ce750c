"""Private PostgreSQL and Redis for the tests: own folder, own port, gone at the end; also when run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url

_clusters: dict[str, list[str]] = {}


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def postgresql(like: Path | None = None, *, keep: Path | None = None) -> Iterator[str]:
    """Run PostgreSQL and yield the address of a database: with the files of another server, or empty.

    `keep` is where its own files go at the end, for the next server to be `like` this one.
    """
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    folder = Path(tempfile.mkdtemp(prefix="mc-pg-"))
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    run = ["runuser", "-u", user, "--"] if user else []
    port = free_port()
    address = f"postgresql+psycopg://test@127.0.0.1:{port}/postgres"
    settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off -c unix_socket_directories={folder} -c max_connections=120"
    made = [
        *run,
        binaries / "initdb",
        "-D",
        folder / "db",
        "-U",
        "test",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    if like:
        made = ["cp", "-a", like, folder / "db"]  # with their owner
    try:
        subprocess.run(made, check=True, capture_output=True, cwd=folder)
        server = address.rpartition("/")[0]
        _clusters[server] = [*run, str(binaries / "pg_ctl"), "-D", str(folder / "db"), "-w"]
        _clusters[server] += ["-o", settings, "-l", str(folder / "log")]
        _control(address, "start")
        yield address
        if keep:
            _control(address, "stop", "-m", "fast")
            shutil.move(folder / "db", keep)
    finally:
        subprocess.run(
            [*run, binaries / "pg_ctl", "-D", folder / "db", "-m", "immediate", "stop"],
            check=False,
            capture_output=True,
            cwd="/",
        )
        shutil.rmtree(folder, ignore_errors=True)


def database(server: str, name: str, like: str = "template1") -> str:
    """Make a database on the server of an address, as a copy of another there, and return its address."""
    place = make_url(server)
    server_itself = create_engine(place.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server_itself.connect() as link:
        # A copy of the files takes half of what a copy through the log does, which PostgreSQL 15 and later would make.
        how = "STRATEGY FILE_COPY" if link.dialect.server_version_info >= (15,) else ""
        link.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{like}" {how}')
    return place.set(database=name).render_as_string(hide_password=False)


@contextmanager
def down(address: str) -> Iterator[None]:
    """Stop a running PostgreSQL as a crash does, and start it again afterwards."""
    # A sequence copied from a model has the numbers logged ahead that the model had; a crash would give them out again.
    with create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as link:
        link.exec_driver_sql("CHECKPOINT")
    _control(address, "stop", "-m", "immediate")
    try:
        yield
    finally:
        _control(address, "start")


def _control(address: str, *words: str) -> None:
    quiet = subprocess.DEVNULL
    subprocess.run([*_clusters[address.rpartition("/")[0]], *words], check=True, stdout=quiet, stderr=quiet, cwd="/")


@contextmanager
def redis() -> Iterator[str]:
    """Run Redis and yield its address."""
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, of: subprocess.Popen[bytes] | None = None, seconds: float = 120) -> None:
    """Wait until something answers on a port; a program that was to answer there and has ended is told at once."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if of is not None and of.poll() is not None:
            raise ChildProcessError(f"it has ended with {of.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)

"""The site under test: set up once for all processes, then lent to one file of tests after another, each with its own rows."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, make_url

from app.data.base import db
from app.engine import modules
from app.engine.keeping import place
from app.web.site import create_app
from tests import servers


class House:
    """One site of this process: the pages and statements that it has compiled serve all files of tests."""

    def __init__(self, kind: str, model: Path, folders: pytest.TempPathFactory, server: str) -> None:
        self.kind, self.model, self.folders, self.server = kind, model, folders, server
        self.site = _site(model / "data", server or _file(model / "data"))
        with self.site.app_context():
            event.listen(engine := db.engine, "do_connect", lambda dialect, *_words: _connect(dialect, engine.url))

    @contextmanager
    def lent(self) -> Iterator[Flask]:
        """The site with the rows of a copy of the model, so that no file of tests meets the rows of another."""
        folder = self.folders.mktemp(self.kind)
        shutil.copytree(self.model / "data", folder, dirs_exist_ok=True)
        address = _file(folder)
        if self.server:
            address = servers.database(self.server, folder.name.replace("-", "_"), like="model")
        self.site.config.update(DATA_DIR=folder, SQLALCHEMY_DATABASE_URI=address)
        place["files"] = folder / "files"
        with self.site.app_context():
            db.engine.url = make_url(address)
            modules.refresh(db.session(), now=True)  # a file before may have taken some away
        yield self.site
        _leave(self.site)


class Houses(dict[str, House]):
    """The houses of this process by the kind of their database, each built when the first file asks for it."""

    def __init__(self, folders: pytest.TempPathFactory, open_servers: ExitStack, like: Path | None) -> None:
        super().__init__()
        self.folders, self.servers, self.like = folders, open_servers, like
        alone = folders.getbasetemp()
        self.shelf = alone.parent if alone.name.startswith("popen-") else alone  # what the processes of a run share

    def __missing__(self, kind: str) -> House:
        model, server = self.shelf / f"{kind}-model", ""
        with _alone(self.shelf / f"{kind}.lock"):
            if not model.exists():
                _set_up(kind, making := self.shelf / f"{kind}-making", self.like)
                making.rename(model)  # whole or not at all
        if kind == "postgresql":
            server = self.servers.enter_context(servers.postgresql(model / "server"))
        self[kind] = House(kind, model, self.folders, server)
        return self[kind]


def _set_up(kind: str, folder: Path, like: Path | None) -> None:
    """Do what `flask setup` does, in a folder: `data` gets the files of a site, `server` those of its PostgreSQL."""
    data = folder / "data"
    if like and kind == "sqlite":
        shutil.copytree(like, data)
    with ExitStack() as until:
        address = _file(data)
        if kind == "postgresql":
            address = servers.database(until.enter_context(servers.postgresql(keep=folder / "server")), "model")
        site = _site(data, address)
        answer = site.test_cli_runner().invoke(args=["setup"])
        assert answer.exit_code == 0, (answer.output, answer.exception)
        _leave(site)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _file(folder: Path) -> str:
    return f"sqlite:///{folder}/test.sqlite"


def _connect(dialect: Any, address: Any) -> Any:
    words, named = dialect.create_connect_args(address)
    return dialect.connect(*words, **named)


def _site(folder: Path, address: str) -> Flask:
    return create_app(
        DATA_DIR=folder,
        SQLALCHEMY_DATABASE_URI=address,
        TESTING=True,
        DEMO_SIZE="ward",  # rows of all 168 units would make each test longer and none better
        SECRET_KEY="test",
        PROPAGATE_EXCEPTIONS=False,
        LOOKUPS_PER_MINUTE=1000,  # all tests ask from one address
    )


def _leave(site: Flask) -> None:
    with site.app_context():
        db.session.remove()
        db.engine.dispose()

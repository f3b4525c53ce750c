"""Templates are compiled once for a site, not by each process and by each of its threads that meets one first.

A page of a record needs ten of them, half a second of work: after a start, all who open one at that moment would wait
for as many threads doing the same. What was compiled is kept under the checksum of its source and of Python's version,
so that an upgrade finds nothing old.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask
from flask.templating import DispatchingJinjaLoader
from jinja2 import Environment, FileSystemBytecodeCache, Template
from jinja2.bccache import Bucket

FOLDER = "templates"  # in DATA_DIR


def init(site: Flask) -> None:
    """Let the site keep what it has compiled in its data folder."""
    folder = Path(site.config["DATA_DIR"]) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)  # whoever writes here runs code in the site
    site.jinja_env.bytecode_cache = _Kept(str(folder))
    site.jinja_env.loader = _OneByOne(site)


class _Kept(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk costs the next process its time, and no visitor a page
            super().dump_bytecode(bucket)


class _OneByOne(DispatchingJinjaLoader):
    """Of the threads that want a new template at once, the first compiles it; the others read what it has kept."""

    def __init__(self, site: Flask) -> None:
        super().__init__(site)
        self._turn = Lock()

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:  # noqa: A002 - Jinja's name
        with self._turn:
            return super().load(environment, name, globals)

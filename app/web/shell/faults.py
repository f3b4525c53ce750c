"""A database that is gone and a disk that is full are one line and exit code 1 in the shell, never a trace."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from app.data.text import _
from app.web import errors

SQLITE = ("locked", "unable to open", "disk", "full", "readonly")  # its other complaints are faults of a statement
NO_TABLES = ("no such table", "UndefinedTable")  # SQLite's words, PostgreSQL's class


def tell(command: click.Command) -> None:
    """Let a command and those below it end in a sentence when the database or the disk fails."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            tell(below)
    elif command.callback and not hasattr(command.callback, "tells"):  # every site adds the same commands
        command.callback = _telling(command.callback)


def _telling(callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return callback(*args, **options)
        except (DBAPIError, OSError) as error:
            sentence = _sentence(error)
            if not sentence:
                raise
            raise click.ClickException(sentence) from error

    run.tells = True  # type: ignore[attr-defined]
    return run


def _sentence(error: DBAPIError | OSError) -> str:
    if isinstance(error, DBAPIError) and any(word in f"{type(error.orig)} {error.orig}" for word in NO_TABLES):
        return str(_("The database has no tables yet: run “flask setup” first."))
    # An administrator reads it: which server, which file.
    reason = str(error.orig if isinstance(error, DBAPIError) else error).strip().splitlines()[0]
    of_sqlite = isinstance(error, DBAPIError) and isinstance(error.orig, sqlite3.Error)
    sentence = "" if of_sqlite and not any(word in reason for word in SQLITE) else errors.outage(error)
    return f"{sentence} ({reason})" if sentence else ""

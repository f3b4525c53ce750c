"""What every command does the same: work as the system, and say in one line what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.data.base import db
from app.engine.access import SYSTEM, bind


@contextmanager
def acting() -> Iterator[None]:
    """Work as the system; LookupError and ValueError become a line and exit 1."""
    bind(db.session(), SYSTEM)
    try:
        yield
    except LookupError as error:
        raise click.ClickException(f"Không có {error}.") from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error

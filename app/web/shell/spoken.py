"""The shell in Vietnamese: what click says itself, and the help that commands take from their docstrings."""

from __future__ import annotations

import inspect
from pathlib import Path

import click
from babel.messages.pofile import read_po
from click import core, decorators, exceptions, formatting, parser, termui, types

from app.data.text import DEFAULT, translate

_sentences: dict[str, str] = {}  # click's own: apart from the house's, where "Options" may be those of a question


def speak(folder: Path) -> None:
    """Have click say its sentences as `click.po` under `folder` has them.

    It would ask gettext, which follows the terminal's language and leaves a server without one to English.
    """
    with (folder / DEFAULT / "LC_MESSAGES" / "click.po").open("rb") as stream:
        _sentences.update({str(one.id): str(one.string) for one in read_po(stream) if one.id})
    for part in (core, decorators, exceptions, formatting, parser, termui, types):
        part._ = _say  # type: ignore[attr-defined]
        part.ngettext = lambda one, many, number: _say(one if number == 1 else many)  # type: ignore[attr-defined]


def explain(command: click.Command) -> None:
    """Translate the help of a command, of its options and of the commands below it."""
    command.help = translate(inspect.cleandoc(command.help or ""))
    command.options_metavar = _say(command.options_metavar or "")
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            option.help = translate(option.help)
    if isinstance(command, click.Group):
        command.subcommand_metavar = _say(command.subcommand_metavar or "")
        for below in command.commands.values():
            explain(below)


def _say(key: str) -> str:
    return _sentences.get(key, key)

"""Translatable text: an English key now, the reader's language when it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT = "vi"

language: ContextVar[str] = ContextVar("language", default=DEFAULT)
_catalogues: dict[str, dict[str, str]] = {name: {} for name in LANGUAGES}


class Text:
    """A message that is looked up each time it is turned into a string; safe in module-level declarations."""

    __slots__ = ("key", "values")

    def __init__(self, key: str, values: dict[str, object] | None = None) -> None:
        self.key = key
        self.values = values or {}

    def __str__(self) -> str:
        return translate(self.key, **self.values)

    def __repr__(self) -> str:
        return f"_({self.key!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.key, self.values) == (other.key, other.values)

    def __hash__(self) -> int:
        return hash(self.key)

    def __add__(self, other: object) -> str:
        return str(self) + str(other)

    def __html__(self) -> str:
        # Jinja escapes what has no __html__; catalogues are ours but the values may be a user's.
        from markupsafe import escape

        return str(escape(str(self)))


def _(key: str, **values: object) -> Text:
    """Mark `key` (English) for translation; `values` fill `%(name)s` places."""
    return Text(key, values)


def translate(key: str, **values: object) -> str:
    """Return `key` in the language of this context, `values` put in; a key that no catalogue answers stays."""
    text = _catalogues.get(language.get(), {}).get(key) or key
    return text % values if values else text


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """Within the block texts speak another language, whatever the reader's is."""
    token = language.set(name)
    try:
        yield
    finally:
        language.reset(token)


def load(folder: Path) -> None:
    """Read every `<language>/LC_MESSAGES/messages.po` under `folder`; later folders win."""
    for name, catalogue in _catalogues.items():
        path = folder / name / "LC_MESSAGES" / "messages.po"
        if path.exists():
            with path.open("rb") as stream:
                catalogue.update({str(m.id): str(m.string) for m in read_po(stream) if m.id and m.string})

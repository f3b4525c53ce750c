"""Checks the words of the house: every text has its Vietnamese, and one text has one Vietnamese everywhere.

Prints what is wrong and exits 1. The English of a text is its key, so an English catalogue has nothing to add.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
IN_TEMPLATE = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


def used(folder: Path) -> set[str]:
    """Return the English keys under a folder: `_("…")` in Python and in templates."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "_":
                found |= set(keys(node.args[0], path))
    for path in (*folder.rglob("*.html"), *folder.rglob("*.svg")):
        found |= {(a or b).replace("\\'", "'") for a, b in IN_TEMPLATE.findall(path.read_text())}
    return found


def keys(node: ast.expr, path: Path) -> Iterator[str]:
    """Yield the texts that an argument of `_` can be; what is not written out cannot be translated."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from keys(node.body, path)
        yield from keys(node.orelse, path)
    else:
        yield f"{path.name}:{node.lineno}: write the text out inside _(…)"


def known(folder: Path) -> dict[str, str]:
    """Return what a folder's Vietnamese catalogue answers."""
    path = folder / "vi" / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        return {str(message.id): str(message.string) for message in read_po(stream) if message.id and message.string}


def main() -> None:
    """Compare each room with its own catalogue and the core's."""
    core = known(ROOT / "locales")
    rooms = {"core": (used(ROOT / "app") | used(ROOT / "templates"), core)}
    for folder in sorted(path for path in (ROOT / "modules").iterdir() if path.is_dir() and path.name != "__pycache__"):
        rooms[folder.name] = (used(folder), known(folder / "locales"))
    wrong = [f"{room}: {key}" for room, (keys, own) in rooms.items() for key in sorted(keys - own.keys() - core.keys())]
    first: dict[str, tuple[str, str]] = {}
    for room, (_keys, own) in rooms.items():
        for key, answer in own.items():
            place, other = first.setdefault(key, (room, answer))
            if other != answer:
                # All catalogues are one at run time: the last one would speak on every screen.
                wrong.append(f"{room}: “{key}” is “{answer}” here and “{other}” in {place}; word one key differently")
    print("\n".join(wrong), end="\n" if wrong else "")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

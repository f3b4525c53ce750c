"""Checks that every text of the house has its Vietnamese; prints what lacks and exits 1."""

import ast
import re
import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
IN_TEMPLATE = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


def used(folder: Path) -> set[str]:
    """Return the English keys under a folder: `_("…")` in Python and in templates."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            marked = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and node.args
            if marked and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    for path in folder.rglob("*.html"):
        found |= {(a or b).replace("\\'", "'") for a, b in IN_TEMPLATE.findall(path.read_text())}
    return found


def known(folder: Path) -> set[str]:
    """Return the keys that a folder's Vietnamese catalogue answers."""
    path = folder / "vi" / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return set()
    with path.open("rb") as stream:
        return {str(message.id) for message in read_po(stream) if message.id and message.string}


def main() -> None:
    """Compare each room with its own catalogue and the core's."""
    core = known(ROOT / "locales")
    rooms = {"core": (used(ROOT / "app") | used(ROOT / "templates"), core)}
    for folder in sorted(path for path in (ROOT / "modules").iterdir() if path.is_dir() and path.name != "__pycache__"):
        rooms[folder.name] = (used(folder), core | known(folder / "locales"))
    lacking = [(room, key) for room, (keys, answers) in rooms.items() for key in sorted(keys - answers)]
    for room, key in lacking:
        print(f"{room}: {key}")
    sys.exit(1 if lacking else 0)


if __name__ == "__main__":
    main()

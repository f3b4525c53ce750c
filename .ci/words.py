"""Checks the words of the house: every text has its Vietnamese with the same places, every script word its sentence.

Prints what lacks and exits 1. `--unused` also lists the Vietnamese that no text asks for; that is no fault, since a
key may be put together from declarations.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[1]
PLACE = re.compile(r"%\((\w+)\)")
SCRIPT_WORD = re.compile(r"""\bword\(\s*["'](\w+)["']""")
IMPORTED = re.compile(r"^from modules\.(\w+)", re.MULTILINE)
JINJA = Environment(autoescape=True)
UNREADABLE = "a text must be written out where it is marked: _("


def literals(node: ast.AST) -> Iterator[str]:
    """Yield the strings that the first word of `_()` may be; ValueError when it is not written out."""
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=one, orelse=other):
            yield from literals(one)
            yield from literals(other)
        case _:
            raise ValueError(f"line {getattr(node, 'lineno', '?')}: {UNREADABLE}{ast.unparse(node)})")


def template_literals(node: nodes.Node) -> Iterator[str]:
    """Yield what `_()` in a template may say."""
    match node:
        case nodes.Const(value=str(key)):
            yield key
        case nodes.CondExpr(expr1=one, expr2=other):
            yield from template_literals(one)
            if other is not None:
                yield from template_literals(other)
        case _:
            raise ValueError(f"line {node.lineno}: {UNREADABLE}…)")


def used(folder: Path, faults: list[str]) -> set[str]:
    """Return the English keys under a folder, from `_("…")` in Python and in templates."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _marks(node.func) and node.args:
                found |= _read(path, literals(node.args[0]), faults)
            elif isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Choice" for base in node.bases):
                faults += [f"{path.relative_to(ROOT)}: {one}" for one in _bare(node)]
    for path in (one for one in folder.rglob("*") if one.suffix in (".html", ".svg", ".txt")):
        if "node_modules" in path.parts or "static" in path.parts:
            continue
        for call in JINJA.parse(path.read_text()).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
                found |= _read(path, template_literals(call.args[0]), faults)
    return found


def _marks(called: ast.expr) -> bool:
    """Whether a call is `_()` or, where the name is taken, `text._()`."""
    return getattr(called, "id", "") == "_" or (isinstance(called, ast.Attribute) and called.attr == "_")


def _read(path: Path, keys: Iterator[str], faults: list[str]) -> set[str]:
    try:
        return set(keys)
    except ValueError as error:
        faults.append(f"{path.relative_to(ROOT)}: {error}")
        return set()


def _bare(choice: ast.ClassDef) -> Iterator[str]:
    for member in choice.body:
        match member:
            case ast.Assign(value=ast.Tuple(elts=[_, ast.Constant(value=label), *_])):
                yield f"{choice.name}: the label {label!r} needs _()"


def known(folder: Path, faults: list[str]) -> dict[str, str]:
    """Return the Vietnamese of a folder's catalogue by key; places must be the same on both sides."""
    path = folder / "vi" / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        messages = [message for message in read_po(stream) if message.id and message.string]
    uneven = [one.id for one in messages if set(PLACE.findall(one.id)) != set(PLACE.findall(str(one.string)))]
    faults += [f"{path.relative_to(ROOT)}: the places differ in {key!r}" for key in uneven]
    return {str(message.id): str(message.string) for message in messages}


def needed(folder: Path) -> set[str]:
    """Return the modules that a module imports, and whose words it may therefore use."""
    return {name for path in folder.rglob("*.py") for name in IMPORTED.findall(path.read_text())}


def script_words() -> Iterator[str]:
    """Yield the words that scripts ask for and no `data-…` of `#words` in a template answers."""
    said = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    for path in (ROOT / "app" / "static" / "js").glob("*.js"):
        for name in SCRIPT_WORD.findall(path.read_text()):
            dashed = re.sub(r"[A-Z]", lambda letter: "-" + letter[0].lower(), name)
            if f"data-{dashed}=" not in said:
                yield f"{path.name}: word({name!r}) has no data-{dashed} in the layout"


def main() -> None:
    """Compare each room with its own catalogue and the core's."""
    faults = list(script_words())
    core = known(ROOT / "locales", faults)
    rooms = {"core": (used(ROOT / "app", faults) | used(ROOT / "templates", faults), set(core), core)}
    said = dict(core)
    folders = sorted(path for path in (ROOT / "modules").iterdir() if (path / "__init__.py").exists())
    catalogues = {folder.name: known(folder / "locales", faults) for folder in folders}
    for folder in folders:
        own = catalogues[folder.name]
        lent = set().union(*(catalogues[name] for name in needed(folder) & set(catalogues)))
        rooms[folder.name] = (used(folder, faults), set(core) | set(own) | lent, own)
        # A word that changes from room to room makes people wonder whether the thing changes too.
        twice = [key for key in own if said.setdefault(key, own[key]) != own[key]]
        faults += [f"{folder.name}: {key!r} is {own[key]!r} here and {said[key]!r} elsewhere" for key in twice]
    faults += [f"{room}: {key}" for room, (keys, answers, _own) in rooms.items() for key in sorted(keys - answers)]
    if "--unused" in sys.argv:
        asked = set().union(*(keys for keys, _answers, _own in rooms.values()))
        for room, (_keys, _answers, own) in rooms.items():
            for key in sorted(set(own) - asked):
                print(f"{room}: nobody asks for {key!r}")
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

"""Checks that no files import each other in a circle, not even within a function: what is below can be read alone.

Imports for types alone count as none. A circle is named with its files; split the lowest of them by noun.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# A nomination is measured against all others, a lesson against the whole timetable; each rule has a file of its own.
# The process that examines files has no use for the sentences of a verdict: they are loaded where one is read.
ADMITTED = {
    ("modules.training.joining.enrolments", "modules.training.joining.conditions"),
    ("modules.training.timetable.lessons", "modules.training.timetable.clashes"),
    ("modules.signing.verification.verdict", "modules.signing.verification.wording"),
}


def imports(tree: ast.AST, files: set[str]) -> Iterator[str]:
    """Yield the files of the house that a file imports when it runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                yield from {f"{node.module}.{one.name}"} & files or {node.module} & files
        elif isinstance(node, ast.Import):
            yield from {one.name for one in node.names} & files
        else:
            yield from imports(node, files)


def main() -> None:
    """Name the first circle."""
    paths = [path for place in ("app", "modules") for path in (ROOT / place).rglob("*.py")]
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}
    edges = {name: set(imports(ast.parse(path.read_text()), set(named))) for name, path in named.items()}
    sorter = TopologicalSorter(
        {name: {other for other in found if (name, other) not in ADMITTED} for name, found in edges.items()}
    )
    try:
        sorter.prepare()
    except CycleError as error:
        print("files that import each other: " + " ← ".join(error.args[1]))
        sys.exit(1)
    print(f"{len(named)} files, none in a circle")


if __name__ == "__main__":
    main()

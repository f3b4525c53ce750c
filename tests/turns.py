"""Which process runs which tests, and in which order: those of a file and a database together, the longest first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

BROWSER = "e2e"
DATABASE = re.compile(r"[\[-](sqlite|postgresql)[\]-]")
# What takes longest, in the order in which it begins, or else one process would still be at it when all others have
# ended. The browser waits as often as it works: another process works meanwhile, and begins with the other database,
# since each is set up by the first who asks for it.
LONGEST = (
    *(BROWSER, "test_routes.py postgresql", "test_routes.py sqlite"),
    *("test_hostile.py postgresql", "test_hostile.py sqlite", "test_certified_copies_bulk.py sqlite"),
    *("test_certified_copies_bulk.py postgresql", "test_scaffold.py", "test_modules.py", "test_start.py"),
)


def group_of(address: str) -> str:
    """Return what a test must stay together with: tests of a file and a database meet the same rows."""
    file = Path(address.partition("::")[0])
    database = DATABASE.search(address)
    if file.parent.name == BROWSER:
        return BROWSER
    return f"{file.name} {database[1]}" if database else file.name


class ByGroup(LoadScopeScheduling):
    """Gives a free process the next group. `loadgroup` would do, if pytest 9 let it mark the addresses of tests."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup:
    """Let the processes of `pytest -n …` take groups in the order of the tests."""
    config.option.loadscopereorder = False
    return ByGroup(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put what takes longest first, where several processes share the tests; then the groups with the most tests."""
    if not hasattr(config, "workerinput"):
        return
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        groups.setdefault(group_of(item.nodeid), []).append(item)
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    first = sorted(groups, key=lambda name: (ranks.get(name, len(ranks)), -len(groups[name])))
    items[:] = [item for name in first for item in groups[name]]

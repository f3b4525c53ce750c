"""The maps of the big rooms: what `app/data`, `app/engine` and `app/web` hold is told where a newcomer looks first."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest


@pytest.mark.parametrize("floor", ["data", "engine", "web"])
def test_every_file_of_a_floor_stands_on_its_map(floor: str) -> None:
    package = import_module(f"app.{floor}")
    folder = Path(package.__path__[0])
    there = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    told = set(re.findall(r"`(\w+)`", package.__doc__ or ""))
    assert there - {"__init__"} == told


def test_every_word_of_the_toolkit_is_explained() -> None:
    from app import toolkit

    pages = (Path(__file__).parents[1] / "docs" / "MODULES.md").read_text()
    assert [word for word in toolkit.__all__ if not re.search(rf"`{word}\b", pages)] == []


def test_what_a_readme_of_a_module_points_to_is_there() -> None:
    lost = []
    for page in sorted((Path(__file__).parents[1] / "modules").glob("*/README.md")):
        for name in re.findall(r"`([\w/]+\.(?:py|html))`", page.read_text()):
            near = [page.parent / name, page.parents[2] / name, *page.parent.rglob(Path(name).name)]
            lost += [] if any(path.is_file() for path in near) else [f"{page.parent.name}: {name}"]
    assert lost == []


def test_what_the_pages_for_newcomers_point_to_is_there() -> None:
    root = Path(__file__).parents[1]
    lost = []
    for file, name in re.findall(
        r"`((?:app|modules|tests|config)[\w/]*\.py)`(?: `(\w+))?", (root / "docs/FLASK.md").read_text()
    ):
        text = (root / file).read_text() if (root / file).is_file() else ""
        lost += [] if text and re.search(rf"\b{name}\b", text) else [f"{file} {name}"]
    assert lost == []

"""The guide keeps up with the house: every word explained, every file it points to there."""

from __future__ import annotations

import re
from pathlib import Path

from app import toolkit
from app.data import field

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "MODULES.md").read_text(encoding="utf-8")
QUOTED = set(re.findall(r"`([^`\n]+)`", GUIDE))


def test_the_guide_explains_every_word_of_the_toolkit() -> None:
    assert set(toolkit.__all__) - QUOTED == set()


def test_the_guide_knows_every_kind_of_column() -> None:
    kinds = {name for name in vars(field) if getattr(vars(field)[name], "__module__", "") == field.__name__}
    told = {name.removeprefix("field.") for name in QUOTED}
    assert {name for name in kinds if name.islower() and not name.startswith("_")} - {"meta"} - told == set()


def test_the_files_that_the_guide_shows_are_there() -> None:
    places = [name.removeprefix("modules/") for name in QUOTED if re.fullmatch(r"[a-z_/]+\.py", name) and "/" in name]
    own = {
        "leave/models.py",
        "leave/screens.py",
        "leave/__init__.py",
        "leave/balance.py",
        "tests/modules/test_leave.py",
    }  # what the reader writes
    lost = [one for one in places if one not in own and not any((ROOT / at / one).exists() for at in ("", "modules"))]
    assert places
    assert lost == []


def _code(*places: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for place in places for path in (ROOT / place).rglob("*.py"))


def test_the_nouns_that_modules_tell_of_are_there() -> None:
    code, lost = _code("modules"), []
    for page in sorted((ROOT / "modules").glob("*/README.md")):
        rows = re.findall(r"^\| (`[^|]+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
        nouns = [noun for row in rows for noun in re.findall(r"`([A-Za-z_]+)`", row)]
        assert nouns, page
        lost += [f"{page.parent.name}: {one}" for one in nouns if not re.search(rf"(class|def) {one}\b", code)]
    assert lost == []


def test_the_glossary_names_what_the_code_names() -> None:
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|", (ROOT / "docs/GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE)
    words = {word for row in rows for name in re.findall(r"`([A-Za-z_.]+)`", row) for word in name.split(".")}
    assert len(words) > 50
    assert words - set(re.findall(r"\w+", _code("app", "modules"))) == set()

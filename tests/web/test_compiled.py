"""Templates are compiled once for a site: not by each process, and not by all threads that meet one at once."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template
from jinja2 import Environment

from app.web import compiled


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled meanwhile."""
    found: list[str] = []
    compile_it = Environment.compile

    def noted(self: Environment, source: Any, name: str | None = None, *words: Any, **named: Any) -> Any:
        found.append(name or "")
        return compile_it(self, source, name, *words, **named)

    monkeypatch.setattr(Environment, "compile", noted)
    return found


def process(folder: Path) -> Flask:
    """A site as another process would have it, on the same data folder."""
    site = Flask("one", root_path=str(folder), template_folder="pages")
    site.config["DATA_DIR"] = folder
    compiled.init(site)
    return site


def read(site: Flask) -> str:
    with site.app_context():
        return render_template("hello.html", name="An")


def test_another_process_reads_what_was_compiled(tmp_path: Path, names: list[str]) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "hello.html").write_text("Chào {{ name }}")
    assert read(process(tmp_path)) == read(process(tmp_path)) == "Chào An"
    assert names == ["hello.html"]


def test_a_changed_template_is_compiled_anew(tmp_path: Path, names: list[str]) -> None:
    page = tmp_path / "pages" / "hello.html"
    page.parent.mkdir()
    page.write_text("Chào {{ name }}")
    read(process(tmp_path))
    page.write_text("Xin chào {{ name }}")
    assert read(process(tmp_path)) == "Xin chào An"
    assert names == ["hello.html"] * 2


def test_of_many_threads_one_compiles(tmp_path: Path, names: list[str]) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "hello.html").write_text("Chào {{ name }}" * 500)
    site = process(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(read, [site] * 8))) == 1
    assert names == ["hello.html"]


def test_a_data_folder_that_takes_nothing_keeps_no_page_back(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "hello.html").write_text("Chào {{ name }}")
    site = process(tmp_path)
    shutil.rmtree(tmp_path / compiled.FOLDER)
    assert read(site) == "Chào An"

"""The real program in a real browser: `python wsgi.py` on a free port, Debian's Chromium, axe-core."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import servers
from tests.house import Houses

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=20_000)  # a busy machine of two cores keeps a page waiting
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def model(houses: Houses) -> Path:
    """The folder of a site that `flask setup` has just made, to be copied."""
    return houses["sqlite"].model / "data"


@pytest.fixture(scope="package")
def address(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a freshly set up site."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(model, folder, dirs_exist_ok=True)
    with served(folder) as at:
        yield at


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run the program with a copy of the model and yield its address."""
    port = servers.free_port()
    own = {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/test.sqlite", "SECRET_KEY": "test"}
    process = subprocess.Popen(
        [sys.executable, "wsgi.py"],
        cwd=ROOT,
        env=os.environ | own | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        servers.wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


# Its driver keeps an event loop open, which would be in the way of the set-up before and of other tests behind.
@pytest.fixture(scope="package")
def chromium(model: Path) -> Iterator[Any]:
    """One browser for all tests of this folder."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def person(chromium: Any, address: str) -> Iterator[Any]:
    """Return a function that opens a signed-in page; console errors fail the test."""
    contexts: list[Any] = []
    errors: list[tuple[str, str]] = []
    refused: set[str] = set()

    def enter(login: str, width: int = 1440, height: int = 900) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=address)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda one: errors.append((one.location["url"], one.text)) if one.type == "error" else None)
        page.on(
            "response", lambda one: refused.add(one.url) if one.request.is_navigation_request() and not one.ok else None
        )
        page.goto("/sign-in")
        if login:
            page.fill("#login", login)
            page.fill("#password", "motcua-2026")
            page.click("form.card button")
            page.wait_for_load_state("networkidle")
        return page

    yield enter
    for context in contexts:
        context.close()
    # A page that is refused with a sentence is no fault, nor a form that a script has sent; a server's fault is one.
    faults = [one for one in errors if " 422 " not in one[1] and (one[0] not in refused or " 50" in one[1])]
    assert faults == []


def violations(page: Any) -> list[str]:
    """Run axe-core over the page as it stands."""
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
    return page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 120)))")


def first_of(page: Any, listed: str) -> str:
    """Return the number of the first row of a list, such as `/fees/receipts?q=lan`: the demo may number its rows anew."""
    page.goto(listed)
    return page.locator("tbody td.code a").first.get_attribute("href").rsplit("/", 1)[1]

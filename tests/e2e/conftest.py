"""The real program in a real browser: `python wsgi.py` on a free port, Debian's Chromium, axe-core."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import servers

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


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a freshly set up site."""
    port = servers.free_port()
    env = os.environ | {"DATA_DIR": str(tmp_path_factory.mktemp("site")), "PORT": str(port)}
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "setup"], cwd=ROOT, env=env, check=True, capture_output=True
    )
    process = subprocess.Popen(
        [sys.executable, "wsgi.py"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        servers.wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the session."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def person(chromium: Any, address: str) -> Iterator[Any]:
    """Return a function that opens a signed-in page; console errors fail the test."""
    contexts, errors = [], []

    def enter(login: str, width: int = 1440, height: int = 900) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=address)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
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
    assert [one for one in errors if " 422 " not in one] == []  # what is refused with a sentence is no fault


def violations(chromium: Any, page: Any) -> list[str]:
    """Run axe-core over the page as it stands."""
    context = chromium.new_context(
        bypass_csp=True, viewport=page.viewport_size, storage_state=page.context.storage_state()
    )
    again = context.new_page()
    again.goto(page.url)
    again.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
    found = again.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 120)))")
    context.close()
    return found


def first_of(page: Any, listed: str) -> str:
    """Return the number of the first row of a list, such as `/fees/receipts?q=lan`: the demo may number its rows anew."""
    page.goto(listed)
    return page.locator("tbody td.code a").first.get_attribute("href").rsplit("/", 1)[1]

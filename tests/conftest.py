"""The site under test, on both databases, with the demo data; and a browser-like client that checks every page."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from app.data.base import db
from app.engine import demo
from app.engine.access import SYSTEM, bind
from app.engine.passwords import hasher
from app.web import guard
from app.web.rate import PerMinute
from tests.house import Houses
from tests.turns import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: F401 - hooks of pytest

os.environ["DEMO_SIZE"] = "ward"  # a site that a test builds itself must not set the rest of the tests to a whole city
LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}

# Argon2 is slow on purpose; the accounts of the tests have nothing to protect.
hasher.__init__(time_cost=1, memory_cost=8, parallelism=1)  # type: ignore[misc]

# No test is timed: on a busy machine the same answer, and the making up of a question, takes longer.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def _stay_here(event: str, words: tuple[Any, ...]) -> None:
    """A test that asks the network works today and fails on the day the network does."""
    if event == "socket.getaddrinfo":
        host = words[0]
    elif event == "socket.connect" and isinstance(words[1], tuple):
        host = words[1][0]
    else:
        return
    if (host.decode() if isinstance(host, bytes) else host) not in LOCAL:
        raise RuntimeError(f"a test may only talk to this machine, not to {host!r}")


def pytest_configure() -> None:
    """Watch over the tests; the bench, which takes its browser from here, is not slowed down by it."""
    sys.addaudithook(_stay_here)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew-snapshots` writes the kept texts of papers anew; look at the difference before you commit it."""
    parser.addoption("--renew-snapshots", action="store_true", help="write the kept texts of papers anew")
    parser.addoption(
        "--like", type=Path, help="set the site on SQLite up from a copy of this folder, as an upgrade does"
    )


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Houses]:
    """The site of this process on each kind of database, made when the first file of tests asks for it."""
    with ExitStack() as open_servers:
        yield Houses(tmp_path_factory, open_servers, pytestconfig.getoption("--like"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, houses: Houses) -> Iterator[Flask]:
    """A site with fresh demo data for a file of tests; the whole suite runs on SQLite and on PostgreSQL."""
    with houses[request.param].lent() as lent:
        yield lent


@cache
def _counters() -> list[PerMinute]:
    """What counts calls in this process; asked when the modules are there."""
    return [one for one in gc.get_objects() if type(one) is PerMinute]


@pytest.fixture(autouse=True)
def _a_minute_of_its_own(request: pytest.FixtureRequest) -> None:
    """A quick machine would use up in one test the calls that the next may make in the same minute."""
    if "site" in request.fixturenames:
        request.getfixturevalue("site")
        for counter in _counters():
            counter.__init__()  # type: ignore[misc]


@pytest.fixture
def rows(site: Flask) -> Iterator[Any]:
    """A session with the system's reach, for looking at what happened."""
    with site.app_context():
        engine = db.engine
    # Its own session, outside Flask's: requests of the test must not find an open context with somebody in it.
    with Session(engine) as session:
        bind(session, SYSTEM)
        yield session


SIGNED_IN: dict[tuple[str, str], str] = {}  # by database and login, what the browser keeps of a session


class Browser:
    """A signed-in client. Every page it gets is checked: valid HTML, one h1 in the title, labels, CSRF, CSP."""

    def __init__(self, site: Flask, login: str, *, anew: bool = False) -> None:
        self.client = site.test_client()
        self.tokens: dict[str, str] = {}  # by the secret of the session that they belong to
        if login and (anew or not self._still_in(login)):
            answer = self.post("/sign-in", {"login": login, "password": demo.PASSWORD}, page="/sign-in")
            assert answer.status_code == 303, answer.text
            SIGNED_IN[self._place(login)] = self.client.get_cookie("session").value

    def _still_in(self, login: str) -> bool:
        """Go on as whom a test of this file has signed in; a third of all requests would be signing in again."""
        site, kept = self.client.application, SIGNED_IN.get(self._place(login))
        if kept is None:
            return False
        token = site.session_interface.get_signing_serializer(site).loads(kept).get("_user_id", "")
        with site.app_context():
            there = guard._load(token) is not None
            db.session.remove()
        if there:
            self.client.set_cookie("session", kept)
        return there

    def _place(self, login: str) -> tuple[str, str]:
        return str(self.client.application.config["SQLALCHEMY_DATABASE_URI"]), login

    def get(self, path: str) -> Any:
        answer = self.client.get(path)
        if answer.mimetype == "text/html" and answer.status_code not in (302, 303) and "<html" in answer.text:
            check_page(path, answer)
        return answer

    def post(self, path: str, form: dict[str, Any], page: str = "/account") -> Any:
        secret = self._secret()
        if secret not in self.tokens:  # a page's token is good for all that a person sends until he signs out
            token = re.search(r'csrf-token" content="([^"]+)"', self.client.get(page).text)
            assert token
            secret = self._secret()
            self.tokens[secret] = token[1]
        form = {"csrf_token": self.tokens[secret], **form}
        answer = self.client.post(path, data=form, content_type="multipart/form-data")
        answer.request.environ["wsgi.input"].close()  # a large body lies in a file, which nobody else closes
        return answer

    def _secret(self) -> str:
        """What the session of this client keeps to know its own tokens by."""
        site: Any = self.client.application
        kept = self.client.get_cookie("session")
        words = site.session_interface.get_signing_serializer(site).loads(kept.value) if kept else {}
        return str(words.get("csrf_token", ""))

    def version(self, path: str) -> str:
        found = re.search(r'name="version" value="(\d+)"', self.client.get(path).text)
        return found[1] if found else ""


def check_page(path: str, answer: Any) -> None:
    """Fail with a sentence that names the page and the fix."""
    text = answer.text
    page = lxml.html.document_fromstring(text.encode())
    heads = ["".join(h1.itertext()).strip() for h1 in page.iter("h1")]
    assert len(heads) == 1, f"{path}: {len(heads)} h1 elements; give the page exactly one"
    title = "".join(page.find(".//title").itertext())
    assert title.startswith(heads[0]), f"{path}: title {title!r} must begin with the h1 {heads[0]!r}"
    assert " style=" not in text and " onclick=" not in text, f"{path}: inline style or script breaks the CSP"
    assert "script-src" not in text and "default-src 'self'" in answer.headers["Content-Security-Policy"]
    labels = {label.get("for") for label in page.iter("label")}
    inside = {child for label in page.iter("label") for child in label.iter()}
    for field in [*page.iter("input"), *page.iter("select"), *page.iter("textarea")]:
        named = field.get("aria-label") or field.get("id") in labels or field in inside
        assert field.get("type") == "hidden" or named, f"{path}: {field.get('name')} has no label"
    for form in page.iter("form"):
        if form.get("method") == "post":
            names = {field.get("name") for field in form.iter("input")}
            assert form.get("action") and "csrf_token" in names, f"{path}: a form without action or CSRF token"
    assert "English" not in re.sub(r'<span lang="en">.*?</span>|<button[^>]*lang="en">.*?</button>', "", text)


@pytest.fixture
def browse(site: Flask) -> Any:
    """Return a function that signs a demo account in; `anew` where a session of its own matters."""
    return lambda login="", anew=False: Browser(site, login, anew=anew)

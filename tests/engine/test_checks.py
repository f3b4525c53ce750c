"""Wrong declarations stop the start with an id and a sentence: one wrong word each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.data.text import _
from app.engine.checks import check
from app.engine.registry import Registry, registry
from app.spec.words import Allow, Attach, Job, Lines, Link, List, Module, Report, Resource, Role, Section
from modules.equipment.line import Line
from modules.equipment.models import Request
from modules.equipment.roles import OFFICIAL

STRANGER = Role("equipment.stranger", _("Nobody"))


def _resource(**words: Any) -> Resource:
    plain: dict[str, Any] = {
        "slug": "requests",
        "access": [Allow(OFFICIAL, "read")],
        "views": [List([Request.number])],
        "icon": "list",
    }
    return Resource(Request, _("Requests"), _("Requests"), **{**plain, **words})


def _problems(resource: Resource | None = None, **words: Any) -> list[str]:
    real = registry.modules["equipment"]
    plain: dict[str, Any] = {"depends": ["core"], "roles": [OFFICIAL], "icon": "list"}
    resources = [resource or _resource()]
    module = Module("equipment", real.title, real.folder, **{**plain, "resources": resources, **words})
    among = Registry()
    among.roles = {OFFICIAL.name: OFFICIAL}
    return list(check(module, among))


def test_a_right_declaration_says_nothing(site: Any) -> None:
    assert _problems() == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("M005", {"resource": lambda: _resource(form=[Section(_("Lines"), [Line.quantity])])}),
        ("M006", {"resource": lambda: _resource(access=[Allow(STRANGER, "read")])}),
        ("M006", {"resource": lambda: _resource(access=[Allow(OFFICIAL, "read", "look")])}),
        ("M008", {"resource": lambda: _resource(access=[Allow(OFFICIAL, "create")])}),
        ("M009", {"attach": lambda: [Attach("nobody.papers", _resource(), on=Request.id)]}),
        ("M010", {"resource": lambda: _resource(views=[List([Request.id])])}),
        ("M011", {"resource": lambda: _resource(slug="Wrong Slug")}),
        ("M011", {"roles": lambda: [Role("other.person", _("Nobody"))]}),
        ("M015", {"resource": lambda: _resource(icon="no-such-picture")}),
        ("M015", {"links": lambda: [Link(_("Requests"), "x.y", "no-such-picture", (OFFICIAL,))]}),
        ("M015", {"icon": lambda: "no-such-picture"}),
        ("M016", {"resource": lambda: _resource(reports=[Report("a", _("Lines"), "a.html", signed="sing")])}),
        ("M017", {"jobs": lambda: [Job("renew", lambda session: session, long=True)]}),
        ("M017", {"jobs": lambda: [Job("renew", lambda row: row)]}),
    ],
)
def test_a_wrong_word_is_named(site: Any, code: str, words: dict[str, Any]) -> None:
    found = _problems(**{name: make() for name, make in words.items()})
    assert any(line.startswith(f"{code} equipment") for line in found), found


def test_a_table_must_bear_the_name_of_its_module(site: Any) -> None:
    lines = _resource(form=[Lines(Request.lines, [Line.quantity])])
    real = registry.modules["equipment"]
    other = Module("signing", real.title, real.folder, depends=["core"], resources=[lines], icon="list")
    found = {line[:4] for line in check(replace(other), Registry())}
    assert {"M003", "M004"} <= found

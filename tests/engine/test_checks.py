"""Wrong declarations stop the start with an id and a sentence: one wrong word each."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.data.text import _
from app.engine import checks
from app.engine.checks import check, check_rows
from app.engine.core import ADMINISTRATOR
from app.engine.registry import Registry, registry
from app.spec.flow import Step, Term, Workflow
from app.spec.others import Attach, Beside
from app.spec.typed import Answer, Ask
from app.spec.words import (
    Allow,
    Board,
    Calendar,
    Job,
    Lines,
    Link,
    List,
    Module,
    On,
    Panel,
    Report,
    Resource,
    Role,
    Section,
)
from modules.equipment.assets import Asset
from modules.equipment.campaign import Campaign
from modules.equipment.line import Line
from modules.equipment.models import Request
from modules.equipment.request import State
from modules.equipment.roles import OFFICIAL
from modules.fees.rules import Kind

STRANGER = Role("equipment.stranger", _("Nobody"))


def _with(name: str, *includes: Role) -> Role:
    return Role(f"equipment.{name}", _("Nobody"), includes=includes)


def _called(name: str) -> Any:
    """A column of the model under another name."""
    return SimpleNamespace(key=name, class_=Request, info=Request.title.info, property=Request.title.property)


def _road(*steps: Step, **words: Any) -> Workflow:
    """A workflow of which one word is wrong; that it also strands records is another finding."""
    return Workflow(Request.state, steps or [_step()], **words)


def _step(**words: Any) -> Step:
    plain: dict[str, Any] = {"source": State.DRAFT, "target": State.SENT, "by": OFFICIAL}
    return Step("go", _("Submit"), **{**plain, **words})


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
    plain["resources"] = [resource or _resource()]
    module = Module("equipment", real.title, real.folder, **{**plain, **words})
    among = Registry()
    among.roles = {role.name: role for role in (OFFICIAL, ADMINISTRATOR, *words.get("roles", ()))}
    return list(check(module, among))


def test_a_right_declaration_says_nothing(site: Any) -> None:
    assert _problems() == []


def _asking() -> Section:
    return Section(_("Lines"), [Request.id], asks=Ask("twice", _("Lines"), lambda _row: Answer("", {})))


def _panel() -> Panel:
    return Panel("a", _("Lines"), "no-such.html", lambda _row: {})


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("M005", {"resource": lambda: _resource(form=[Section(_("Lines"), [Line.quantity])])}),
        ("M006", {"resource": lambda: _resource(access=[Allow(STRANGER, "read")])}),
        ("M006", {"resource": lambda: _resource(access=[Allow(OFFICIAL, "read", "look")])}),
        ("M008", {"resource": lambda: _resource(access=[Allow(OFFICIAL, "create")])}),
        ("M009", {"attach": lambda: [Attach("nobody.papers", _resource(), on=Request.id)]}),
        ("M009", {"beside": lambda: [Beside("nobody.papers", _panel())]}),
        ("M021", {"beside": lambda: [Beside("equipment.requests", _panel())]}),
        ("M025", {"beside": lambda: [Beside("equipment.requests", _panel())] * 2}),
        ("M010", {"resource": lambda: _resource(views=[List([Request.id])])}),
        ("M011", {"resource": lambda: _resource(slug="Wrong Slug")}),
        ("M011", {"roles": lambda: [Role("other.person", _("Nobody"))]}),
        ("M015", {"resource": lambda: _resource(icon="no-such-picture")}),
        ("M015", {"links": lambda: [Link(_("Requests"), "x.y", "no-such-picture", (OFFICIAL,))]}),
        ("M015", {"icon": lambda: "no-such-picture"}),
        ("M016", {"resource": lambda: _resource(reports=[Report("a", _("Lines"), "a.html", signed="sing")])}),
        ("M016", {"resource": lambda: _resource(form=[_asking(), _asking()])}),
        ("M005", {"resource": lambda: _resource(workflow=_road(_step(form=[Campaign.name])))}),
        ("M005", {"resource": lambda: _resource(views=[Board(by=Campaign.name)])}),
        ("M005", {"resource": lambda: _resource(heading=Campaign.name)}),
        ("M009", {"attach": lambda: [Attach("equipment.requests", _resource(), on=Line.request_id)]}),
        ("M010", {"resource": lambda: _resource(workflow=_road(_step(form=[Request.version])))}),
        ("M012", {"resource": lambda: _resource(workflow=_road(_step(), _step()))}),
        ("M013", {"resource": lambda: _resource(workflow=_road(terms={State.DRAFT: [Term(1), Term(2)]}))}),
        ("M017", {"jobs": lambda: [Job("renew", "renew", lambda session: session, long=True)]}),
        ("M017", {"jobs": lambda: [Job("renew", "renew", lambda row: row)]}),
        ("M025", {"jobs": lambda: [Job("a", "a", print), Job("a", "a", print)]}),
        ("M025", {"roles": lambda: [OFFICIAL, OFFICIAL]}),
        ("M025", {"resources": lambda: [_resource(), _resource(slug="others")]}),
        ("M018", {"resource": lambda: _resource(workflow=_road(_step(not_by=["sumbit"])))}),
        ("M019", {"on": lambda: [On("equipment.requests.aproved", print)]}),
        ("M020", {"jobs": lambda: [Job("a", "a", print, every="every day")]}),
        ("M021", {"resource": lambda: _resource(reports=[Report("a", _("Lines"), "no-such.html")])}),
        ("M021", {"resource": lambda: _resource(panels=[_panel()])}),
        ("M022", {"resource": lambda: _resource(views=[Board(by=Request.title)])}),
        ("M022", {"resource": lambda: _resource(views=[Calendar(on=Request.state)])}),
        ("M022", {"resource": lambda: _resource(views=[List([Request.number], total=Request.title)])}),
        ("M022", {"resource": lambda: _resource(also=[Request.campaign_id])}),
        ("M027", {"roles": lambda: [_with("clerk", STRANGER)]}),
        ("M027", {"roles": lambda: [_with("clerk", ADMINISTRATOR)]}),
        ("M027", {"roles": lambda: [_with("clerk", _with("clerk"))]}),
        ("M024", {"resource": lambda: _resource(workflow=_road(editable=[Kind.FEE]))}),
        ("M024", {"resource": lambda: _resource(workflow=_road(_step(source=Kind.FEE)))}),
        ("M031", {"resource": lambda: _resource(form=[Section(_("Lines"), [_called("data")])])}),
    ],
)
def test_a_wrong_word_is_named(site: Any, code: str, words: dict[str, Any]) -> None:
    found = _problems(**{name: make() for name, make in words.items()})
    assert any(line.startswith(f"{code} equipment") for line in found), found


def test_a_step_is_taken_by_whoever_reads_the_record_by_what_his_role_includes(site: Any) -> None:
    clerk = _with("clerk", OFFICIAL)
    found = {role.name: _problems(_resource(workflow=_road(_step(by=role))), roles=[OFFICIAL, role])
             for role in (clerk, STRANGER)}  # fmt: skip
    assert "M006" not in {line[:4] for line in found[clerk.name]}
    assert "M006" in {line[:4] for line in found[STRANGER.name]}


def test_roles_that_include_each_other_are_named_in_their_circle(site: Any) -> None:
    roles = [_with("a", _with("b")), _with("b", OFFICIAL, _with("c")), _with("c", _with("a")), _with("d", _with("a"))]
    found = [line for line in _problems(roles=[OFFICIAL, *roles]) if line.startswith("M027")]
    assert len(found) == 3, "one that leads into a circle is not in it"
    assert "equipment.b → equipment.c → equipment.a → equipment.b" in found[1]


def test_a_role_that_includes_an_unknown_one_stops_the_start(site: Any) -> None:
    module = replace(registry.modules["equipment"], roles=[*registry.modules["equipment"].roles, _with("x", STRANGER)])
    with pytest.raises(checks.DeclarationError, match=r"M027 equipment: 'equipment\.x' includes 'equipment\.stranger'"):
        Registry().load([registry.modules["core"], registry.modules["signing"], module])


def test_a_table_must_bear_the_name_of_its_module(site: Any) -> None:
    lines = _resource(form=[Lines(Request.lines, [Line.quantity])])
    real = registry.modules["equipment"]
    other = Module("signing", real.title, real.folder, depends=["core"], resources=[lines], icon="list")
    found = list(check(replace(other), Registry()))
    assert {"M003", "M004"} <= {line[:4] for line in found}
    # No screen shows the history of assets, and a purge must find it all the same.
    assert any(line.startswith("M003") and "equipment_move " in line for line in found)


def test_a_reference_on_a_screen_gives_its_row(site: Any) -> None:
    assets = Resource(
        Asset, _("Lines"), _("Lines"), "assets", [Allow(OFFICIAL, "read")], "list", views=[List([Asset.request_id])]
    )
    assert any(line.startswith("M023 equipment.assets") for line in _problems(assets))


@pytest.mark.parametrize("word", ["modules.equipment.demos:load", "modules.equipment.demo:lode", "load it"])
def test_a_demo_that_names_nothing_is_told(word: str) -> None:
    real = registry.modules["equipment"]
    assert list(check_rows(real)) == []
    assert [line[:14] for line in check_rows(replace(real, demo=word))] == ["M026 equipment"]


def test_modules_that_need_each_other_are_named() -> None:
    one, other = (Module(name, _("Lines"), Path(), depends=[needs]) for name, needs in (("a", "b"), ("b", "a")))
    with pytest.raises(checks.DeclarationError, match="M002"):
        Registry().load([one, other])


def test_every_id_is_explained_and_tried() -> None:
    rooms = Path(inspect.getfile(check)).parent.glob("*.py")
    raised = {one for room in rooms for one in re.findall(r'f"(M\d{3})', room.read_text())}
    explained = set(re.findall(r"\| (M\d{3}) \|", checks.__doc__ or ""))
    tried = {one for test in Path(__file__).parents[1].rglob("*.py") for one in re.findall(r"M\d{3}", test.read_text())}
    assert raised == explained
    assert explained <= tried

"""What modules give each other: only what somebody takes, only where both are at work, and said at the start when wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.data.text import _
from app.engine import gifts
from app.engine.checks import DeclarationError, check_rows
from app.engine.registry import Registry
from app.spec.others import Beside, Extra, Takes
from app.spec.words import Module, Panel


@dataclass(frozen=True)
class Kite:
    """A value that one module takes from others."""

    colour: str


def faults(kite: Kite, everyone: Sequence[Kite], _resources: Any) -> Iterator[str]:
    """Red ones are not taken, nor two of one colour."""
    if kite.colour == "red":
        yield "red kites do not fly"
    if everyone.count(kite) > 1:
        yield f"two kites are {kite.colour}"


TAKER = Module("taker", _("Lines"), Path(), icon="list", takes=[Takes(Kite, faults)])
GREEN = Extra(gives=[Kite("green")])
RED = Extra(gives=[Kite("red")])
STRANGE = Extra(gives=["a word"])
MISPLACED = Extra(beside=[Beside("nobody.papers", Panel("a", _("Lines"), "a.html", lambda _row: {}))])
LOST = Extra(demo="modules.nowhere.demo:load")
HERE = __name__


def giver(**words: Any) -> Module:
    return Module("giver", _("Lines"), Path(), icon="list", **words)


def loaded(*modules: Module) -> Registry:
    among = Registry()
    among.load(modules)
    return among


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("M028 giver: gives a str, which", {"gives": ["a word"]}),
        ("M028 giver: gives a Kite to taker", {"gives": [Kite("green")]}),
        ("M028 giver: gives a str, which", {"extras": {"taker": f"{HERE}:STRANGE"}}),
        ("M029 giver: red kites", {"gives": [Kite("red")], "depends": ["taker"]}),
        ("M029 giver: two kites are green", {"gives": [Kite("green")] * 2, "depends": ["taker"]}),
        ("M029 giver: red kites", {"extras": {"taker": f"{HERE}:RED"}}),
        ("M030 giver: taker is always here", {"extras": {"taker": f"{HERE}:GREEN"}, "depends": ["taker"]}),
        ("M030 giver: giver is always here", {"extras": {"giver": f"{HERE}:GREEN"}}),
        ("M030 giver: .*cannot be imported", {"extras": {"taker": f"{HERE}:GREAN"}}),
        ("M030 giver: .*is no Extra", {"extras": {"taker": f"{HERE}:TAKER"}}),
        ("M009 giver: stands beside", {"extras": {"taker": f"{HERE}:MISPLACED"}}),
    ],
)
def test_a_wrong_gift_stops_the_start_with_a_sentence(code: str, words: dict[str, Any]) -> None:
    with pytest.raises(DeclarationError, match=code):
        loaded(TAKER, giver(**words))


def test_what_goes_with_a_module_that_is_not_here_is_not_even_imported() -> None:
    assert loaded(giver(extras={"taker": "no.such.file:THING"})).extras == {"giver": {}}


def test_only_what_both_modules_at_work_say_is_given(monkeypatch: Any) -> None:
    among = loaded(TAKER, giver(extras={"taker": f"{HERE}:GREEN"}))
    monkeypatch.setattr(gifts, "registry", among)
    assert gifts.given(Kite) == [Kite("green")] and gifts.given(str) == []
    for name in ("taker", "giver"):
        among.off = frozenset({name})
        assert gifts.given(Kite) == []


def test_the_demo_of_an_extra_is_looked_up_like_that_of_a_module() -> None:
    assert [line[:10] for line in check_rows(giver(), [LOST])] == ["M026 giver"]
    assert list(check_rows(giver(), [GREEN])) == []

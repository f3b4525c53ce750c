"""People, and the lists that describe them."""

from __future__ import annotations

from typing import Any

import pytest

from modules.population.lists import Country, Ethnicity
from tests.module_case import ModuleCase


class TestEverything(ModuleCase):
    """Inherits what every module must do."""

    name = "population"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Kinh", "01"),
        ("kinh", "01"),
        ("H'Mông", "08"),
        ("Mèo", "08"),
        ("Khơ Me", "05"),
        ("Ê Đê", "12"),
        ("bru vân kiều", "23"),
    ],
)
def test_an_ethnicity_is_known_by_its_other_names(rows: Any, typed: str, code: str) -> None:
    found = Ethnicity.named(rows, typed)
    assert found and rows.get(Ethnicity, found).code == code


def test_an_unknown_name_is_never_guessed(rows: Any) -> None:
    assert Ethnicity.named(rows, "Thượng") is None
    assert Ethnicity.named(rows, "") is None


def test_vietnam_is_a_country_and_the_union_is_none(rows: Any) -> None:
    assert rows.get(Country, Country.coded(rows, "VN")).name == "Việt Nam"
    assert Country.coded(rows, "EU") is None

"""What a block of a page tells its template: a dataclass by name, with what it counts itself, or a plain mapping."""

from __future__ import annotations

from dataclasses import dataclass

from app.spec.told import words_of


@dataclass(frozen=True)
class Basket:
    """Two prices, and what both come to."""

    one: int
    other: list[int]

    @property
    def total(self) -> int:
        """The sum."""
        return self.one + sum(self.other)


def test_a_template_reads_fields_and_properties_by_their_names_and_gets_the_very_values() -> None:
    basket = Basket(1, [2, 3])
    assert words_of(basket) == {"one": 1, "other": [2, 3], "total": 6}
    assert words_of(basket)["other"] is basket.other
    assert words_of({"one": 1}) == {"one": 1}

"""A paper names who signed it, as what, and on which day; before that it keeps the chairman's place."""

from __future__ import annotations

import pytest

from app.engine.signature import Signature, _lines


@pytest.mark.parametrize(
    ("own", "lent", "lines"),
    [
        ("CHỦ TỊCH", "", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("PHÓ CHỦ TỊCH", "", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("PHÓ CHỦ TỊCH UBND PHƯỜNG", "", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ", "", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("TRƯỞNG PHÒNG", "CHỦ TỊCH UBND PHƯỜNG", ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG")),
        ("TRƯỞNG PHÒNG", "CHỦ TỊCH", ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG")),
        ("PHÓ GIÁM ĐỐC", "", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("GIÁM ĐỐC", "", ("GIÁM ĐỐC",)),
    ],
)
def test_the_lines_above_the_name(own: str, lent: str, lines: tuple[str, ...]) -> None:
    assert _lines(own, lent) == lines


def test_an_unsigned_paper_keeps_the_chairmans_place() -> None:
    assert Signature() == Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "", None)

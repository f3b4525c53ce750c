"""Numbers in words, read back by a parser that shares nothing with the writer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.wording import LARGEST, dong_in_words, in_words

UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip


def read(words: str) -> int:
    """Read left to right: billions close everything before them, thousands and millions close one group."""
    total = group = digit = 0
    billions = 0
    for word in words.lower().split():
        if word in UNITS:
            digit = UNITS[word]
        elif word == "mười":
            group, digit = group + 10, 0
        elif word == "mươi":
            group, digit = group + 10 * digit, 0
        elif word == "trăm":
            group, digit = group + 100 * digit, 0
        elif word in {"nghìn", "triệu"}:
            total += (group + digit) * (1000 if word == "nghìn" else 10**6)
            group = digit = 0
        elif word == "tỷ":
            billions = (billions + total + group + digit) * 10**9
            total = group = digit = 0
        else:
            assert word == "linh"
    return billions + total + group + digit


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "Không"), (4, "Bốn"), (10, "Mười"), (11, "Mười một"), (14, "Mười bốn"), (15, "Mười lăm"), (20, "Hai mươi"),
        (21, "Hai mươi mốt"), (24, "Hai mươi tư"), (25, "Hai mươi lăm"), (55, "Năm mươi lăm"), (100, "Một trăm"),
        (101, "Một trăm linh một"), (104, "Một trăm linh bốn"), (105, "Một trăm linh năm"), (110, "Một trăm mười"),
        (111, "Một trăm mười một"), (115, "Một trăm mười lăm"), (555, "Năm trăm năm mươi lăm"), (1000, "Một nghìn"),
        (1005, "Một nghìn không trăm linh năm"), (1015, "Một nghìn không trăm mười lăm"),
        (10_000, "Mười nghìn"), (1_000_001, "Một triệu không trăm linh một"),
        (68_250_000, "Sáu mươi tám triệu hai trăm năm mươi nghìn"),
        (1_486_000_000, "Một tỷ bốn trăm tám mươi sáu triệu"),
        (2_000_005_000, "Hai tỷ không trăm linh năm nghìn"),
        (10**12, "Một nghìn tỷ"), (-21, "Âm hai mươi mốt"),
    ],
)  # fmt: skip
def test_the_rules_of_the_language(number, words):
    assert in_words(number) == words


def test_an_amount_names_its_currency():
    assert dong_in_words(68_250_000) == "Sáu mươi tám triệu hai trăm năm mươi nghìn đồng"


@given(st.integers(0, LARGEST - 1) | st.integers(0, 10**6) | st.integers(0, 10**6).map(lambda n: n * 10**6))
def test_words_read_back_to_their_number(number):
    assert read(in_words(number)) == number


@pytest.mark.parametrize("number", [LARGEST, -LARGEST])
def test_beyond_the_words_it_says_so(number):
    with pytest.raises(ValueError, match="too large"):
        in_words(number)

"""Reading hex strings and names at once gives what reading them letter by letter gives, also of what is neither."""

from __future__ import annotations

import io
from collections.abc import Callable

from hypothesis import example, given
from hypothesis import strategies as st

from modules.signing.verification import reading


def told(read: Callable[[io.BytesIO], object], content: bytes) -> tuple[object, int] | str:
    stream = io.BytesIO(content)
    try:
        return read(stream), stream.tell()
    except Exception as error:  # noqa: BLE001 - whatever one says, the other must say
        return type(error).__name__


@given(st.text("0123456789abcdefABCDEF <>%\n/x", max_size=60))
@example("00" * 40_000 + ">")
@example("abc>")
@example(">")
@example("")
def test_both_ways_read_the_same_string(digits: str) -> None:
    content = b"<" + digits.encode()
    assert told(reading.digits, content) == told(reading._digit_by_digit, content)


@given(st.text("aZ09+-.#4é~!\x7f\0 \n\t\f()<>[]{}/%", max_size=40))
@example("Type /Sig")
@example("N" * 127 + " ")
@example("N" * 128 + " ")
@example("A#20B/C")
@example("A#2")
@example("#")
@example("")
def test_both_ways_read_the_same_name(letters: str) -> None:
    content = b"/" + letters.encode()
    here, there = told(reading.name, content), told(reading._letter_by_letter, content)
    assert (type(here[0]), here) == (type(there[0]), there)

"""Reading hex strings at once gives what reading them digit by digit gives, also of what is no hex string."""

from __future__ import annotations

import io

from hypothesis import example, given
from hypothesis import strategies as st

from modules.signing.verification import hex_strings


def told(read: object, content: bytes) -> tuple[object, int] | str:
    stream = io.BytesIO(content)
    try:
        return read(stream), stream.tell()  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001 - whatever one says, the other must say
        return type(error).__name__


@given(st.text("0123456789abcdefABCDEF <>%\n/x", max_size=60))
@example("00" * 40_000 + ">")
@example("abc>")
@example(">")
@example("")
def test_both_ways_read_the_same(digits: str) -> None:
    content = b"<" + digits.encode()
    assert told(hex_strings.read, content) == told(hex_strings._digit_by_digit, content)

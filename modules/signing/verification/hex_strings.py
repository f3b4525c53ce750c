"""Hex strings at once: pyHanko reads them digit by digit, which takes thirty milliseconds for the place of one signature.

What is plain is read here; whatever else it may be (spaces, comments, no end, no digits) is left to pyHanko's own reader.
"""

from __future__ import annotations

import binascii
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic

LONGEST = 2**20  # digits looked at; a longer string takes the slow way
_digit_by_digit = generic.read_hex_string_from_stream


def read(stream: BinaryIO) -> Any:
    """Read a hex string that begins at the stream's place; the result and the place behind it are pyHanko's."""
    begin = stream.tell()
    seen = stream.read(LONGEST)
    end = seen.find(b">")
    try:
        content = binascii.unhexlify(seen[1:end] + b"0" * ((end - 1) % 2)) if end > 0 else None
    except ValueError:
        content = None
    if content is None:
        stream.seek(begin)
        return _digit_by_digit(stream)
    stream.seek(begin + end + 1)
    return generic.pdf_string(content)


def install() -> None:
    """Let pyHanko read hex strings this way, in this process."""
    generic.read_hex_string_from_stream = read

"""Names and hex strings at once: pyHanko reads them letter by letter, thirty milliseconds for the place of one signature.

What is plain is read here; whatever else it may be (spaces, comments, escapes, no end) is left to pyHanko's own reader.
"""

from __future__ import annotations

import binascii
import re
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic

LONGEST = 2**20  # digits looked at; a longer string takes the slow way
# Letters that need no escape, up to a space or a bracket.
NAME = re.compile(rb"/[^\0-\x20\x7f-\xff#()<>\[\]{}/%]*(?=[ \n\r\t\f\0()<>\[\]{}/%])")
LONGEST_NAME = 128
_digit_by_digit = generic.read_hex_string_from_stream
_letter_by_letter: Any = generic.NameObject.read_from_stream


def digits(stream: BinaryIO) -> Any:
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


def name(stream: BinaryIO) -> Any:
    """Read a name that begins at the stream's place, in the same way."""
    begin = stream.tell()
    found = NAME.match(stream.read(LONGEST_NAME))
    stream.seek(begin if found is None else begin + found.end())
    return _letter_by_letter(stream) if found is None else generic.NameObject(found[0].decode("ascii"))


def install() -> None:
    """Let pyHanko read this way, in this process."""
    generic.read_hex_string_from_stream = digits
    generic.NameObject.read_from_stream = staticmethod(name)  # type: ignore[method-assign]

"""Vietnamese text for machines: folded for searching, normalised for storing."""

from __future__ import annotations

import re
import unicodedata

# Control characters and the invisible joiners that come along when text is pasted from a web page.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def fold(text: str) -> str:
    """Return `text` without marks and case, spaces collapsed: "Nguyễn  Văn Đức" gives "nguyen van duc"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    bare = bare.replace("đ", "d").replace("Đ", "d").casefold()
    return " ".join(bare.split())


def normalise(text: str) -> str:
    """Return typed text as it is stored: NFC, no invisible characters, inner spaces collapsed, ends trimmed."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())

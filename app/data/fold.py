"""Vietnamese text for machines: folded for searching, normalised for storing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Bytes that carry no letter, and the invisible joiners that come along when text is pasted from a web page.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WORD = re.compile(r"[^\W_]+")


class _Bare(dict[int, int | None]):
    """What is left of each character: nothing of marks and of what cannot be seen; looked up once and remembered."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        gone = unicodedata.combining(character) or _INVISIBLE.match(character)
        self[code] = None if gone else code
        return self[code]


# Texts converted from old Vietnamese fonts often carry the Icelandic eth, which looks the same as a capital Đ.
_BARE = _Bare(str.maketrans("đĐðÐ", "dddd"))


def fold(text: str) -> str:
    """Return `text` without marks and case, spaces collapsed: "Nguyễn  Văn Đức" gives "nguyen van duc"."""
    # Case folding may set marks free ("İ"), so it runs before they are stripped.
    lowered = unicodedata.normalize("NFD", text).casefold()
    return " ".join(unicodedata.normalize("NFD", lowered).translate(_BARE).split())


def search_key(words: Iterable[object]) -> str:
    """Return what a search reads of a record: the words that name it, folded; None among them is left out."""
    return fold(" ".join(str(word or "") for word in words))[:2000]


def tokens(text: str) -> list[str]:
    """Return the folded words of `text` in order, punctuation dropped: "Tổ 5, P. Bàn Cờ" gives to, 5, p, ban, co."""
    return _WORD.findall(fold(text))


def normalise(text: str) -> str:
    """Return typed text as it is stored: NFC, no invisible characters, inner spaces collapsed, ends trimmed."""
    # Removal comes first: a joiner between a letter and its mark would keep them from composing.
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())

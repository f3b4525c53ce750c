"""Names of people: họ, chữ đệm, tên; as they are written, and as two writings of one name are found."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from app.toolkit import _, fold, normalise
from modules.population import legacy

LONGEST = 100  # of each part, as the population database takes it
# H'Hen Niê, Y-Bhăm and O'Neil have signs within a name; the quotation marks are what word processors make of them.
_SIGNS = "'’ʼ-‐"
_WORD = re.compile(r"[a-z0-9]+")


class Name(NamedTuple):
    """The parts of a name; the middle one may be empty, and a single name is a given name."""

    surname: str
    middle: str
    given: str

    @property
    def whole(self) -> str:
        """The name as one writes it."""
        return " ".join(part for part in self if part)


def check_name(typed: str) -> str:
    """Return a name as it is kept: NFC, one blank between words, upper and lower case as typed. ValueError: a sentence."""
    name = normalise(typed)
    if not name:
        raise ValueError(str(_("Write the name.")))
    meant = legacy.reading(name)
    if meant != name:
        raise ValueError(str(_("The name is typed in an old encoding: is it “%(name)s”?", name=meant)))
    for sign in name:
        if unicodedata.category(sign)[0] not in "LM" and sign not in f" {_SIGNS}":
            text = _("A name has letters only, no digits and signs: “%(sign)s” cannot stand in it.", sign=sign)
            raise ValueError(str(text))
    if not any(sign.isalpha() for sign in name):
        raise ValueError(str(_("Write the name.")))
    if any(len(part) > LONGEST for part in split_name(name)):
        raise ValueError(str(_("Each part of a name has at most %(most)s letters.", most=LONGEST)))
    return name


def split_name(name: str, surname: str = "") -> Name:
    """Return the parts of a name: the first word, what stands between, the last word.

    A `surname` of several words (Âu Dương) is kept when the name begins with it and goes on. ValueError: it does not.
    One of a single word says no more than the name does.
    """
    words, first = name.split(), surname.split()
    if len(first) > 1:
        if words[: len(first)] != first or len(words) <= len(first):
            raise ValueError(
                str(_("The name “%(name)s” does not begin with “%(surname)s”.", name=name, surname=surname))
            )
    else:
        first = words[:1] if len(words) > 1 else []
    rest = words[len(first) :]
    return Name(" ".join(first), " ".join(rest[:-1]), rest[-1] if rest else "")


def name_key(name: str) -> str:
    """Return what two writings of a name have in common: without marks, case and signs."""
    return " ".join(_WORD.findall(fold(name)))


def loose_key(name: str) -> str:
    """Return what also swapped parts, and i for y, leave the same: "Lý Mỹ Thúy" and "Thuý Mĩ Lí"."""
    return " ".join(sorted(word.replace("y", "i") for word in _WORD.findall(fold(name))))

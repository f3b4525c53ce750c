"""How a cell of the Ministry's sheets is read and written, by the kind of its column. Each reader raises ValueError with a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import PartialDay, _, as_system, fold, normalise, parse_hour, parse_partial_day
from modules.civil_registration.cases.kinds import Relation
from modules.civil_registration.deaths.death import Notice
from modules.civil_registration.ministry import codes
from modules.population.legacy import reading
from modules.population.lists import Country, Ethnicity

NUMBERED = re.compile(r"0*([1-9]\d{0,5})(?:\s*[/\-]\s*((?:19|20)\d\d))?", re.ASCII)
BOOK = re.compile(r"(\d{1,4})\s*[/\-]\s*((?:19|20)\d\d)|((?:19|20)\d\d)", re.ASCII)
TWELVE = re.compile(r"\d{12}", re.ASCII)
RELATIONS = {
    Relation.SELF: "bản thân, chính mình, bản thân người được khai sinh",
    Relation.MOTHER: "mẹ, má, mẹ đẻ, mẹ ruột",
    Relation.FATHER: "cha, bố, ba, cha đẻ, bố đẻ, cha ruột",
    Relation.SPOUSE: "vợ, chồng, vợ chồng, vợ hoặc chồng",
    Relation.CHILD: "con, con trai, con gái, con ruột, con dâu, con rể",
    Relation.GRANDPARENT: "ông, bà, ông nội, bà nội, ông ngoại, bà ngoại, ông bà",
    Relation.SIBLING: "anh, chị, em, anh trai, chị gái, em trai, em gái, anh ruột, chị ruột, em ruột, anh chị em",
    Relation.RELATIVE: "cô, dì, chú, bác, cậu, mợ, thím, cháu, cháu nội, cháu ngoại, người thân, người thân thích",
    Relation.GUARDIAN: "người giám hộ, giám hộ",
    Relation.CARER: "người nuôi dưỡng, cha mẹ nuôi, mẹ nuôi, cha nuôi",
    Relation.AGENCY: "cơ quan, tổ chức, đại diện cơ quan, đại diện tổ chức",
    Relation.AGENT: "người được ủy quyền, ủy quyền, theo ủy quyền",
}
CALLED = {fold(name): kind for kind, names in RELATIONS.items() for name in names.split(",")}


@dataclass
class Lists:
    """The code lists as they stand while one book is read or written: no question to the database per row."""

    session: Session

    @cached_property
    def ethnicities(self) -> dict[int, str]:
        """The codes of ethnicities by row."""
        with as_system():
            return dict(self.session.execute(select(Ethnicity.id, Ethnicity.code)).all())

    @cached_property
    def countries(self) -> dict[int, str]:
        """The two letters of countries by row."""
        with as_system():
            return dict(self.session.execute(select(Country.id, Country.code)).all())

    @cached_property
    def _known(self) -> dict[tuple[str, str], int | None]:
        return {}

    def row(self, kind: type[Ethnicity | Country], text: str) -> int:
        """Return the row that a code or a name means; ValueError for none, which is never guessed."""
        key = (kind.__name__, text)
        if key not in self._known:
            self._known[key] = kind.named(self.session, text)
        found = self._known[key]
        if found is None:
            raise ValueError(str(_("“%(text)s” is on no list of today: write its code.", text=text)))
        return found


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Return what a cell says: Unicode out of TCVN3 or VNI, put together (NFC), blanks evened. ValueError: two readings."""
    return normalise(text) if text.isascii() else normalise(reading(text))


def words_of(value: Any) -> str:
    """Return a cell as text; a whole number has no ".0", a day of the spreadsheet is written out."""
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return plain(str(value))


@lru_cache(maxsize=100_000)
def partial(text: str) -> PartialDay:
    """Read 05.02.2009, 02.2009 or 2009; "Không rõ" and what is no day is refused."""
    return parse_partial_day(text)


def dotted(value: PartialDay | date | None) -> str:
    """Write a day as those sheets have it."""
    if value is None:
        return ""
    return str(value if isinstance(value, PartialDay) else PartialDay.of(value)).replace("/", ".")


def _day(text: str, _lists: Lists) -> date:
    read = partial(text)
    if read.day is None:
        raise ValueError(str(_("Write the whole day: dd.mm.yyyy.")))
    return read.first


def _entry(text: str, _lists: Lists) -> int:
    found = NUMBERED.fullmatch(text)
    if not found:
        raise ValueError(str(_("“%(text)s” is no number of a book, as 15 or 15/2009.", text=text)))
    return int(found[1])


def _book(text: str, _lists: Lists) -> str:
    if not BOOK.fullmatch(text):
        raise ValueError(str(_("“%(text)s” is no book, as 01/2009.", text=text)))
    return text


def _citizen(text: str, _lists: Lists) -> str:
    """Twelve digits are a personal number; an old card, a passport stands as it is."""
    bare = text.replace(" ", "").replace(".", "")
    if bare.isdigit() and len(bare) in (8, 10, 11):
        raise ValueError(str(_("“%(text)s”: a zero at the front is lost; format the column as text.", text=text)))
    return bare if bare.isdigit() else text


def _digits(text: str, _lists: Lists) -> str:
    if not TWELVE.fullmatch(text):
        raise ValueError(str(_("A personal number has 12 digits.")))
    return text


def _listed(most: int) -> Callable[[str, Lists], str]:
    def read(text: str, _lists: Lists) -> str:
        if not text.isdigit() or int(text) > most:
            raise ValueError(str(_("Write a code from 0 to %(most)s.", most=most)))
        return text

    return read


READ: dict[str, Callable[[str, Lists], Any]] = {
    "text": lambda text, _lists: text,
    "name": lambda text, _lists: text,
    "phone": lambda text, _lists: text,
    "place": lambda text, _lists: "" if text == codes.UNKNOWN else text,
    "entry": _entry,
    "book": _book,
    "day": _day,
    "partial": lambda text, _lists: partial(text),
    "hour": lambda text, _lists: parse_hour(text),
    "sex": lambda text, _lists: codes.sex(text),
    "registration": lambda text, _lists: codes.registration(text),
    "paper": lambda text, _lists: codes.paper(text),
    "notice": lambda text, _lists: Notice(codes.notice(text)),
    "ethnicity": lambda text, lists: lists.row(Ethnicity, text),
    "country": lambda text, lists: lists.row(Country, text),
    "relation": lambda text, _lists: CALLED.get(fold(text), Relation.UNKNOWN),
    "citizen": _citizen,
    "number": _digits,
    "count": lambda text, lists: int(_listed(100)(text, lists)),
    "home_kind": _listed(3),
    "birth_kind": _listed(5),
}
WRITE: dict[str, Callable[[Any, Lists], str]] = {
    "day": lambda value, _lists: dotted(value),
    "partial": lambda value, _lists: dotted(value),
    "sex": lambda value, _lists: str(codes.SEXES[value]),
    "registration": lambda value, _lists: str(codes.REGISTRATIONS[value]),
    "paper": lambda value, _lists: str(codes.PAPERS[value]),
    "notice": lambda value, _lists: str(codes.NOTICES[value.value]),
    "ethnicity": lambda value, lists: lists.ethnicities.get(value, ""),
    "country": lambda value, lists: lists.countries.get(value, ""),
    "relation": lambda value, _lists: "" if value is Relation.UNKNOWN else RELATIONS[value].split(",")[0].capitalize(),
}


def written(kind: str, value: Any, lists: Lists) -> str:
    """Return the text of a value of a case; empty for none."""
    if value is None:
        return ""
    return WRITE[kind](value, lists) if kind in WRITE else str(value)

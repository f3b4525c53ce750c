"""Persons of a book as XML of QCVN 109:2017/BTTTT (Thông tư 02/2017/TT-BTTTT), written and read back.

Elements: CongdanCollection/CongDan with SoDinhDanh, HoVaTen{Ho, ChuDem, Ten}, GioiTinh, DanToc, NgayThangNamSinh, QueQuan,
NoiDangKyKhaiSinh, NoiOHienTai, Cha and Me. A day of which only a part is known stands as ThangNam or Nam: these two names
are ours, as the text of the standard was not at hand in full. Sex and ethnicity bear the Ministry's codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.toolkit import PartialDay, _, normalise
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.kinds import Sex
from modules.civil_registration.ministry import codes
from modules.civil_registration.sheets.kinds import Lists
from modules.population.names import split_name

LARGEST = 50 * 2**20


@dataclass(frozen=True)
class Kin:
    """A parent of a person."""

    name: str
    number: str = ""
    country: str = ""


@dataclass(frozen=True)
class Citizen:
    """A person of a book as the message has him; codes where the lists have them."""

    name: str
    number: str = ""
    sex: Sex | None = None
    born: PartialDay | None = None
    ethnicity: str = ""
    native_place: str = ""
    registered_at: str = ""
    home: str = ""
    father: Kin | None = None
    mother: Kin | None = None


def citizen_of(case: Any, lists: Lists, registered_at: str) -> Citizen:
    """Return the person whom an entry is about."""
    number, ethnicity = case.citizen_id or "", lists.ethnicities.get(case.ethnicity_id or 0, "")
    if isinstance(case, Birth):
        kin = [_kin(case, who, lists) for who in ("father", "mother")]
        place = case.native_place or ""
        return Citizen(case.child_name or "", number, case.sex, case.born, ethnicity, place, registered_at, "", *kin)
    return Citizen(case.person_name or "", number, case.sex, case.born, ethnicity, home=case.home)


def write(people: list[Citizen]) -> bytes:
    """Return persons as a document."""
    from lxml import etree

    root = etree.Element("CongdanCollection")
    for one in people:
        node = etree.SubElement(root, "CongDan")
        _text(node, "SoDinhDanh", one.number)
        _name(node, one.name)
        _text(node, "GioiTinh", str(codes.SEXES[one.sex]) if one.sex else "")
        _text(node, "DanToc", one.ethnicity)
        if one.born:
            day = etree.SubElement(node, "NgayThangNamSinh")
            _text(day, "NgayThangNam" if one.born.day else "ThangNam" if one.born.month else "Nam", one.born.stored)
        for tag, place in (
            ("NoiDangKyKhaiSinh", one.registered_at),
            ("QueQuan", one.native_place),
            ("NoiOHienTai", one.home),
        ):
            if place:
                _text(etree.SubElement(node, tag), "ChiTiet", place)
        for tag, kin in (("Cha", one.father), ("Me", one.mother)):
            if kin:
                parent = etree.SubElement(node, tag)
                _text(parent, "SoDinhDanh", kin.number)
                _text(parent, "QuocTich", kin.country)
                _name(parent, kin.name)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def read(content: bytes) -> list[Citizen]:
    """Return the persons of a document; ValueError says what is wrong with it, and in which person."""
    from lxml import etree

    if len(content) > LARGEST:
        raise ValueError(str(_("The XML is too large: divide it.")))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(_("This is no XML that can be read (line %(line)s).", line=error.lineno or 1))) from error
    if root.getroottree().docinfo.doctype or etree.QName(root).localname != "CongdanCollection":
        raise ValueError(str(_("This is no message of QCVN 109 (CongdanCollection).")))
    found = []
    for place, node in enumerate(_children(root, "CongDan"), 1):
        try:
            found.append(_citizen(node))
        except ValueError as error:
            raise ValueError(str(_("Person %(place)s: %(what)s", place=place, what=error))) from error
    return found


def _citizen(node: Any) -> Citizen:
    name = _whole(node)
    if not name:
        raise ValueError(str(_("The name is missing.")))
    sex = _said(node, "GioiTinh")
    days = [_said(node, "NgayThangNamSinh", one) for one in ("NgayThangNam", "ThangNam", "Nam")]
    day = next(filter(None, days), "")
    try:
        born = PartialDay.read(day) if day else None
    except ValueError as error:
        raise ValueError(str(_("“%(day)s” is no day.", day=day))) from error
    return Citizen(
        name,
        _said(node, "SoDinhDanh"),
        codes.sex(sex) if sex else None,
        born,
        _said(node, "DanToc"),
        _said(node, "QueQuan", "ChiTiet"),
        _said(node, "NoiDangKyKhaiSinh", "ChiTiet"),
        _said(node, "NoiOHienTai", "ChiTiet"),
        _parent(node, "Cha"),
        _parent(node, "Me"),
    )


def _kin(case: Birth, who: str, lists: Lists) -> Kin | None:
    name = getattr(case, f"{who}_name")
    if not name:
        return None
    country = lists.countries.get(getattr(case, f"{who}_country_id") or 0, "")
    return Kin(name, getattr(case, f"{who}_citizen_id") or "", country)


def _name(node: Any, name: str) -> None:
    from lxml import etree

    parts, whole = split_name(name), etree.SubElement(node, "HoVaTen")
    for tag, text in (("Ho", parts.surname), ("ChuDem", parts.middle), ("Ten", parts.given)):
        _text(whole, tag, text)


def _text(node: Any, tag: str, text: str) -> None:
    from lxml import etree

    if text:
        etree.SubElement(node, tag).text = text


def _children(node: Any, tag: str) -> list[Any]:
    """The children of a name; documents of some systems put theirs into a namespace."""
    return [one for one in node if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == tag]


def _said(node: Any, *tags: str) -> str:
    for tag in tags:
        found = _children(node, tag)
        if not found:
            return ""
        node = found[0]
    return normalise(node.text or "")


def _whole(node: Any) -> str:
    return " ".join(filter(None, (_said(node, "HoVaTen", tag) for tag in ("Ho", "ChuDem", "Ten"))))


def _parent(node: Any, tag: str) -> Kin | None:
    found = _children(node, tag)
    name = _whole(found[0]) if found else ""
    return Kin(name, _said(found[0], "SoDinhDanh"), _said(found[0], "QuocTich")) if name else None

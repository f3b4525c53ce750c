"""The population database of the demo: a few made-up people, found by number, name and day of birth together."""

from __future__ import annotations

import unicodedata
from xml.sax.saxutils import escape

from lxml import etree

from modules.interconnect.simulators.heard import Heard, Said

SPACE = "http://dancuquocgia.bca"
ORDER = ["MaYeuCau", "MaDVC", "MaTichHop", "MaDonVi", "MaCanBo", "SoDinhDanh", "SoCMND", "HoVaTen", "NgayThangNamSinh"]
# number, old number, surname, middle, given, born, sex (1 male, 2 female), marital, ward, detail, father, mother, spouse
PEOPLE = [
    ("079190012345", "024123456", "Nguyễn", "Thị", "Hạnh", "1990-05-14", "2", "2", "27004", "12 Nguyễn Huệ", "079062000011", "079164000012", "079088023456"),
    ("079088023456", "", "Trần", "Minh", "Khôi", "1988-11-02", "1", "2", "27004", "12 Nguyễn Huệ", "", "", "079190012345"),
    ("079062000011", "020111222", "Nguyễn", "Văn", "Tâm", "1962", "1", "2", "26740", "5 Lê Lợi", "", "", "079164000012"),
    ("079164000012", "020333444", "Lê", "Thị", "Sáu", "1964-02-10", "2", "2", "26740", "5 Lê Lợi", "", "", "079062000011"),
    ("079040000099", "", "Phạm", "", "Ân", "1940", "1", "3", "27004", "7 Đồng Khởi", "", "", ""),
]  # fmt: skip


def answer(heard: Heard) -> Said:
    """Answer a look-up; a fault for elements out of order, 004 without a procedure, 005 without an account."""
    try:
        root = etree.fromstring(heard.body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return _fault("Client", "not XML")
    call = next(iter(root.xpath(".//*[local-name()='TraCuuThongTinCongDan']")), None)
    if call is None:
        return _fault("Client", "unknown call")
    names = [etree.QName(one).localname for one in call]
    if names != [one for one in ORDER if one in names] or "HoVaTen" not in names:
        return _fault("Client", "elements out of order")
    told = {etree.QName(one).localname: "".join(one.itertext()).strip() for one in call}
    if not told.get("MaDVC"):
        return _error(told, "004", "Dịch vụ công chưa được cấp phép khai thác")
    if not told.get("MaCanBo") and not heard.headers.get("authhash") and "Thử" not in told["HoVaTen"].title():
        return _error(told, "005", "Cán bộ chưa được cấp quyền khai thác")
    found = [_person(one) for one in PEOPLE if _fits(one, told)]
    return _envelope(
        f"<ns:TraCuuThongTinCongDanResponse xmlns:ns='{SPACE}'><ns:MaYeuCau>{escape(told['MaYeuCau'])}</ns:MaYeuCau>"
        f"<ns:CongdanCollection>{''.join(found)}</ns:CongdanCollection></ns:TraCuuThongTinCongDanResponse>"
    )


def _fits(one: tuple[str, ...], told: dict[str, str]) -> bool:
    name = " ".join(filter(None, one[2:5]))
    number = told.get("SoDinhDanh") == one[0] or bool(one[1] and told.get("SoCMND") == one[1])
    return number and _plain(told["HoVaTen"]) == _plain(name) and told["NgayThangNamSinh"] in {one[5], one[5][:4]}


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).upper().split())


def _person(one: tuple[str, ...]) -> str:
    number, old, surname, middle, given, born, sex, marital, ward, detail, father, mother, spouse = map(escape, one)
    day = f"<ns:Nam>{born}</ns:Nam>" if len(born) == 4 else f"<ns:NgayThangNam>{born}</ns:NgayThangNam>"
    place = f"<ns:MaTinhThanh>79</ns:MaTinhThanh><ns:MaQuanHuyen/><ns:MaPhuongXa>{ward}</ns:MaPhuongXa><ns:ChiTiet>{detail}</ns:ChiTiet>"
    names = {row[0]: row[2:5] for row in PEOPLE}
    kin = "".join(
        f"<ns:{tag}><ns:SoDinhDanh>{who}</ns:SoDinhDanh><ns:QuocTich>VN</ns:QuocTich><ns:HoVaTen><ns:Ho>{names[who][0]}</ns:Ho>"
        f"<ns:ChuDem>{names[who][1]}</ns:ChuDem><ns:Ten>{names[who][2]}</ns:Ten></ns:HoVaTen></ns:{tag}>"
        for tag, who in (("Cha", father), ("Me", mother), ("VoChong", spouse))
        if who in names
    )
    return (
        f"<ns:CongDan><ns:SoDinhDanh>{number}</ns:SoDinhDanh><ns:SoCMND>{old}</ns:SoCMND><ns:HoVaTen><ns:Ho>{surname}</ns:Ho>"
        f"<ns:ChuDem>{middle}</ns:ChuDem><ns:Ten>{given}</ns:Ten></ns:HoVaTen><ns:GioiTinh>{sex}</ns:GioiTinh><ns:DanToc>01</ns:DanToc>"
        f"<ns:TonGiao>00</ns:TonGiao><ns:TinhTrangHonNhan>{marital}</ns:TinhTrangHonNhan><ns:NhomMau>00</ns:NhomMau>"
        f"<ns:NgayThangNamSinh>{day}</ns:NgayThangNamSinh><ns:QuocTich>VN</ns:QuocTich><ns:QueQuan><ns:ChiTiet>Thành phố Hồ Chí Minh"
        f"</ns:ChiTiet></ns:QueQuan><ns:ThuongTru>{place}</ns:ThuongTru><ns:NoiOHienTai>{place}</ns:NoiOHienTai>{kin}</ns:CongDan>"
    )


def _error(told: dict[str, str], code: str, words: str) -> Said:
    return _envelope(
        f"<ns:TraCuuThongTinCongDanResponse xmlns:ns='{SPACE}'><ns:MaYeuCau>{escape(told.get('MaYeuCau', ''))}</ns:MaYeuCau>"
        f"<ns:MaLoi>{code}</ns:MaLoi><ns:MoTaLoi>{escape(words)}</ns:MoTaLoi></ns:TraCuuThongTinCongDanResponse>"
    )


def _fault(code: str, words: str) -> Said:
    told = f"<s:Fault><faultcode>s:{code}</faultcode><faultstring>{escape(words)}</faultstring></s:Fault>"
    return _envelope(told, 500)


def _envelope(inner: str, status: int = 200) -> Said:
    told = f"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>{inner}</s:Body></s:Envelope>"
    return Said(told.encode(), status, "text/xml; charset=utf-8")

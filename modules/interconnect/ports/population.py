"""The national population database through NDXP or the city's LGSP: SOAP `TraCuuThongTinCongDan`, a verification.

Number, name and day of birth go out together; the order of the elements matters there. An empty answer is "not found";
004 means that the procedure has no licence, 005 that the official has none. The answer is written as by QCVN 109:2017/BTTTT.
Where a gateway puts the code of an error (`MaLoi`, or the code of a fault) is taken from other provinces' programs.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from app.toolkit import _
from modules.interconnect.ports.port import Content, Garbled, Operation, Port, Question, Refused, Reply, Wire
from modules.interconnect.ports.soap import Parts, body_of, envelope, found, text

SPACE, CALL, MATCH = "http://dancuquocgia.bca", "TraCuuThongTinCongDan", "037"
YEAR = 4  # letters of a day of birth of which only the year is known
LONGEST = {"MaYeuCau": 40, "MaDVC": 20, "MaDonVi": 35, "MaCanBo": 20, "HoVaTen": 100}
SECRETS = ("AccessKey", "SecretKey", "AppName", "PartnerCode", "PartnerCodeCus")
SENTENCES = {
    "004": _("The procedure has no licence to ask the population database (error 004)."),
    "005": _("This official has no licence to ask the population database (error 005)."),
}


class LookUp:
    """Content: service (code of the procedure), number or old_number, name, born ("1990-05-14" or "1990").

    Answer: people, at most one in practice.
    """

    def write(self, question: Question) -> Wire:
        told, born = question.content, str(question.content.get("born", ""))
        if not (told.get("number") or told.get("old_number")) or not told.get("name") or not born:
            raise ValueError(str(_("A look-up needs the number, the name and the day of birth.")))
        day = ("Nam" if len(born) == YEAR else "NgayThangNam", born)
        parts: list[tuple[str, str | Parts]] = [
            ("MaYeuCau", question.key),
            ("MaDVC", str(told.get("service", ""))),
            ("MaTichHop", str(question.secrets.get("MaTichHop", MATCH))),
            ("MaDonVi", question.unit),
            ("MaCanBo", question.officer.account),
            ("SoDinhDanh", str(told.get("number", ""))),
            *([] if told.get("number") else [("SoCMND", str(told["old_number"]))]),
            ("HoVaTen", str(told["name"])),
            ("NgayThangNamSinh", [day]),
        ]
        for name, most in LONGEST.items():
            if len(str(dict(parts)[name])) > most:
                raise ValueError(str(_("%(name)s may have at most %(most)s letters.", name=name, most=most)))
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{SPACE}/{CALL}"', **gateway(question)}
        headers["AuthHash"] = question.officer.secret
        return Wire("", envelope(SPACE, CALL, parts), headers)

    def read(self, question: Question, reply: Reply) -> Content:
        try:
            body = body_of(reply)
        except Refused as no:
            raise _no(no.code, str(no)) from no
        code = text(body, "MaLoi")
        if code and code.strip("0"):
            raise _no(code, text(body, "MoTaLoi"))
        asked = text(body, "MaYeuCau")
        if asked and asked != question.key:
            raise Garbled("the answer to another question")
        if found(body, "CongdanCollection") is None:
            raise Garbled("no CongdanCollection")
        return {"people": [_person(one) for one in body.xpath(".//*[local-name()='CongDan']")]}


def gateway(question: Question) -> dict[str, str]:
    """The headers by which an LGSP knows the agency: its token and `lgspaccesstoken`, base64 of JSON."""
    known = {name: question.secrets[name] for name in SECRETS if question.secrets.get(name)}
    headers = {"lgspaccesstoken": base64.b64encode(json.dumps(known).encode()).decode()} if known else {}
    if question.secrets.get("token"):
        headers["Authorization"] = f"Bearer {question.secrets['token']}"
    return headers


def _no(code: str, words: str) -> Refused:
    short = code.rpartition(".")[2].zfill(3)
    return Refused(short, str(SENTENCES.get(short, words or code)))


def _person(told: Any) -> Content:
    person: Content = {
        "number": text(told, "SoDinhDanh"),
        "old_number": text(told, "SoCMND"),
        "surname": text(told, "HoVaTen", "Ho"),
        "middle": text(told, "HoVaTen", "ChuDem"),
        "given": text(told, "HoVaTen", "Ten"),
        "born": text(told, "NgayThangNamSinh", "NgayThangNam") or text(told, "NgayThangNamSinh", "Nam"),
        "sex": text(told, "GioiTinh"),
        "ethnicity": text(told, "DanToc"),
        "religion": text(told, "TonGiao"),
        "nationality": text(told, "QuocTich"),
        "marital": text(told, "TinhTrangHonNhan"),
        "blood": text(told, "NhomMau"),
    }
    for key, name in (
        ("residence", "ThuongTru"),
        ("stays", "NoiOHienTai"),
        ("origin", "QueQuan"),
        ("birth_place", "NoiDangKyKhaiSinh"),
    ):
        place = found(told, name)
        person[key] = {} if place is None else {
            "province": text(place, "MaTinhThanh"), "district": text(place, "MaQuanHuyen"),
            "ward": text(place, "MaPhuongXa") or text(place, "MaDonViHanhChinh"), "detail": text(place, "ChiTiet"),
        }  # fmt: skip
    for key, name in (("father", "Cha"), ("mother", "Me"), ("spouse", "VoChong"), ("householder", "ChuHo")):
        kin = found(told, name)
        person[key] = {} if kin is None else {
            "number": text(kin, "SoDinhDanh"), "name": " ".join(text(kin, "HoVaTen", part) for part in ("Ho", "ChuDem", "Ten")),
        }  # fmt: skip
    return person


TRIAL = {"service": "1.000000", "number": "079000000000", "name": "THỬ KẾT NỐI", "born": "2000"}
POPULATION = Port(
    "population",
    _("National population database"),
    [Operation("look_up", _("Look a person up"), LookUp())],
    trial=("look_up", TRIAL),
    secrets=(*SECRETS, "MaTichHop", "token"),
)

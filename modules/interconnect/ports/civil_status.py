"""The civil-status software of the Ministry of Justice: a case is pushed, and its result asked for with `ScanHoTich`.

The envelope of a push is that of a province's one-stop software; `data` is a JSON text in it. States: 1 new, 2 supplement
asked for, 3 received, 7 in the Ministry's software, 4 result there, 5 result handed over, 6 refused.
The paths of a connection are told with the agreement; here they are the names of the calls.
"""

from __future__ import annotations

import json

from app.toolkit import _, clock
from modules.interconnect.ports.envelope import json_of
from modules.interconnect.ports.population import gateway
from modules.interconnect.ports.port import Content, Garbled, Operation, Polled, Port, Question, Refused, Reply, Wire

SUPPLEMENT, RESULT, HANDED, NO = "2", "4", "5", "6"


class Push:
    """Content: procedure, module ("khai sinh", "khai tử"), received (ISO day), data, files [{id, loaiGiayTo, …}]."""

    def write(self, question: Question) -> Wire:
        told = question.content
        body = {
            "maDonVi": question.unit,
            "maTTHC": told.get("procedure", ""),
            "module": told.get("module", ""),
            "maHoSo": question.dossier or question.key,
            "ngayTiepNhan": told.get("received") or clock.today().isoformat(),
            "techId": question.key,
            "data": json.dumps(told.get("data", {}), ensure_ascii=False),
            "fileDinhKem": told.get("files", []),
        }
        return _posted("/DongBoHoTich", question, body)

    def read(self, question: Question, reply: Reply) -> Content:
        told = _well(reply)
        if str(told.get("techId", question.key)) != question.key:
            raise Garbled("the answer to another question")
        return {"taken": True, "message": str(told.get("message") or "")}


class Scan:
    """Content: ids (of techId), province, module. Answer: rows."""

    def write(self, question: Question) -> Wire:
        told = question.content
        body = {
            "maDinhDanhHoSo": list(told.get("ids", [])),
            "maTinh": told.get("province", "79"),
            "module": told.get("module", ""),
        }
        return _posted("/ScanHoTich", question, body)

    def read(self, question: Question, reply: Reply) -> Content:
        rows = _well(reply).get("value")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Garbled(f"{question.call} has no list in value")
        return {"rows": rows}


def outcome(content: Content, key: str) -> Content | Refused | None:
    """Find one case among the rows: its result, what is to be supplied, a refusal, or None while it is worked on."""
    for row in content["rows"]:
        if str(row.get("techId") or row.get("maDinhDanhHoSo")) == key:
            state = str(row.get("trangThai"))
            if state == NO:
                return Refused(NO, str(row.get("noiDungXuLy") or row.get("ghiChu") or ""))
            return row if state in {SUPPLEMENT, RESULT, HANDED} else None
    return None


def _posted(path: str, question: Question, body: Content) -> Wire:
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": question.key, **gateway(question)}
    if question.officer.secret:
        headers["AuthHash"] = question.officer.secret
    return Wire(path, json.dumps(body, ensure_ascii=False).encode(), headers)


def _well(reply: Reply) -> Content:
    told = json_of(reply)
    if str(told.get("status")) == "1":
        return told
    if str(told.get("status")) == "0":
        raise Refused("0", str(told.get("message") or told.get("ghiChu") or "0"))
    raise Garbled("no status")


CIVIL_STATUS = Port(
    "civil_status",
    _("Civil-status software of the Ministry of Justice"),
    [
        Operation("push", _("Push a case"), Push(), polled=Polled("scan", lambda keys: {"ids": keys}, outcome)),
        Operation("scan", _("Ask for results"), Scan()),
    ],
    trial=("scan", {"ids": []}),
    secrets=("token", "AccessKey", "SecretKey", "AppName"),
)

"""Systems of the demo that speak the envelope of an LGSP: the national portal and the branches of interconnected dossiers."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta, timezone
from typing import Any

from modules.interconnect.simulators.heard import Heard, Said

CATALOGUE = [
    {"maTTHC": "1.001193", "tenTTHC": "Thủ tục đăng ký khai sinh"},
    {"maTTHC": "1.000656", "tenTTHC": "Thủ tục đăng ký khai tử"},
]

HERE = timezone(timedelta(hours=7))  # agencies write the days of Vietnam
PREFIX = {"residence": "CT79-", "health_insurance": "TE1790", "identity_card": "CC", "funeral_support": "MT-"}


def answer(heard: Heard) -> Said:
    """Take a request once, or tell of the results that are there."""
    told = json.loads(heard.body)
    key = str(told.get("maYeuCau", ""))
    if heard.path.endswith("/ketqua"):
        rows = [_row(heard, str(one)) for one in told.get("dsMaYeuCau", [])]
        return _said(key, rows * (2 if heard.twice else 1))
    if heard.path == "/APITraCuuDanhMucThuTucHanhChinhTheoMaLinhVuc":
        return _said(key, CATALOGUE)
    made = _envelope(key, [{"maYeuCau": key, "trangThai": "RECEIVED"}])
    return Said(heard.memory.once(heard.system, key, heard.path, heard.body, heard.wait, lambda: made))


def _row(heard: Heard, key: str) -> dict[str, Any]:
    found = heard.memory.ready(heard.system, key)
    if found is None:
        return {"maYeuCau": key, "trangThai": "PROCESSING"}
    told = json.loads(found[1])
    ends = [str(one).casefold() for one in told.get("thongTin", {}).values()]
    if told.get("tuChoi") or any(
        one.endswith("từ chối") for one in ends
    ):  # a request of the demo that the agency refuses
        why = told.get("tuChoi") or "Thông tin không khớp với dữ liệu của cơ quan"
        return {"maYeuCau": key, "trangThai": "REJECTED", "lyDo": str(why)}
    if any(one.endswith("bổ sung") for one in ends):  # one about which it asks for more
        until = (datetime.now(HERE) + timedelta(days=9)).date().isoformat()
        return {"maYeuCau": key, "trangThai": "SUPPLEMENT", "lyDo": "Thiếu giấy tờ kèm theo", "hanBoSung": until}
    number = int(hashlib.sha256(key.encode()).hexdigest()[:10], 16) % 10**8
    day = datetime.now(HERE).date().isoformat()
    return {"maYeuCau": key, "trangThai": "DONE", "soKetQua": f"{PREFIX[heard.system]}{number:08d}", "ngayKetQua": day}


def _said(key: str, rows: list[dict[str, Any]]) -> Said:
    return Said(_envelope(key, rows))


def _envelope(key: str, rows: list[dict[str, Any]]) -> bytes:
    response = {"error_code": "0", "message": "Thành công", "data": rows}
    return json.dumps(
        {"code": 200, "status": "OK", "correlationId": key, "response": response}, ensure_ascii=False
    ).encode()

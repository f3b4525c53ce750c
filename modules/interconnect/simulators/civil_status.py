"""The Ministry's software of the demo: it takes a case once, and gives it a number, a book and a personal number."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from modules.interconnect.simulators.heard import Heard, Said


def answer(heard: Heard) -> Said:
    """Take a push, or tell of the results that are there."""
    told = json.loads(heard.body)
    if heard.path == "/DongBoHoTich":
        key = str(told["techId"])
        taken = {"status": 1, "techId": key, "message": "Đã tiếp nhận"}
        return Said(heard.memory.once(heard.system, key, "push", heard.body, heard.wait, lambda: _json(taken)))
    if heard.path == "/ScanHoTich":
        rows = [_row(heard, str(one)) for one in told.get("maDinhDanhHoSo", [])]
        return Said(_json({"status": 1, "value": rows * (2 if heard.twice else 1)}))
    return Said(_json({"status": 0, "message": "Không có dịch vụ này"}), 404)


def _row(heard: Heard, key: str) -> dict[str, Any]:
    found = heard.memory.ready(heard.system, key)
    if found is None:
        return {"techId": key, "trangThai": 7, "ghiChu": "Đang xử lý"}
    told = json.loads(found[1])
    case = json.loads(told.get("data") or "{}").get("hoTich", {})
    name = str(case.get("nksHoTen") or case.get("nktHoTen") or "")
    if case.get("tuChoi") or name.endswith("Từ Chối"):  # a case that the Ministry refuses
        return {"techId": key, "trangThai": 6, "noiDungXuLy": str(case.get("tuChoi") or "Đã có trong sổ của nơi khác")}
    if name.endswith("Bổ Sung"):  # one about which it asks for more
        return {"techId": key, "trangThai": 2, "noiDungXuLy": "Thiếu nơi cư trú của người mẹ"}
    number = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16)
    result: dict[str, Any] = {
        "soDangKy": f"{number % 9000 + 1}", "quyenSo": "01/2026", "trangSo": f"{number % 200 + 1}",
        "ngayDangKy": told.get("ngayTiepNhan"), "maGiayToKetQua": "KQ.G15.000031",
    }  # fmt: skip
    if told.get("module") == "khai sinh":
        sex = 3 if case.get("nksGioiTinh") in (2, "2", "nữ", "Nữ") else 2
        result["soDinhDanh"] = f"079{sex}{str(case.get('nksNgaySinh', '2026'))[-2:]}{number % 10**6:06d}"
    return {"techId": key, "trangThai": 4, "ketQuaXuLy": result, "nguoiXuLy": "Hệ thống mô phỏng"}


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()

"""The pages of the Ministry's sheets: one with the columns, one that says what each means."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from app.toolkit import Sheet, workbook
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.sheets.columns import SHEETS, Heading

SOURCE = "Cột theo Công văn 1437/BTP-CNTT ngày 25/4/2019; ngày ghi dd.mm.yyyy, mm.yyyy hoặc yyyy"
KINDS = {
    "sex": "1 nam, 2 nữ, 3 chưa xác định",
    "registration": "0 không có thông tin, 1 đúng hạn, 2 đăng ký lại, 3 ghi vào sổ việc nước ngoài, 4 quá hạn, 5 chết đã lâu",
    "paper": "0 không có, 1 CMND, 2 hộ chiếu, 3 thẻ thường trú, 4 CCCD/căn cước, 5 quân nhân, 6 sĩ quan, 7 công an, 8 khác",
    "notice": "0 không có, 1 giấy báo tử, 2 thi hành án tử hình, 3 bản án, quyết định, 4 công an, pháp y, 5 cơ quan y tế, 6 biên bản, 7 người làm chứng",
    "home_kind": "0 không có thông tin, 1 thường trú, 2 tạm trú, 3 nơi ở hiện tại",
    "birth_kind": "1 đủ cha mẹ, 2 không rõ mẹ, 3 không rõ cha, 4 không rõ cha mẹ, 5 bị bỏ rơi",
    "ethnicity": "mã hoặc tên dân tộc",
    "country": "mã 2 chữ hoặc tên quốc gia",
    "entry": "15 hoặc 15/2009",
    "book": "01/2009",
    "day": "dd.mm.yyyy",
    "partial": "dd.mm.yyyy, mm.yyyy hoặc yyyy",
    "hour": "giờ:phút",
}


def empty_sheet(event: Event) -> io.BytesIO:
    """A workbook to be filled in."""
    return filled(SHEETS[event], [])


def filled(columns: Sequence[Heading], rows: Iterable[Sequence[Any]]) -> io.BytesIO:
    """A workbook with rows of texts below the names of the columns."""
    heads = {one.name: 28 if one.kind in ("text", "name", "place") else 16 for one in columns}
    meaning = [
        [
            one.name,
            one.title,
            KINDS.get(one.kind, ""),
            "x" if one.needed else "",
            "" if one.sure else "tên cột cần đối chiếu",
        ]
        for one in columns
    ]
    explained = Sheet(
        "Giải thích", {"Cột": 34, "Nghĩa": 48, "Cách ghi": 70, "Bắt buộc": 10, "Ghi chú": 24}, meaning, above=[SOURCE]
    )
    return workbook(Sheet("Số hóa", heads, rows), explained)

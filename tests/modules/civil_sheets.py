"""Sheets of digitised books as an official's spreadsheet writes them, for the stories about taking them in."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import Workbook

HEADS = (
    "so", "quyenSo", "trangSo", "ngayDangKy", "loaiDangKy", "noiDangKy", "nguoiKy", "chucVuNguoiKy", "nguoiThucHien", "ghiChu",
    "nksHoTen", "nksGioiTinh", "nksNgaySinh", "nksNoiSinh", "nksQueQuan", "nksDanToc", "nksQuocTich",
    "meHoTen", "meNgaySinh", "meDanToc", "meQuocTich", "meNoiCuTru", "meLoaiGiayToTuyThan", "meSoGiayToTuyThan",
    "chaHoTen", "chaNgaySinh", "nycHoTen", "nycQuanHe",
)  # fmt: skip
DEATH_HEADS = (
    "so", "quyenSo", "ngayDangKy", "loaiDangKy", "nktHoTen", "nktGioiTinh", "nktNgaySinh", "nktDanToc", "nktQuocTich",
    "nktNoiCuTru", "nktNgayChet", "nktGioPhutChet", "nktNoiChet", "gbtLoai", "gbtSo", "gbtNgay", "nycHoTen", "nycQuanHe",
)  # fmt: skip
GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hiền",
    "Hoa",
    "Hồng",
    "Khánh",
    "Lan",
    "Linh",
    "Long",
    "Mai",
    "Minh",
    "Nam",
    "Nga",
    "Ngọc",
    "Nhung",
    "Phong",
]


def named(number: int) -> str:
    """A name of its own for each number."""
    place, parts = number, []
    for _turn in range(3):
        place, at = divmod(place, len(GIVEN))
        parts.append(GIVEN[at])
    return f"Nguyễn {parts[2]} {parts[1]} {parts[0]}"


def row(number: int, year: int = 2009, **others: Any) -> dict[str, Any]:
    """One entry of a book of births."""
    words = {
        "so": f"{number}", "quyenSo": f"01/{year}", "trangSo": f"{number}", "ngayDangKy": f"{1 + number % 28:02d}.03.{year}",
        "loaiDangKy": "1", "noiDangKy": "UBND phường 4, quận Tân Bình", "nguoiKy": "Lê Thị Hoa", "chucVuNguoiKy": "Phó Chủ tịch",
        "nguoiThucHien": "Trần Văn Tư", "ghiChu": "", "nksHoTen": named(number), "nksGioiTinh": "2", "nksNgaySinh": f"{1 + number % 27:02d}.02.{year}",
        "nksNoiSinh": "Bệnh viện Từ Dũ, quận 1, TP. Hồ Chí Minh", "nksQueQuan": "Tiền Giang", "nksDanToc": "Kinh",
        "nksQuocTich": "Việt Nam", "meHoTen": f"Trần Thị {GIVEN[number % 20]}", "meNgaySinh": "1980", "meDanToc": "01",
        "meQuocTich": "VN", "meNoiCuTru": "12 Hoàng Văn Thụ", "meLoaiGiayToTuyThan": "1", "meSoGiayToTuyThan": "024512345",
        "chaHoTen": "Nguyễn Văn Bình", "chaNgaySinh": "05.1978", "nycHoTen": "Nguyễn Văn Bình", "nycQuanHe": "Cha",
    }  # fmt: skip
    return words | others


def death(number: int, year: int = 2009, **others: Any) -> dict[str, Any]:
    """One entry of a book of deaths."""
    words = {
        "so": f"{number:02d}/{year}", "quyenSo": f"01/{year}", "ngayDangKy": f"20.05.{year}", "loaiDangKy": "1", "nktHoTen": named(number),
        "nktGioiTinh": "1", "nktNgaySinh": "1931", "nktDanToc": "01", "nktQuocTich": "VN", "nktNoiCuTru": "70 Cộng Hòa",
        "nktNgayChet": f"18.05.{year}", "nktGioPhutChet": "04:20", "nktNoiChet": "Tại nhà", "gbtLoai": "1", "gbtSo": "12/GBT",
        "gbtNgay": f"19.05.{year}", "nycHoTen": "Lê Thị Thu", "nycQuanHe": "Con gái",
    }  # fmt: skip
    return words | others


def sheet(rows: list[dict[str, Any]], heads: tuple[str, ...] = HEADS) -> bytes:
    """The workbook of rows."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Sổ")
    page.append(list(heads))
    for one in rows:
        page.append([one.get(head) for head in heads])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain(rows: list[dict[str, Any]], heads: tuple[str, ...] = HEADS) -> bytes:
    """The same as CSV, which is written and read much faster."""
    out = io.StringIO()
    csv.writer(out).writerows([heads, *([one.get(head) for head in heads] for one in rows)])
    return out.getvalue().encode()


def texts(content: bytes) -> list[dict[str, str]]:
    """The rows of a workbook by the names of its columns."""
    from openpyxl import load_workbook

    lines = load_workbook(io.BytesIO(content)).worksheets[0].values
    heads = next(lines)
    return [{head: str(cell) for head, cell in zip(heads, line, strict=True) if cell is not None} for line in lines]

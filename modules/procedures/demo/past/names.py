"""What procedures of 2023 are called: names.tsv has objects by sector, the families say what is done with them."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

FAMILIES = {
    "permit": (
        "Cấp {}", "Cấp lại {}", "Gia hạn {}", "Điều chỉnh, bổ sung {}",
        "Thu hồi {} theo đề nghị của tổ chức, cá nhân",
    ),
    "certificate": ("Cấp {}", "Cấp lại {} do bị mất, hư hỏng", "Điều chỉnh nội dung {}", "Cấp đổi {}"),
    "practice": ("Cấp {}", "Cấp lại {}", "Điều chỉnh, bổ sung nội dung {}", "Thu hồi {} theo đề nghị của cá nhân"),
    "register": (
        "Đăng ký {}", "Thay đổi nội dung đăng ký {}", "Cấp lại giấy xác nhận đăng ký {}", "Xóa đăng ký {}",
    ),
    "found": ("Thành lập {}", "Cho phép {} hoạt động", "Sáp nhập, chia, tách {}", "Đổi tên {}", "Giải thể {}"),
    "project": ("Thẩm định {}", "Phê duyệt {}", "Phê duyệt điều chỉnh {}"),
    "benefit": ("Giải quyết {}", "Chuyển nơi hưởng {}", "Chấm dứt hưởng {}"),
    "one": ("{}",),
}  # fmt: skip
# How many procedures were at which levels: 1.475 of the city, 224 of districts, 128 of communes, 18 of them at two.
SHARES = {"TINH": 1469, "HUYEN": 206, "XA": 116, "TINH;HUYEN": 6, "HUYEN;XA": 12}


@dataclass(frozen=True)
class Name:
    """A procedure as it is called; `code` is made up but for those that today's list has, too."""

    code: str
    name: str
    sector: str
    department: str
    levels: tuple[str, ...]


def chosen(without: Collection[str]) -> list[Name]:
    """Return as many names for each share of levels as there were procedures, `without` codes that are taken."""
    found: list[Name] = []
    for levels, number in SHARES.items():
        names = [one for one in _named(levels) if one[0] not in without]
        for code, name, sector, department in names[:number]:
            found.append(Name(code or _made_up(len(found)), name, sector, department, tuple(levels.split(";"))))
    return found


def _made_up(at: int) -> str:
    """A code of the national catalogue's form, above those that are taken; each fortieth is one of the city alone."""
    return f"3.{200 + at:06d}.000.00.00.H29" if at % 40 == 7 else f"{1 + at % 2}.{20_000 + at * 7:06d}"


def _named(levels: str) -> list[tuple[str, str, str, str]]:
    """All names of some levels: known ones first, then what is done first with every object, so that no sector lacks."""
    return [row for _rank, row in sorted(_ranked(levels), key=lambda pair: pair[0])]


def _ranked(levels: str) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    with (Path(__file__).parent / "names.tsv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["level"] == levels]
    for row in rows:
        for thing in row["objects"].split("|"):
            code, _, name = thing.partition("=") if row["family"] == "known" else ("", "", thing)
            for rank, words in enumerate(FAMILIES.get(row["family"], ("{}",))):
                yield (-1 if code else rank), (code, words.format(name), row["sector"], row["department"])

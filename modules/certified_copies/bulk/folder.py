"""A folder of scans: each file, or each sub-folder, is one original; `titles.csv` names them (file, title, requester)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

TITLES = "titles.csv"


@dataclass(frozen=True)
class Original:
    """One original of the folder with the files of its pages in order."""

    name: str
    title: str
    requester: str
    files: tuple[Path, ...]

    def contents(self) -> list[tuple[str, bytes]]:
        """Read the pages; OSError when one cannot be read."""
        return [(path.name, path.read_bytes()) for path in self.files]


def originals(folder: Path) -> list[Original]:
    """Return the originals by name. ValueError: no scan, a list of titles that cannot be read, or two of one name."""
    titles = _titles(folder / TITLES)
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == TITLES:
            continue
        files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        title, requester = titles.get(path.name, ("", ""))
        name = path.name if path.is_dir() else path.stem
        found.append(Original(name, title or name, requester, tuple(files)))
    names = [one.name for one in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"Hai bản chính cùng tên {twice}; hãy đổi tên một bản.")
    if not found:
        raise ValueError(f"Thư mục {folder} không có bản quét nào.")
    return found


def _titles(path: Path) -> dict[str, tuple[str, str]]:
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [[cell.strip() for cell in row] + [""] * 3 for row in csv.reader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"Không đọc được {path.name}; tệp cần là CSV, mã hóa UTF-8.") from error
    return {row[0]: (row[1][:200], row[2][:200]) for row in rows if row[0]}

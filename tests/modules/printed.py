"""The text of papers of the register, against kept ones; `--renew-snapshots` writes them anew."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

KEPT = Path(__file__).resolve().parents[1] / "snapshots"


def said(pdf: bytes) -> str:
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True, capture_output=True)
    return run.stdout.decode()


def compare(config: pytest.Config, name: str, text: str) -> None:
    """Compare a paper with the kept one; what follows from today and from other tests' rows is left out."""
    lines = (re.sub(r" {2,}", "  ", line.strip()) for line in text.replace("\f", "\n").splitlines())
    whole = "\n".join(line for line in lines if line)
    for pattern, instead in (
        (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S*", "LÚC"),
        (r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", "MÃ"),
        (r"\d\d/\d\d/\d{4}", "NGÀY"),
        (r"(?:\d\d+|……)/\d{4}", "SỐ/NĂM"),
        (r"(?<=bằng chữ: )[^:]*(?=\n(?:Giới tính|Nơi chết):)", "BẰNG CHỮ"),
        (r"http\S+", "ĐỊA CHỈ"),
        (r"(?m)^BẢN THỬ NGHIỆM$\n?", ""),
        (r"(?<=TRẦN THỊ ).*", "MẸ"),
        (r"079041\d{6}", "SỐ ĐỊNH DANH"),
    ):
        whole = re.sub(pattern, instead, whole)
    file = KEPT / f"civil-registration-{name}.txt"
    if config.getoption("--renew-snapshots"):
        file.write_text(whole + "\n", encoding="utf-8")
    assert whole + "\n" == file.read_text(encoding="utf-8")

"""The words of the certification: Lời chứng, Mẫu số 01 of NĐ 280/2025/NĐ-CP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Statement:
    """What the statement page says (Mẫu số 01, NĐ 280/2025/NĐ-CP)."""

    agency: str
    number: int
    book: str
    day: date
    signer: str
    signer_title: str
    title: str
    code: str
    address: str
    test: bool
    suffix: str = ""
    unit_code: str = ""

"""What the module's printouts need beside the record."""

from __future__ import annotations

from typing import Any

from app.toolkit import clock, dong_in_words
from modules.equipment.request import Request


def proposal(request: Request) -> dict[str, Any]:
    """The tờ trình with its list: lines, sum and sum in words."""
    return {
        "unit": request.unit,
        "today": clock.today(),
        "lines": request.lines,
        "total": request.total,
        "in_words": dong_in_words(request.total),
    }


def takeover(request: Request) -> dict[str, Any]:
    """The handover minutes (Mẫu 01/TSC-BBGN): what was delivered, at what price."""
    lines = [line for line in request.lines if line.delivered]
    total = sum(line.delivered * line.price for line in lines)
    return {
        "unit": request.unit,
        "today": clock.today(),
        "lines": lines,
        "total": total,
        "in_words": dong_in_words(total),
    }

"""The papers of a request as their receiver reads them, against kept texts; `--renew-snapshots` writes them anew."""

from __future__ import annotations

import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.data import clock
from app.data.people import Unit, UnitKind
from app.engine import pdf
from modules.equipment import papers
from modules.equipment.catalogue import Spec
from modules.equipment.models import Campaign, Fund, Item, Line, Request
from modules.equipment.seed import BASES

KEPT = Path(__file__).resolve().parents[1] / "snapshots"
NOON = datetime(2026, 3, 9, 12, tzinfo=clock.ZONE)


@pytest.fixture
def request_of_march(site: Any) -> Any:
    ward = Unit(code="26968", name="Phường Tân Bình", kind=UnitKind.WARD, valid_from=date(2025, 7, 1))
    scanner = Item(code="SCN", name="Máy quét tài liệu hai mặt", measure="Chiếc", price=14_900_000, software=False)
    line = Line(position=1, item_id=1, item=scanner, quantity=3, price=14_900_000, place="Quầy 1", existing=2, norm=4)
    line.over_reason = "Thêm quầy chứng thực lưu động."
    line.technical, line.budgeted, line.approved, line.delivered = 3, 2, 2, 2
    line.approved_price = 14_500_000
    made = Request(number="TB-2026-0007", title="Máy quét cho quầy một cửa", fund=Fund.CITY, blocked=True, lines=[line])
    made.reason, made.total, made.approved_total = "Hai máy quét hỏng bộ kéo giấy.", 44_700_000, 29_000_000
    made.decision, made.decided_on = "215/QĐ-UBND", date(2026, 3, 2)
    made.contract, made.contract_on, made.supplier = "31/HĐMS", date(2026, 3, 4), "Công ty TNHH Minh Họa"
    made.delivered_on, made.needed_by, made.campaign_id = date(2026, 3, 9), date(2026, 4, 1), 1
    return made, ward


@pytest.mark.parametrize("name", ["proposal", "decision", "takeover"])
def test_paper(name: str, request_of_march: Any, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    record, ward = request_of_march
    campaign = Campaign(name="Đợt 1 năm 2026", legal_basis="Công văn số 15/SKHCN-CNTT", budget_year=2026)
    rate, system = Spec(name="Tốc độ", value="40 trang/phút"), Spec(name="Hệ điều hành", value="Windows 11 Pro")
    specs = {1: [rate, system]}
    monkeypatch.setattr(papers, "campaign_of", lambda _request: campaign)
    monkeypatch.setattr(papers, "specs_of", lambda _request: specs)
    laws = [*BASES, "Quyết định số 15/2025/QĐ-TTg"]
    monkeypatch.setattr(papers, "laws_of", lambda _request: laws)
    with clock.frozen(NOON):
        words = {"record": record, "unit": ward, "today": clock.today(), **getattr(papers, name)(record)}
        content = pdf.render(f"equipment/{name}.html", words)
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True)
    text = "\n".join(line.rstrip() for line in said.stdout.decode().replace("\f", "\n").splitlines()).strip() + "\n"
    file = KEPT / f"equipment-{name}.txt"
    if pytestconfig.getoption("--renew-snapshots"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")

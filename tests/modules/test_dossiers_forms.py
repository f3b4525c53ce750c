"""The forms of a dossier as their reader gets them, against kept texts; `--renew-snapshots` writes them anew."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from app.data import clock
from app.data.people import User
from app.engine.access import SYSTEM
from app.engine.barcodes import codes_in
from app.engine.demo import OTHER_WARD, WARD, unit_of
from app.engine.principals import as_person
from app.engine.saving import add as add_record
from app.engine.steps import take_steps
from app.engine.work import work
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.papers import HandedPaper, Shape
from modules.dossiers.desk.states import Applicant
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.contents import Basis, Instead, Way
from tests.modules.test_dossiers import HERE, handed_in, read, received, take

KEPT = Path(__file__).resolve().parents[1] / "snapshots"
MORNING = datetime(2026, 3, 9, 8, 5, tzinfo=clock.ZONE)
RECEIVE, BEGIN, ON = ("receive", "motcua"), ("begin", "motcua"), ("hand_on", "hotich")
REASONS = {
    "reject": "Nơi cư trú của cha, mẹ không thuộc Thành phố.",
    "withdraw": "Nộp lại ở nơi cư trú của mẹ.",
    "stop": "Một bên đang có vợ.",
    "extend": "Chờ xác minh việc đăng ký kết hôn.",
    "send_back": "Thiếu quê quán.",
}
ASKED: dict[str, dict[str, Any]] = {
    "ask": {"missing": "Giấy chứng sinh\nGiấy cam đoan về việc sinh", "missing_why": "Bản nộp bị rách."},
    "reject": {"basis": "Điều 13 Luật Hộ tịch số 60/2014/QH13"},
    "stop": {"basis": "Điều 12 Luật Hộ tịch số 60/2014/QH13.\nKhoản 2 Điều 9 Nghị định số 123/2015/NĐ-CP"},
    "extend": {"extended_until": date(2026, 3, 12)},
}
PAPERS: list[dict[str, Any]] = [
    {"name": "Tờ khai đăng ký kết hôn", "originals": 1, "copies": 0, "shape": Shape.ORIGINAL},
    {"name": "Giấy chứng nhận kết hôn", "originals": 1, "copies": 2, "shape": Shape.COPY},
    {"name": "Văn bản ủy quyền", "originals": 0, "copies": 0, "shape": Shape.ELECTRONIC},
    {
        "name": "Giấy xác nhận tình trạng hôn nhân",
        "originals": 1,
        "copies": 0,
        "shape": Shape.DATA,
        "instead": Instead.CIVIL,
    },
    {"name": "Giấy tờ chứng minh nơi cư trú", "originals": 0, "copies": 1, "shape": Shape.NATIONAL},
]
ROADS: dict[str, list[tuple[str, str]]] = {
    "late": [RECEIVE, BEGIN, ON, ("send_back", "lanhdao"), ON, ("extend", "lanhdao")],
    "lacking": [RECEIVE, BEGIN, ("ask", "hotich")],
    "refused": [("reject", "motcua")],
    "withdrawn": [RECEIVE, BEGIN, ("withdraw", "motcua"), ("let_go", "hotich")],
    "stopped": [RECEIVE, BEGIN, ON, ("stop", "lanhdao")],
    "elsewhere": [RECEIVE, BEGIN],
}


@pytest.fixture
def march(site: Flask) -> Iterator[dict[str, int]]:
    """Dossiers of a morning in March, received by a ward, one of them for its neighbour."""
    made: dict[str, int] = {}
    with site.app_context(), work(SYSTEM) as session:
        units = {code: unit_of(session, code).id for code in (WARD, OTHER_WARD)}
        procedure = session.scalar(select(Procedure.id).where(Procedure.code == "1.000894"))
        for place, (name, road) in enumerate(ROADS.items()):
            at = MORNING + timedelta(minutes=10 * place)
            with clock.frozen(at):
                dossier = Dossier(
                    unit_id=units[WARD], competent_id=units[OTHER_WARD if name == "elsewhere" else WARD],
                    procedure_id=procedure, way=Way.DIRECT, applicant="Lê Thị Kim Ngân", phone="0903001234",
                    address="12 Cộng Hòa, Phường Tân Bình, Thành phố Hồ Chí Minh", subject="Đăng ký kết hôn",
                )  # fmt: skip
                add_record(session, dossier)
            for step, login in road:
                at += timedelta(minutes=30)
                _step(session, dossier, step, login, at)
            made[name] = dossier.id
    yield made


def _step(session: Any, dossier: Dossier, step: str, login: str, at: datetime) -> None:
    who = session.scalar(select(User.id).where(User.login == login))

    def fill() -> None:
        if step == "receive":
            dossier.papers = [HandedPaper(position=at, **words) for at, words in enumerate(PAPERS)]
        for key, value in ASKED.get(step, {}).items():
            setattr(dossier, key, value)

    with clock.frozen(at), as_person(who):
        take_steps(session, dossier, [(step, who)], fill, reason=REASONS.get(step, ""))


@pytest.fixture
def compare(pytestconfig: pytest.Config) -> Callable[[str, bytes], str]:
    """Compare the text of a PDF with the kept one; numbers that follow from other tests' rows are left out."""

    def check(name: str, content: bytes) -> str:
        said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True)
        lines = (re.sub(r" {2,}", "  ", line.strip()) for line in said.stdout.decode().replace("\f", "\n").splitlines())
        text = "\n".join(lines).strip() + "\n"
        text = re.sub(r"(?<=số thứ tự: )\d+|\d+(?=/(?:XL|TBD)-UBND)", "N", text)
        text = re.sub(r"(?<=-260309-)\d{4}", "NNNN", re.sub(r"ĐK-\d{5}", "ĐK-NNNNN", text))
        file = KEPT / f"dossiers-{name}.txt"
        if pytestconfig.getoption("--renew-snapshots"):
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")
        return text

    return check


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF on one line."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    return re.sub(r"\s+", " ", told.stdout.decode())


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("giay-hen-tra", "late"),
        ("phieu-bo-sung", "lacking"),
        ("phieu-tu-choi", "refused"),
        ("xin-loi", "late"),
        ("dung-giai-quyet", "withdrawn"),
        ("dung-giai-quyet", "stopped"),
        ("phieu-kiem-soat", "late"),
        ("phieu-kiem-soat", "lacking"),
        ("ban-giao", "late"),
    ],
)
def test_a_form_says_what_it_said(form: str, name: str, march: Any, browse: Any, compare: Any) -> None:
    clerk = browse("motcua")
    with clock.frozen(MORNING + timedelta(hours=7)):
        compare(f"{form}-{name}", clerk.client.get(f"{HERE}/{march[name]}/print/{form}.pdf").data)


def test_a_form_is_there_only_where_it_makes_sense(march: Any, browse: Any) -> None:
    clerk = browse("motcua")
    missing = {
        "refused": ("giay-hen-tra", "phieu-bo-sung", "xin-loi", "dung-giai-quyet", "phieu-kiem-soat", "ban-giao"),
        "late": ("phieu-bo-sung", "phieu-tu-choi", "dung-giai-quyet"),
        "stopped": ("phieu-tu-choi", "xin-loi", "ban-giao"),
    }
    for name, forms in missing.items():
        page = clerk.get(f"{HERE}/{march[name]}").text
        for form in forms:
            assert f"print/{form}.pdf" not in page, (name, form)
            assert clerk.client.get(f"{HERE}/{march[name]}/print/{form}.pdf").status_code == 404


def test_the_code_on_the_receipt_leads_to_the_public_page(rows: Any, march: Any, browse: Any) -> None:
    paper = browse("motcua").client.get(f"{HERE}/{march['late']}/print/giay-hen-tra.pdf").data
    (address,) = codes_in(paper)
    assert address.endswith(f"/ho-so?ma={read(rows, march['late']).code}") and address.startswith("http")


def test_a_receipt_for_another_ward_names_who_solves_it(march: Any, browse: Any) -> None:
    paper = words_of(browse("motcua").client.get(f"{HERE}/{march['elsewhere']}/print/giay-hen-tra.pdf").data)
    assert "Trung tâm Phục vụ hành chính công phường Tân Bình" in paper and "Cơ quan giải quyết hồ sơ: Ủy ban" in paper
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper


def test_papers_speak_vietnamese_to_a_clerk_who_reads_english(rows: Any, march: Any, browse: Any) -> None:
    clerk = browse("motcua")
    assert clerk.post("/language", {"language": "en"}).status_code in (302, 303)
    paper = words_of(clerk.client.get(f"{HERE}/{march['late']}/print/giay-hen-tra.pdf").data)
    assert "thay bằng dữ liệu: CSDL hộ tịch điện tử" in paper and "database" not in paper


def test_an_official_who_does_not_read_the_catalogue_prints_too(march: Any, browse: Any) -> None:
    for login in ("hotich", "giamdoctt"):
        paper = browse(login).client.get(f"{HERE}/{march['late']}/print/giay-hen-tra.pdf")
        assert paper.mimetype == "application/pdf" and "mã thủ tục 1.000894" in words_of(paper.data)


def test_who_decided_signs_and_an_official_leaves_the_leaders_place_free(march: Any, browse: Any) -> None:
    clerk = browse("motcua")
    signed = words_of(clerk.client.get(f"{HERE}/{march['stopped']}/print/dung-giai-quyet.pdf").data)
    assert "KT. CHỦ TỊCH" in signed and "Lê Minh Khoa" in signed
    open_place = words_of(clerk.client.get(f"{HERE}/{march['withdrawn']}/print/dung-giai-quyet.pdf").data)
    assert "TM. ỦY BAN NHÂN DÂN" in open_place and "Nguyễn Minh Trí" not in open_place


def test_a_refusal_without_a_legal_basis_names_those_of_the_procedure(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    assert take(browse, "motcua", row, "reject", reason="Sai thẩm quyền.").status_code == 303
    paper = words_of(browse("motcua").client.get(f"{HERE}/{row}/print/phieu-tu-choi.pdf").data)
    assert "Căn cứ pháp lý: Luật Hộ tịch số 60/2014/QH13; Nghị định số 120/2025/NĐ-CP" in paper
    assert "Sai thẩm quyền." in paper


def test_letters_are_numbered_without_gaps_in_the_competent_unit(rows: Any, march: Any) -> None:
    numbers = [read(rows, march[name]).stop_number for name in ("withdrawn", "stopped")]
    first, second = (int(number.split("/")[0]) for number in numbers)
    assert second == first + 1
    lines = [read(rows, march[name]).book_line for name in ("late", "lacking", "withdrawn", "stopped", "elsewhere")]
    assert lines == list(range(lines[0], lines[0] + 5)) and read(rows, march["refused"]).book_line is None


def test_an_enterprise_is_not_called_sir_or_madam(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse, kind="enterprise", applicant="Công ty TNHH Minh Họa")
    assert read(rows, row).kind is Applicant.ENTERPRISE
    take(browse, "motcua", row, "reject", reason="Sai thẩm quyền.")
    paper = words_of(browse("motcua").client.get(f"{HERE}/{row}/print/phieu-tu-choi.pdf").data)
    assert "quý tổ chức" in paper and "ông/bà" not in paper


def test_chosen_dossiers_are_handed_on_together_with_a_list(rows: Any, browse: Any) -> None:
    chosen = [received(rows, browse) for _ in range(3)]
    clerk, ticked = browse("motcua"), {"rows": [str(row) for row in chosen]}
    assert clerk.post(f"{HERE}/bulk", ticked | {"step": "begin"}).status_code == 303
    assert {read(rows, row).step_role for row in chosen} == {"dossiers.expert"}
    paper = words_of(clerk.post(f"{HERE}/bulk", ticked | {"print": "ban-giao"}).data)
    assert "DANH SÁCH BÀN GIAO HỒ SƠ" in paper and "Tổng cộng: 3 hồ sơ, 3 bộ." in paper
    assert "Bên giao: Trần Ngọc Lan" in paper and "Bên nhận: Công chức thụ lý hồ sơ" in paper
    for row in chosen:
        assert read(rows, row).code in paper


def test_the_book_of_two_days_on_screen_paper_and_sheet(rows: Any, march: Any, browse: Any) -> None:
    clerk, days = browse("motcua"), "from=09/03/2026&to=10/03/2026"
    page = clerk.get(f"/dossiers/book?{days}").text
    codes = [read(rows, march[name]).code for name in march if name != "refused"]
    assert all(code in page for code in codes) and read(rows, march["refused"]).code not in page
    sheet = load_workbook(io.BytesIO(clerk.client.get(f"/dossiers/book.xlsx?{days}").data)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert set(codes) <= set(cells) and any("hẹn lại ngày 12/03/2026" in cell for cell in cells)
    paper = words_of(clerk.client.get(f"/dossiers/book.pdf?{days}").data)
    assert "SỔ THEO DÕI HỒ SƠ" in paper and "Mẫu số 07" in paper


def test_a_ward_reads_its_own_book_only(rows: Any, browse: Any) -> None:
    other = unit_of(rows, OTHER_WARD).id
    assert browse("motcua").get(f"/dossiers/book?unit={other}").status_code == 404
    ward = unit_of(rows, WARD).id
    assert "H29.27004-" in browse("vanphongub").get(f"/dossiers/book?unit={ward}&from=01/01/2026").text
    answer = browse("motcua").get("/dossiers/book?from=10/03/2026&to=09/03/2026")
    assert "nhiều nhất một năm" in answer.text


def test_a_basis_is_cited_as_papers_do() -> None:
    law = Basis(number="60/2014/QH13", about="Luật Hộ tịch")
    decree = Basis(number="120/2025/NĐ-CP", about="Phân định thẩm quyền lĩnh vực tư pháp")
    assert law.cited == "Luật Hộ tịch số 60/2014/QH13"
    assert decree.cited == "Nghị định số 120/2025/NĐ-CP (phân định thẩm quyền lĩnh vực tư pháp)"
    assert Basis(number="12/HD-BTP").cited == "Văn bản số 12/HD-BTP"


def test_what_was_typed_in_lines_or_with_a_full_stop_reads_well(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse, subject="Cấp 12 bản sao.")
    why = "Bản nộp mờ.\nThiếu chữ ký"
    take(browse, "motcua", row, "ask_first", missing="Giấy chứng sinh", missing_why=why)
    clerk = browse("motcua")
    slip = clerk.client.get(f"{HERE}/{row}/print/phieu-bo-sung.pdf").data
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=slip, check=True, capture_output=True)
    assert re.search(r"Lý do: Bản nộp mờ\.\n+ +Thiếu chữ ký\n", told.stdout.decode())
    assert "Cấp 12 bản sao. Yêu cầu" in words_of(slip)
    row = received(rows, browse)
    take(browse, "motcua", row, "begin")
    take(browse, "hotich", row, "stop", reason="- Trùng hồ sơ.\n\n- Trẻ đã được đăng ký.", basis="Luật Hộ tịch")
    notice = words_of(clerk.client.get(f"{HERE}/{row}/print/dung-giai-quyet.pdf").data)
    assert "với lý do: Trùng hồ sơ; Trẻ đã được đăng ký. Căn cứ" in notice


def test_a_paper_that_this_applicant_does_not_owe_holds_nobody_up(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    assert take(browse, "motcua", row, "receive", **{"papers-2-shape": "not_due"}).status_code == 303
    assert not read(rows, row).digitised
    paper = words_of(browse("motcua").client.get(f"{HERE}/{row}/print/giay-hen-tra.pdf").data)
    assert "Giấy tờ chứng minh nơi cư trú không thuộc trường hợp phải nộp" in paper

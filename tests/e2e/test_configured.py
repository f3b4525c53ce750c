"""A service that nobody has programmed: published, given a form and a letter, asked for, handled, printed; screens alone."""

from __future__ import annotations

from typing import Any

from app.data import clock
from tests.e2e.conftest import violations

CODE, NAME = "9.000778", "Xác nhận thử bằng màn hình"
CHOOSE = """(e, v) => {
  const found = [...e.options].find((o) => o.text.toLowerCase().includes(v.toLowerCase()));
  if (e.tomselect) e.tomselect.setValue(found.value); else e.value = found.value;
  e.dispatchEvent(new Event("change", { bubbles: true }));
}"""
STEPS = [
    ("B1", "Tiếp nhận", "Công chức một cửa", "1", "B2"),
    ("B2", "Thẩm tra", "Công chức thụ lý", "4", "B3"),
    ("B3", "Ký", "Lãnh đạo ký duyệt", "4", "B4"),
    ("B4", "Đóng dấu", "Văn thư vào số", "1", "B5"),
    ("B5", "Trả", "Công chức một cửa", "1", ""),
]


def put(page: Any, **words: str) -> None:
    """Type into inputs by name; `x__y` is `x-0-y`, the first row of a table."""
    for name, value in words.items():
        field = page.locator(f"[name='{name.replace('__', '-0-')}']").first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.evaluate(CHOOSE, value)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(value)


def save(page: Any) -> str:
    """Save the form and return where its record is."""
    with page.expect_navigation():
        page.locator("button:has-text('Lưu')").last.click()
    return page.url.split("#")[0]


def step(page: Any, path: str, name: str, **words: str) -> None:
    """Take a step, with what its form asks."""
    page.goto(path)
    with page.expect_navigation():
        page.locator(
            f"[href$='/steps/{name}'], form[action$='/steps/{name}'] button, button[value={name}]"
        ).first.click()
    if page.url.endswith(f"/steps/{name}"):
        for one in page.locator("select[name$='-shape']").all():
            one.evaluate(CHOOSE, "Bản chính")
        put(page, **words)
        with page.expect_navigation():
            page.locator("form[data-main] button.primary").click()


def test_a_service_is_made_and_lived_through_on_screens_alone(person: Any) -> None:
    drafter, office, clerk = person("sotuphap"), person("vanphongub"), person("motcua")
    today = f"{clock.today():%d/%m/%Y}"
    procedure, papers = _drafted(drafter)
    office.goto("/procedures/decisions/new")
    put(office, title=f"Về công bố {CODE}")
    decision = save(office)
    for paper in papers:
        step(drafter, paper, "send")
        step(office, paper, "appraise")
        step(office, paper, "submit", decision_id=f"Về công bố {CODE}")
    step(office, decision, "submit")
    step(person("lanhdaotp"), decision, "issue", number="778/QĐ", signed_on=today, effective_on=today)

    office.goto(procedure)
    office.click("a:has-text('Biểu mẫu mới')")
    put(office, title="Đơn thử", source="thử", valid_from=today, fields__code="ten", fields__label="Họ tên")
    put(office, fields__kind="một dòng", fields__required="on")
    assert violations(office) == []
    step(office, save(office), "begin")
    office.goto(procedure)
    office.click("a:has-text('Mẫu văn bản mới')")
    put(office, kind="Công văn", about="Về việc thử", symbol="UBND", addressed="{you} {applicant}", source="thử")
    put(office, valid_from=today, body="Trả lời hồ sơ {code} của {tenn}.")
    save(office)
    assert "Không có gì để điền vào {tenn}" in office.content()
    put(office, body="Trả lời hồ sơ {code} của {ten}.")
    step(office, save(office), "begin")

    clerk.goto(f"/dossiers/receive/?q={CODE}")
    clerk.locator("main a[href*='dossiers/new']").first.click()
    put(clerk, applicant="Nguyễn Văn Thử", phone="0903000111")
    dossier = save(clerk)
    step(clerk, dossier, "receive")
    assert "Nội dung đề nghị chưa kê khai đủ: Họ tên." in clerk.content()
    clerk.goto(dossier)
    clerk.click("a:has-text('Kê khai nội dung')")
    assert violations(clerk) == []
    clerk.set_viewport_size({"width": 390, "height": 844})
    assert violations(clerk) == [] and clerk.evaluate("document.documentElement.scrollWidth") <= 390
    clerk.set_viewport_size({"width": 1440, "height": 900})
    clerk.fill("[name=f-ten]", "Trần Thị Thử")
    with clerk.expect_response(lambda answer: answer.url.endswith("/draft")):
        clerk.locator("h1").click()  # leaving the form keeps what was typed
    clerk.goto(dossier + "/content")
    clerk.click("[data-restore]")
    assert clerk.input_value("[name=f-ten]") == "Trần Thị Thử"
    save(clerk)
    step(clerk, dossier, "receive")
    step(clerk, dossier, "begin")
    step(person("hotich"), dossier, "hand_on")
    step(person("lanhdao"), dossier, "hand_on")
    step(person("vanthu"), dossier, "finish", result_number="5", result_on=today)
    paper = clerk.request.get(f"{dossier}/print/van-ban-ket-qua.pdf")
    assert paper.status == 200 and paper.body().startswith(b"%PDF-")


def _drafted(drafter: Any) -> tuple[str, list[str]]:
    """A procedure with an edition and a process; returns where they are."""
    drafter.goto("/procedures/procedures/new")
    put(drafter, code=CODE, name=NAME, sector_id="Bảo trợ xã hội", kind="đặc thù")
    procedure = save(drafter)
    number = procedure.rsplit("/", 1)[1]
    drafter.goto(f"/procedures/editions/new?procedure_id={number}")
    put(drafter, act="mới", name=NAME, course="Nộp, thẩm tra, ký.", levels__level_id="Cấp xã", routes__way="Trực tiếp")
    put(drafter, routes__time="2", routes__time_unit="ngày làm việc", papers__name="Đơn", papers__originals="1")
    put(drafter, outcomes__name="Giấy xác nhận", bases__number="1/QĐ")
    edition = save(drafter)
    drafter.goto(f"/procedures/processes/new?procedure_id={number}")
    put(drafter, level_id="Cấp xã", name="Quy trình thử")
    table = drafter.locator("section:has(table[data-lines=steps])")
    while table.locator("tbody tr").count() < len(STEPS):
        table.locator("[data-add]").click()
    for place, row in enumerate(STEPS):
        names = ("code", "name", "role", "hours", "onward")
        put(drafter, **{f"steps-{place}-{key}": value for key, value in zip(names, row, strict=True)})
    return procedure, [edition, save(drafter)]

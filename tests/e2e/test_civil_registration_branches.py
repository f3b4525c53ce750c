"""Interconnected dossiers in a real browser, with everything killed and started again in the middle: the end is the same."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from app.data import clock
from tests import servers
from tests.e2e.conftest import ROOT, violations

PAST = "2020-01-01 00:00:00.000000"
HURRY = (
    f"UPDATE interconnect_outgoing SET next_at='{PAST}' WHERE state IN ('waiting', 'sent')",
    "UPDATE interconnect_connection SET probe_at=NULL",
    *(
        "INSERT INTO core_job (name, arguments, state, run_at, tries, most_tries, done, total) "
        f"VALUES ('interconnect.{name}', '{{}}', 'waiting', '{PAST}', 0, 1, 0, 0)"
        for name in ("send", "results")
    ),
)


class Running:
    """A site with its worker and its simulators, which all end when it is killed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, servers.free_port()
        self.process = self._begin()

    def _begin(self) -> subprocess.Popen[bytes]:
        base = f"sqlite:///{self.folder}/test.sqlite"
        own = {"DATA_DIR": str(self.folder), "DATABASE_URL": base, "SECRET_KEY": "test", "PORT": str(self.port)}
        quiet = subprocess.DEVNULL
        child = subprocess.Popen(
            [sys.executable, "wsgi.py"], cwd=ROOT, env=os.environ | own, stdout=quiet, stderr=quiet
        )
        servers.wait_for(self.port, child)
        return child

    def restart(self) -> None:
        """Kill the server at once, with its worker and the simulators, and start all of it again."""
        self.end()
        self.process = self._begin()

    def end(self) -> None:
        """Kill it; nothing is brought to an end."""
        self.process.kill()
        self.process.wait(15)

    def asks(self, *statements: str) -> list[Any]:
        """Ask the database past the program; returns the rows of the last statement."""
        with closing(sqlite3.connect(self.folder / "test.sqlite", timeout=30)) as base, base:
            return [base.execute(one).fetchall() for one in statements][-1]

    def simulator(self, system: str, **words: Any) -> dict[str, Any]:
        """Tell the simulator something of a system."""
        mark = self.folder / "simulators" / "port"
        said: list[dict[str, Any]] = []

        def heard() -> bool:  # one that was killed leaves its mark until the next has come up
            if mark.exists():
                line = http.client.HTTPConnection("127.0.0.1", int(mark.read_text()), timeout=20)
                with suppress(OSError), closing(line):
                    line.request("POST", f"/control/{system}?keys", body=json.dumps(words))
                    said.append(json.loads(line.getresponse().read()))
            return bool(said)

        waits_until(heard)
        return said[0]

    def states(self, event: str, row: str) -> dict[str, str]:
        """How the branches of a case stand."""
        asked = f"SELECT kind, state FROM civil_registration_branch WHERE event='{event}' AND case_id={int(row)}"
        return dict(self.asks(asked))

    def comes_to(self, event: str, row: str, wanted: dict[str, str]) -> None:
        """Let the waits of its messages be over, again and again, until its branches stand so."""

        def there() -> bool:
            self.asks(*HURRY)
            return self.states(event, row) == wanted

        waits_until(there, pause=3)


def waits_until(there: Callable[[], bool], seconds: float = 150, pause: float = 0.2) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end
        time.sleep(pause)


@pytest.fixture
def house(model: Path, tmp_path: Path) -> Iterator[Running]:
    """A site of one's own, to be killed."""
    shutil.copytree(model, tmp_path, dirs_exist_ok=True)
    running = Running(tmp_path)
    try:
        yield running
    finally:
        running.end()


@pytest.fixture
def enter(chromium: Any, house: Running) -> Iterator[Callable[[str], Page]]:
    """Return a function that opens a signed-in page of that site."""
    contexts: list[Any] = []

    def sign_in(login: str) -> Page:
        context = chromium.new_context(
            viewport={"width": 1440, "height": 900}, base_url=f"http://127.0.0.1:{house.port}"
        )
        contexts.append(context)
        page: Page = context.new_page()
        page.goto("/sign-in")
        page.fill("#login", login)
        page.fill("#password", "motcua-2026")
        page.click("form.card button")
        page.wait_for_load_state("networkidle")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def declared(page: Page, kind: str, typed: dict[str, str], chosen: dict[str, str]) -> str:
    """Type a case and save it; returns its number."""
    page.goto(f"/civil_registration/{kind}/new")
    page.wait_for_selector("html.js")
    for name, text in chosen.items():
        if name.endswith("country_id"):  # a long list is searched
            page.click(f"#{name}-ts-control")
            page.keyboard.type(text)
            page.locator(".ts-dropdown:visible .option", has_text=text).first.click()
        else:
            page.select_option(f"#{name}", label=text)
    for name, text in typed.items():
        page.fill(f"#{name}", text)
    page.click("form[data-main] button.primary")
    page.wait_for_url(re.compile(rf"/{kind}/\d+"))
    return page.url.partition("#")[0].partition("?")[0].rsplit("/", 1)[1].removesuffix("/edit")


def step(page: Page, there: str, name: str) -> None:
    """Take a step on its own page."""
    page.goto(f"{there}/steps/{name}")
    with page.expect_navigation():
        page.click("form[data-main] button.primary")
    assert page.locator(".errsum").count() == 0, page.locator(".errsum").inner_text()


def test_a_birth_with_all_branches_where_insurance_is_down_and_the_number_comes_the_next_day(
    house: Running, enter: Any
) -> None:
    house.simulator("civil_status", mood="late", seconds=86400)
    house.simulator("health_insurance", mood="down")
    page, born = enter("hotich"), clock.today() - timedelta(days=4)
    typed = {
        "declarer_name": "Nguyễn Văn Thành", "declarer_citizen_id": "079092104729", "child_name": "Nguyễn Văn Liên Thông",
        "born": f"{born:%d/%m/%Y}", "born_at": "Bệnh viện Từ Dũ, phường Bến Thành, Thành phố Hồ Chí Minh",
        "proof_number": "00915/GCS", "mother_name": "Trần Thị Liên Thông", "mother_born": "1994",
        "father_name": "Nguyễn Văn Thành", "father_born": "12/3/1992", "father_citizen_id": "079092104729",
        "father_home": "12 Hoàng Văn Thụ, phường Tân Bình", "marriage": "Số 21/2021, ngày 14/02/2021",
    }  # fmt: skip
    chosen = {"relation": "Người cha", "sex": "Nam", "fatherhood": "Có đăng ký kết hôn với mẹ"}
    chosen |= dict.fromkeys(("ethnicity_id", "mother_ethnicity_id", "father_ethnicity_id"), "Kinh")
    chosen |= dict.fromkeys(("country_id", "mother_country_id", "father_country_id"), "Việt Nam")
    row = declared(page, "births", typed, chosen)
    there = f"/civil_registration/births/{row}"
    page.goto(there)
    page.click("text=Chọn nhánh liên thông")
    page.check("[name=residence-consent]")
    page.fill("#insurance-clinic", "Trạm Y tế phường Tân Bình")
    page.check("[name=want-id_card]")
    assert violations(page) == []
    page.click("form[data-main] button.primary")
    page.wait_for_url(re.compile(rf"/births/{row}\b"))
    step(page, there, "put_forward")
    step(enter("chutich"), there, "sign")
    step(enter("vanthu"), there, "seal")
    house.restart()
    house.comes_to("birth", row, {"residence": "done", "insurance": "number", "id_card": "number"})
    house.simulator("civil_status", mood="well", hurry=True)  # the next day
    house.comes_to("birth", row, {"residence": "done", "insurance": "sent", "id_card": "done"})
    page.goto(there)
    assert "không trả lời từ" in page.locator("#panel-branches").inner_text()
    house.restart()
    house.simulator("health_insurance", mood="well")  # an hour later
    house.comes_to("birth", row, {"residence": "done", "insurance": "done", "id_card": "done"})
    keys = {f"birth-{row}-{kind}-1" for kind in ("residence", "insurance", "id_card")}
    found = {
        key
        for system in ("residence", "health_insurance", "identity_card")
        for key in house.simulator(system)["keys"]
        if key.startswith(f"birth-{row}-")
    }
    assert found == keys  # each once, however often everything was killed
    page.goto(there)
    panel = page.locator("#panel-branches")
    assert panel.locator("tbody tr:has-text('Đã có kết quả')").count() == 3 and "TE1790" in panel.inner_text()
    assert violations(page) == []


def test_a_late_death_with_its_residence_ended_and_its_funeral_supported(house: Running, enter: Any) -> None:
    page, died = enter("hotich"), clock.today() - timedelta(days=40)
    typed = {
        "declarer_name": "Lê Văn Hậu", "declarer_citizen_id": "079072310245", "person_name": "Lê Thị Liên Thông",
        "born": "1941", "citizen_id": "079141204113", "home": "70 Cộng Hòa, phường Tân Bình",
        "died_on": f"{died:%d/%m/%Y}", "place": "Bệnh viện Thống Nhất, phường Tân Sơn Nhất, Thành phố Hồ Chí Minh",
        "notice_number": "99/GBT-BVTN", "notice_on": f"{died:%d/%m/%Y}", "notice_by": "Bệnh viện Thống Nhất",
    }  # fmt: skip
    chosen = {"relation": "Con", "sex": "Nữ", "ethnicity_id": "Kinh", "country_id": "Việt Nam"}
    row = declared(page, "deaths", typed, chosen)
    there = f"/civil_registration/deaths/{row}"
    page.goto(f"/civil-registration/branches/death/{row}")
    page.check("[name=want-funeral]")
    page.select_option("#funeral-benefit", label="Người hưởng trợ cấp hưu trí xã hội")
    page.fill("#funeral-bank", "Ngân hàng Nông nghiệp")
    page.fill("#funeral-account", "1600205123456")
    page.click("form[data-main] button.primary")
    page.wait_for_url(re.compile(rf"/deaths/{row}\b"))
    step(page, there, "put_forward")
    step(enter("chutich"), there, "sign")
    house.simulator("funeral_support", mood="down")
    step(enter("vanthu"), there, "seal")
    house.restart()
    house.comes_to("death", row, {"end_of_residence": "done", "funeral": "sent"})
    house.simulator("funeral_support", mood="well")
    house.restart()
    house.comes_to("death", row, {"end_of_residence": "done", "funeral": "done"})
    assert f"death-{row}-funeral-2" not in house.simulator("funeral_support")["keys"]
    page.goto(there)
    assert "Quá hạn" in page.locator("main").inner_text()  # declared after its time
    assert "MT-" in page.locator("#panel-branches").inner_text()

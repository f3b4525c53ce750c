"""Annulment by two people, the public list, and the log in which nothing can be changed or removed unseen."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from app.data import clock
from app.data.base import db
from app.engine.access import SYSTEM
from app.engine.work import rehearsal, work
from modules.certified_copies.after import merkle
from modules.certified_copies.after.annulments import Annulment, Standing
from modules.certified_copies.after.log_check import faults
from modules.certified_copies.after.log_day import sign_day
from modules.certified_copies.after.transparency import Leaf, Node, Root, append, log_size
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy, State
from modules.signing import site_keys
from modules.signing.site_keys import Use
from tests.modules.test_certified_copies_story import code_of, file_of, issue

HERE = "/certified_copies/annulments"


def run(job: Any) -> None:
    with work(SYSTEM) as session:
        for _done in job(session):
            pass


@pytest.fixture
def signed(site: Flask, rows: Any, browse: Any) -> Iterator[int]:
    """A log whose last root covers a copy just issued; gives the copy's id."""
    copy = issue(rows, browse, "Giấy tờ của nhật ký")
    with site.app_context(), work(SYSTEM) as session:
        session.execute(delete(Root).where(Root.day == clock.today()))
    with site.app_context():
        run(sign_day)
    yield copy
    rows.rollback()


def annul(browse: Any, rows: Any, copy: int, number: str = "15/QĐ-UBND") -> int:
    """Lead a decision to the second person, who has yet to confirm."""
    certifier = browse("lanhdao")
    form = {"version": "0", "copy_id": str(copy), "number": number, "decided_on": f"{clock.today():%d/%m/%Y}"}
    answer = certifier.post(f"{HERE}/new", form | {"decided_by": "Lê Minh Khoa", "reason": "Bản chính giả"})
    assert answer.status_code == 303, answer.text
    row = int(answer.location.rsplit("/", 1)[1])
    _step(certifier, row, "propose")
    assert "bản quét của quyết định" in certifier.get(f"{HERE}/{row}").text
    certifier.post(f"{HERE}/{row}/files", {"files": (io.BytesIO(picture("Quyết định", "x")), "qd.jpg")})
    assert _step(certifier, row, "propose").status_code == 303
    return row


def _step(browser: Any, row: int, name: str) -> Any:
    path = f"{HERE}/{row}/steps/{name}"
    return browser.post(path, {"version": browser.version(path)})


def test_one_person_alone_annuls_nothing(rows: Any, browse: Any) -> None:
    copy = issue(rows, browse, "Bằng lái xe")
    row = annul(browse, rows, copy)
    assert _step(browse("lanhdao"), row, "confirm").status_code == 403
    rows.rollback()
    assert rows.get(Copy, copy).state is State.RELEASED
    browse("lanhdao").post(f"/certified_copies/copies/{copy}/steps/annul", {"reason": "x"})
    rows.rollback()
    assert rows.get(Copy, copy).state is State.RELEASED


def test_an_annulled_copy_says_so_to_everybody(rows: Any, browse: Any, site: Flask) -> None:
    copy = issue(rows, browse, "Sổ hộ khẩu")
    content = file_of(rows, browse, copy)
    code = code_of(content)
    row = annul(browse, rows, copy, "16/QĐ-UBND")
    assert "Bản sao điện tử hợp lệ" in browse().get(f"/xac-thuc/{code}").text
    assert _step(browse("vanthu"), row, "confirm").status_code == 303
    rows.rollback()
    assert rows.get(Copy, copy).state is State.ANNULLED
    assert rows.get(Annulment, row).state is Standing.IN_FORCE
    page = browse().get(f"/xac-thuc/{code}")
    assert page.status_code == 200
    assert "Đã bị hủy bỏ theo Quyết định số 16/QĐ-UBND" in page.text
    assert "Bản sao điện tử hợp lệ" not in page.text
    by_file = browse().post("/xac-thuc", {"file": (io.BytesIO(content), "a.pdf")}, "/xac-thuc").text
    assert "Đã bị hủy bỏ theo Quyết định số 16/QĐ-UBND" in by_file and "Bản sao điện tử hợp lệ" not in by_file
    assert "16/QĐ-UBND" in browse().get("/xac-thuc/huy-bo").text
    told = browse().client.get("/xac-thuc/huy-bo/danh-sach.json").json
    keys = browse().client.get("/.well-known/motcua-keys.json").json
    list_of = site_keys.opened(keys, Use.LOG, told["signed"])
    assert "16/QĐ-UBND" in [one["decision"] for one in list_of["annulled"]]
    assert list_of["annulled"] == told["annulled"]
    assert "Bản chính giả" not in json.dumps(told, ensure_ascii=False)
    head, _body, signature = told["signed"].split(".")
    with pytest.raises(ValueError, match=r"\w"):
        site_keys.opened(keys, Use.LOG, f"{head}.{site_keys._b64(b'{}')}.{signature}")
    with site.app_context():
        run(append)
        leaves = db.session.scalars(select(Leaf).where(Leaf.copy_id == copy).order_by(Leaf.position)).all()
    assert [leaf.kind.value for leaf in leaves] == ["released", "annulled"]


def test_a_second_decision_about_the_same_copy_is_refused(rows: Any, browse: Any) -> None:
    copy = rows.scalar(select(Copy.id).where(Copy.state == State.ANNULLED).limit(1))
    form = {"version": "0", "copy_id": str(copy), "number": "9/QĐ", "decided_on": f"{clock.today():%d/%m/%Y}"}
    answer = browse("lanhdao").post(f"{HERE}/new", form | {"decided_by": "A", "reason": "B"})
    assert answer.status_code == 422
    assert "Chỉ hủy bỏ được bản sao đã phát hành" in answer.text


def test_a_decision_that_was_refused_is_mended_on_the_same_page(rows: Any, browse: Any) -> None:
    copy, certifier = issue(rows, browse, "Bằng trung cấp"), browse("lanhdao")
    tomorrow, today = (f"{clock.today() + timedelta(days=days):%d/%m/%Y}" for days in (1, 0))
    form = {"version": "0", "copy_id": str(copy), "number": "19/QĐ-UBND", "decided_by": "A", "reason": "Bản chính giả"}
    refused = certifier.post(f"{HERE}/new", form | {"decided_on": tomorrow})
    assert refused.status_code == 422 and "không được sau hôm nay" in refused.text
    assert f'action="{HERE}/new"' in refused.text, "the page goes on with a new record, not with one that is not there"
    assert "19/QĐ-UBND" in refused.text, "what was typed is still there"
    assert certifier.post(f"{HERE}/new", form | {"decided_on": today}).status_code == 303


def test_only_copies_that_have_value_are_proposed_for_annulment(rows: Any, browse: Any) -> None:
    released = issue(rows, browse, "Bằng cao đẳng")
    page = browse("lanhdao").get(f"{HERE}/new").text
    offered = {
        int(one) for one in re.findall(r'<option value="(\d+)"', page.split('name="copy_id"')[1].split("</select>")[0])
    }
    assert released in offered
    assert {rows.get(Copy, one).state for one in offered} == {State.RELEASED}


@pytest.mark.usefixtures("signed")
def test_no_root_is_older_than_what_it_covers(rows: Any) -> None:
    roots = rows.scalars(select(Root).where(Root.size > 0)).all()
    assert roots
    for root in roots:
        covered = rows.scalars(select(Leaf.day).where(Leaf.position < root.size)).all()
        assert max(covered) <= root.day


def test_the_log_is_whole_and_signed(signed: int, site: Flask) -> None:
    assert site.test_cli_runner().invoke(args=["copies", "check-log"]).exit_code == 0
    with site.app_context():
        root = db.session.scalar(select(Root).order_by(Root.day.desc()).limit(1))
        assert root.size == log_size(db.session()) > 0


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda copy: update(Leaf).where(Leaf.copy_id == copy).values(commitment="0" * 64), "không khớp với bản sao"),
        (lambda copy: update(Leaf).where(Leaf.copy_id == copy).values(day=clock.today().replace(year=2001)), "gốc"),
        (lambda copy: delete(Leaf).where(Leaf.copy_id == copy), "không có dòng trong nhật ký"),
        (lambda copy: update(Leaf).where(Leaf.position == 0).values(position=10**6), "Thiếu dòng 0"),
        (lambda copy: update(Copy).where(Copy.id == copy).values(sha256="1" * 64), "không khớp với bản sao"),
        (lambda copy: update(Copy).where(Copy.id == copy).values(number=9999), "không khớp với bản sao"),
        (lambda copy: update(Root).values(hash="2" * 64), "gốc đã ký"),
        (lambda copy: update(Root).values(size=Root.size + 5), "nhật ký chỉ còn"),
        (lambda copy: update(Root).values(signed="a.b.c"), "không do hệ thống này ký"),
        (lambda copy: update(Node).where(Node.id == 0).values(hash=b"3" * 32), "mã băm lưu"),
    ],
)
def test_whatever_is_changed_or_removed_is_found(signed: int, site: Flask, harm: Any, told: str) -> None:
    with site.app_context(), rehearsal(SYSTEM) as session:
        session.execute(harm(signed))
        session.expire_all()
        found = list(faults(session))
    assert any(told in sentence for sentence in found), found


def test_strangers_prove_a_leaf_and_that_the_log_only_grew(signed: int, site: Flask, browse: Any, rows: Any) -> None:
    stranger = browse().client
    roots = stranger.get("/xac-thuc/nhat-ky/goc.json").json["roots"]
    keys = stranger.get("/.well-known/motcua-keys.json").json
    assert site_keys.opened(keys, Use.LOG, roots[0]["signed"])["root"] == roots[0]["root"]
    position = rows.scalar(select(Leaf.position).where(Leaf.copy_id == signed))
    told = stranger.get(f"/xac-thuc/nhat-ky/bao-gom.json?position={position}&size={roots[0]['size']}").json
    proof = [bytes.fromhex(one) for one in told["proof"]]
    leaf = told["leaf"]
    content = f"motcua-leaf/1\n{leaf['kind']}\n{leaf['day']}\n{leaf['commitment']}\n".encode()
    root = bytes.fromhex(roots[0]["root"])
    assert merkle.is_included(merkle.leaf_hash(content), position, told["size"], proof, root)
    grown = stranger.get(f"/xac-thuc/nhat-ky/nhat-quan.json?first={roots[-1]['size']}&second={roots[0]['size']}").json
    ends = (bytes.fromhex(roots[-1]["root"]), root)
    sizes = grown["first"], grown["second"]
    assert merkle.is_consistent(*sizes, ends, [bytes.fromhex(one) for one in grown["proof"]])
    everything = stranger.get("/xac-thuc/nhat-ky/dong.json").json["leaves"]
    log = merkle.Frontier()
    for one in everything[: roots[0]["size"]]:
        log.add(bytes.fromhex(one["hash"]))
    assert log.root() == root


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("bao-gom.json?position=99999999", 404),
        ("bao-gom.json?position=-1", 400),
        ("bao-gom.json?position=0&size=999999999", 404),
        ("bao-gom.json?commitment=zz", 404),
        ("nhat-quan.json?first=0", 404),
        ("nhat-quan.json?first=5&second=2", 404),
        ("nhat-quan.json?first=99999999999999999999", 400),
        ("goc.json?before=hom-qua", 400),
        ("dong.json?from=x", 400),
    ],
)
def test_odd_questions_get_no_fault(path: str, status: int, browse: Any) -> None:
    assert browse().client.get(f"/xac-thuc/nhat-ky/{path}").status_code == status


def test_the_public_pages_open(browse: Any) -> None:
    for path in ("/xac-thuc/nhat-ky", "/xac-thuc/huy-bo", "/xac-thuc/huy-bo?before=1"):
        assert browse().get(path).status_code == 200

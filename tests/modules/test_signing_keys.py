"""An administrator sets a key up without reading code: takes the file in, names it, tries it."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.format import format_day
from app.data.messages import Draft
from app.data.people import Unit
from app.engine.demo import WARD
from modules.signing.authority import authority
from modules.signing.drivers.pkcs12 import load
from modules.signing.key_files import key_folder, opened, passphrase
from modules.signing.models import Key, days_of

HERE = "/signing/keys"
THEIR_SECRET = b"mat khau cua nha cung cap"


def _named(browse: Any, rows: Any, file: str) -> str:
    """Enter a certificate of the ward and return the page of its row."""
    keeper = browse("quantri")
    assert 'name="unit_id"' in keeper.get(f"{HERE}/new").text
    ward = str(rows.scalar(select(Unit.id).where(Unit.code == WARD, Unit.valid_to.is_(None))))
    rows.rollback()
    year = clock.today().year
    form = {"name": "Khóa mới", "holder": "agency", "file": file, "minutes": "10", "version": "0", "unit_id": ward}
    form |= {"valid_from": f"01/01/{year}", "valid_to": f"31/12/{year + 1}"}
    answer = keeper.post(f"{HERE}/new", form)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def _tried(browse: Any, path: str) -> str:
    keeper = browse("quantri")
    assert f'action="{path}/try"' in keeper.get(path).text
    assert keeper.post(f"{path}/try", {}).status_code == 303
    return str(keeper.get(path).text)


def test_a_key_is_taken_in_named_and_tried(site: Flask, browse: Any, rows: Any, tmp_path: Path) -> None:
    with site.app_context():
        folder = key_folder()
    file = tmp_path / "con-dau-moi.p12"
    file.write_bytes(_issued(site))
    take = ["signing", "add-key", str(file)]
    wrong = site.test_cli_runner().invoke(args=take, input="sai\n")
    assert wrong.exit_code == 1 and "con-dau-moi.p12" in wrong.output and not (folder / file.name).exists()
    told = site.test_cli_runner().invoke(args=take, input=THEIR_SECRET.decode() + "\n")
    assert told.exit_code == 0 and "Khóa của nhà cung cấp" in told.output and THEIR_SECRET.decode() not in told.output
    assert (folder / file.name).stat().st_mode & 0o077 == 0
    assert "đã có tệp" in site.test_cli_runner().invoke(args=take, input=THEIR_SECRET.decode() + "\n").output
    page = _tried(browse, _named(browse, rows, file.name))
    assert re.search(r"Khóa ký được: [^<]*Khóa của nhà cung cấp", page)


def test_a_key_that_is_not_there_is_told_before_a_paper_waits_for_it(browse: Any, rows: Any) -> None:
    path = _named(browse, rows, "khong-co.p12")
    assert "khong-co.p12" in _tried(browse, path) and "Khóa ký được" not in browse("quantri").get(path).text
    assert browse("motcua").post(f"{path}/try", {}).status_code in (403, 404)
    unit = rows.scalar(select(Unit.code).join(Key, Key.unit_id == Unit.id).where(Key.file == "khong-co.p12"))
    assert unit == WARD, "a ward signs with it, not the city that has entered it"


def _issued(site: Flask) -> bytes:
    """A file as a provider hands it out: from a root that this site trusts, under a secret of the provider's own."""
    with site.app_context():
        house = authority()
        path = house.issue("nha-cung-cap.p12", "Khóa của nhà cung cấp", "UBND")
        held = load(path, passphrase())
        path.unlink()
    sealed = BestAvailableEncryption(THEIR_SECRET)
    return pkcs12.serialize_key_and_certificates(None, held.key, held.parsed, [house.root], sealed)


def _file(site: Flask, *, ends: int = 300, begins: int = -30, kind: str = "rsa") -> bytes:
    """A PKCS#12 file under the provider's password, of a certificate of our test root."""
    with site.app_context():
        house = authority()
        root = opened((house.folder / "root.p12").read_bytes(), house.passphrase)
    key = ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Con dấu mới")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(house.root.subject).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now + timedelta(days=begins))
    certificate = made.not_valid_after(now + timedelta(days=ends)).sign(root.key, hashes.SHA256())
    if kind == "no key":
        return pkcs12.serialize_key_and_certificates(
            None, None, None, [certificate], BestAvailableEncryption(THEIR_SECRET)
        )
    return pkcs12.serialize_key_and_certificates(
        None, key, certificate, [house.root], BestAvailableEncryption(THEIR_SECRET)
    )


def _take_in(keeper: Any, name: str, content: bytes, secret: str = THEIR_SECRET.decode()) -> Any:
    keeper.get("/signing/key-file")
    return keeper.post("/signing/key-file", {"file": (io.BytesIO(content), name), "password": secret})


def test_a_key_file_is_taken_in_on_screen_and_fills_the_certificate_in(site: Flask, browse: Any, rows: Any) -> None:
    keeper, content = browse("quantri"), _file(site)
    answer = _take_in(keeper, "tren-man-hinh.p12", content)
    assert answer.status_code == 303, answer.text
    page = keeper.get(answer.location).text
    assert 'value="tren-man-hinh.p12"' in page and 'value="Con dấu mới"' in page
    assert "Đã nhận khóa của CN=Con dấu mới" in page
    with site.app_context():
        kept = (key_folder() / "tren-man-hinh.p12").read_bytes()
        first, last = days_of(load(key_folder() / "tren-man-hinh.p12", passphrase()).parsed)
    assert content not in kept and f'value="{format_day(last)}"' in page
    assert "đã có tệp" in _take_in(keeper, "tren-man-hinh.p12", content).text
    ward = str(rows.scalar(select(Unit.id).where(Unit.code == WARD, Unit.valid_to.is_(None))))
    rows.rollback()
    form = {"name": "Con dấu mới", "holder": "agency", "file": "tren-man-hinh.p12", "minutes": "10", "version": "0"}
    form |= {"unit_id": ward, "valid_from": format_day(first), "valid_to": format_day(last + timedelta(days=1))}
    assert "Chứng thư có hiệu lực từ" in keeper.post(f"{HERE}/new", form).text
    form["valid_to"] = format_day(last)
    assert "Hãy chọn cá nhân" in keeper.post(f"{HERE}/new", form | {"holder": "official"}).text
    assert "Khóa ký được: CN=Con dấu mới" in _tried(browse, str(keeper.post(f"{HERE}/new", form).location))


@pytest.mark.parametrize(
    ("words", "secret", "sentence"),
    [
        ({}, "sai", "sai mật khẩu"),
        ({"ends": -5}, THEIR_SECRET.decode(), "chỉ có hiệu lực đến"),
        ({"kind": "no key"}, THEIR_SECRET.decode(), "không có khóa bí mật"),
        ({"kind": "ed25519"}, THEIR_SECRET.decode(), "thuộc loại khác"),
    ],
)
def test_a_key_file_that_cannot_sign_is_not_taken_in(
    site: Flask, browse: Any, words: dict[str, Any], secret: str, sentence: str
) -> None:
    answer = _take_in(browse("quantri"), "khong-nhan.p12", _file(site, **words), secret)
    assert answer.status_code == 422 and sentence in answer.text
    with site.app_context():
        assert not (key_folder() / "khong-nhan.p12").exists()


def test_a_key_whose_day_has_not_come_says_so(site: Flask, browse: Any) -> None:
    keeper = browse("quantri")
    page = keeper.get(_take_in(keeper, "ngay-mai.p12", _file(site, begins=20)).location).text
    assert "chưa có hiệu lực" in page


def test_only_the_keeper_hands_key_files_over(browse: Any) -> None:
    other = browse("motcua")
    assert other.client.get("/signing/key-file").status_code == 403
    assert _take_in(other, "x.p12", b"x").status_code == 403


def test_a_pin_typed_in_the_wrong_place_stays_in_no_draft(browse: Any, rows: Any) -> None:
    keeper, typed = browse("quantri"), "pkcs11:token=UBND;object=dau?pin-value=930571"
    token = re.search(r'csrf-token" content="([^"]+)"', keeper.get(f"{HERE}/new").text)[1]
    answer = keeper.client.post(
        f"{HERE}/0/draft",
        json={"name": "Khóa trong thiết bị", "file": typed},
        headers={"X-CSRFToken": str(token)},
    )
    assert answer.status_code == 200, answer.text
    kept = rows.scalar(select(Draft).where(Draft.form == "signing.keys/0"))
    assert kept.content == {"name": "Khóa trong thiết bị"}

"""An administrator sets a key up without reading code: takes the file in, names it, tries it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.people import Unit
from app.engine.demo import WARD
from modules.signing.drivers.pkcs12 import load
from modules.signing.models import Key, authority, key_folder, passphrase

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

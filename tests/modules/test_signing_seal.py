"""The seal on paper: read by public keys alone, from text, a photograph or the PDF; nothing of it can be changed."""

from __future__ import annotations

import io
import json
from base64 import b32decode, b32encode
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter
from sqlalchemy import select

from app.engine.barcodes import QrCode
from modules.certified_copies.models import Copy, State
from modules.signing import site_keys
from modules.signing.page_digest import digest_of
from modules.signing.seal import MARK, Seal, SealFinding, read
from modules.signing.seal_picture import seal_in
from modules.signing.site_keys import KeySet, Use
from tests.modules.test_certified_copies_log import HERE as DECISIONS
from tests.modules.test_certified_copies_log import annul
from tests.modules.test_certified_copies_story import file_of, issue

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def made(site: Flask) -> tuple[Seal, str, KeySet]:
    with site.app_context():
        seal = Seal("27004", 1932, "02/2026-SCTĐT/BS", DAY, 2, bytes(range(32)))
        return seal, seal.text(), site_keys.key_set()


def test_a_seal_says_what_was_sealed(made: Any) -> None:
    seal, text, keys = made
    found = read(text, keys)
    assert (found.answer, found.code) == (SealFinding.GENUINE, 0)
    assert found.seal == Seal(seal.agency, seal.number, seal.book, seal.day, seal.pages, seal.digest[:10])
    spaced = "\n".join(text.lower()[at : at + 20] for at in range(0, len(text), 20))
    assert read(spaced, keys).answer is SealFinding.GENUINE


def test_it_is_small_enough_for_paper(made: Any) -> None:
    assert QrCode.of(made[1], 0).modules <= 49


def test_no_bit_of_it_can_be_changed(made: Any) -> None:
    _seal, text, keys = made
    letters = text.removeprefix(MARK)
    whole = b32decode(letters + "=" * (-len(letters) % 8))
    for at in range(len(whole)):
        broken = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        assert read(MARK + b32encode(broken).decode().rstrip("="), keys).code in (1, 2), at


@given(st.text(max_size=700) | st.binary(max_size=300).map(lambda one: MARK + b32encode(one).decode()))
def test_whatever_is_read_gets_an_answer(text: str) -> None:
    assert read(text, {"keys": []}).answer in (SealFinding.UNREADABLE, SealFinding.FALSE)


def test_keys_of_another_site_or_use_do_not_count(made: Any) -> None:
    _seal, text, keys = made
    logs = {"keys": [key | {"for": "seal"} for key in keys["keys"] if key["for"] == "log"]}
    assert read(text, logs).answer is SealFinding.FALSE
    over = {"keys": [key | {"to": (DAY - timedelta(days=1)).isoformat()} for key in keys["keys"]]}
    assert read(text, over).answer is SealFinding.FALSE


def test_a_new_key_lets_old_seals_stand(made: Any, site: Flask) -> None:
    _seal, text, _keys = made
    with site.app_context():
        before = site_keys.newest(Use.SEAL)
    assert site.test_cli_runner().invoke(args=["signing", "new-key", "seal"]).exit_code == 0
    with site.app_context():
        assert site_keys.newest(Use.SEAL) != before
        assert read(text, site_keys.key_set()).answer in (SealFinding.GENUINE, SealFinding.FALSE)
        old = next(key for key in site_keys.key_set()["keys"] if key["kid"] == before)
    assert read(text, {"keys": [old | {"to": DAY.isoformat()}]}).answer is SealFinding.GENUINE


def test_private_keys_lie_encrypted(site: Flask) -> None:
    for path in (site.config["DATA_DIR"] / "keys" / "site").glob("*.pem"):
        assert path.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
        assert path.stat().st_mode & 0o077 == 0


def _photograph(text: str, angle: float) -> bytes:
    """A phone's picture of the seal on paper: turned, blurred, JPEG."""
    sheet = Image.new("L", (1600, 1200), 235)
    sheet.paste(Image.open(io.BytesIO(QrCode.of(text).png)).convert("L"), (500, 300))
    photo = io.BytesIO()
    sheet.rotate(angle, fillcolor=235).filter(ImageFilter.GaussianBlur(1.5)).save(photo, "JPEG", quality=60)
    return photo.getvalue()


@pytest.mark.parametrize("angle", [0, 7, 90, 184])
def test_a_photograph_is_read(made: Any, angle: float) -> None:
    assert seal_in(_photograph(made[1], angle)) == made[1]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"GIF89a", b"\xff\xd8\xff" + b"\0" * 99, b"x" * 16 * 2**20])
def test_odd_files_hold_no_seal(content: bytes) -> None:
    with pytest.raises(ValueError):
        seal_in(content)


@pytest.fixture(scope="module")
def shop(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A receiver's folder with the public keys, far from our database."""
    folder = tmp_path_factory.mktemp("receiver")
    (folder / "keys.json").write_bytes(site.test_client().get("/.well-known/motcua-keys.json").data)
    return folder


def ask(site: Flask, *words: Any) -> Any:
    return site.test_cli_runner().invoke(args=["signing", "verify-seal", *(str(word) for word in words)])


def test_a_file_that_cannot_be_read_is_not_taken_for_a_seal(site: Flask, tmp_path: Path) -> None:
    for what in (tmp_path / "nowhere.pdf", tmp_path, "x" * 3000):
        found = ask(site, what)
        assert found.exit_code == 2 and found.output.startswith(f"Không đọc được {str(what)[:100]}"), found.output
    (tmp_path / "note.txt").write_text("no seal")
    assert ask(site, tmp_path / "note.txt").exit_code == ask(site, "MC1:ABC").exit_code == 2
    assert "niêm phong" in ask(site, "MC1:ABC").output


def test_the_whole_life_of_a_seal(site: Flask, shop: Path, rows: Any, browse: Any) -> None:
    copy = issue(rows, browse, "Chứng chỉ hành nghề")
    content = file_of(rows, browse, copy)
    (shop / "copy.pdf").write_bytes(content)
    found = ask(site, shop / "copy.pdf", "--keys", shop / "keys.json", "--json")
    assert found.exit_code == 0, found.output
    rows.rollback()
    told, row = json.loads(found.output)["seal"], rows.get(Copy, copy)
    assert (told["number"], told["book"], told["pages"]) == (row.number, row.book, row.pages)
    alone = ask(site, shop / "copy.pdf", "--keys", shop / "keys.json")
    assert "Chưa đối chiếu danh sách bản sao đã bị hủy bỏ" in alone.output
    assert json.loads(found.output)["annulments_compared"] is False
    # printed, photographed
    sheet = pypdfium2.PdfDocument(content)[row.pages].render(scale=150 / 72).to_pil()
    sheet.rotate(2, fillcolor="white").save(shop / "photo.jpg", quality=60)
    assert ask(site, shop / "photo.jpg", "--keys", shop / "keys.json").exit_code == 0
    # the statement page behind other pages
    other = pikepdf.open(io.BytesIO(file_of(rows, browse, _another(rows, copy))))
    with pikepdf.open(io.BytesIO(content)) as mine:
        del mine.pages[-1].obj["/Annots"], other.pages[-1].obj["/Annots"]
        other.pages[-1] = mine.pages[-1]
        other.save(shop / "swapped.pdf")
    swapped = ask(site, shop / "swapped.pdf", "--keys", shop / "keys.json")
    assert swapped.exit_code == 1 and "tệp khác" in swapped.output
    # annulled, and the list taken along
    decision = annul(browse, rows, copy, "33/QĐ-UBND")
    sealer, path = browse("vanthu"), f"{DECISIONS}/{decision}/steps/confirm"
    assert sealer.post(path, {"version": sealer.version(path)}).status_code == 303
    (shop / "list.json").write_bytes(browse().client.get("/xac-thuc/huy-bo/danh-sach.json").data)
    gone = ask(site, shop / "photo.jpg", "--keys", shop / "keys.json", "--annulled", shop / "list.json")
    assert gone.exit_code == 1 and "33/QĐ-UBND" in gone.output
    forged = json.loads((shop / "list.json").read_text())
    (shop / "forged.json").write_text(json.dumps(forged | {"signed": forged["signed"][:-4] + "AAAA"}))
    assert "không do khóa này ký" in ask(site, "x", "--annulled", shop / "forged.json").output
    page = browse().post("/xac-thuc/niem-phong", {"picture": (shop / "photo.jpg").open("rb")}, "/xac-thuc/niem-phong")
    assert "33/QĐ-UBND" in page.text


def _another(rows: Any, copy: int) -> int:
    return rows.scalar(select(Copy.id).where(Copy.state == State.RELEASED, Copy.id != copy).order_by(Copy.id).limit(1))


def test_text_and_nonsense_on_the_command_line(made: Any, site: Flask, tmp_path: Path) -> None:
    assert ask(site, made[1]).exit_code in (0, 1)
    assert ask(site, "MC1:AAAA").exit_code == 2
    assert ask(site, "xin chào").exit_code == 2
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert ask(site, tmp_path / "a.pdf").exit_code == 2


def test_the_public_page_takes_text_and_pictures(made: Any, browse: Any) -> None:
    citizen, here = browse(), "/xac-thuc/niem-phong"
    assert citizen.get(here).status_code == 200
    for form in ({"text": "xin chào"}, {"picture": (io.BytesIO(b"GIF89a"), "a.gif")}, {}):
        answer = citizen.post(here, form, here)
        assert answer.status_code == 422
        assert "không đọc được" in answer.text
    changed = made[1][:20] + ("A" if made[1][20] != "A" else "B") + made[1][21:]
    assert "đã bị sửa" in citizen.post(here, {"text": changed}, here).text


def test_the_digest_of_pages_survives_joining_and_saving(browse: Any, rows: Any) -> None:
    copy = rows.scalar(select(Copy).where(Copy.state == State.RELEASED).order_by(Copy.id).limit(1))
    content = file_of(rows, browse, copy.id)
    with pikepdf.open(io.BytesIO(content)) as one:
        before, out = digest_of(one, copy.pages), io.BytesIO()
        one.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pikepdf.open(io.BytesIO(out.getvalue())) as other:
        assert digest_of(other, copy.pages) == before
        assert digest_of(other) != before

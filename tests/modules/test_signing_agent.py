"""A key in a token at the official's own computer: the file goes there, comes back with one signature, or is refused."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.models import Copy, State
from modules.signing.agent.models import Handover, Stand
from modules.signing.agent.returning import end_late
from modules.signing.authority import authority
from modules.signing.drivers.pkcs12 import HeldKey, load
from modules.signing.key_files import passphrase
from modules.signing.models import Holder, Key
from modules.signing.pades import AGENCY, OFFICIAL
from modules.signing.pdf_fields import Field, Signing
from tests.modules.test_certified_copies_story import HERE, submitted

WAY = "/signing/agent/certified_copies.copies"


@pytest.fixture
def device(site: Flask) -> Any:
    """The official's key moves into a token: the house keeps only its certificate."""
    with site.app_context(), work(SYSTEM) as session:
        key = session.scalars(select(Key).where(Key.file == "lanhdao.p12")).one()
        moved = key.id
        token = load(authority().folder / "lanhdao.p12", passphrase())
        key.file, key.pem = "agent:", token.parsed.public_bytes(Encoding.PEM).decode()
    yield token  # not within the context: requests must not find it open
    with site.app_context(), work(SYSTEM) as session:
        key = session.get_one(Key, moved)
        key.file, key.pem = "lanhdao.p12", None


def signed_with(token: HeldKey, pdf: bytes, field: str = OFFICIAL) -> bytes:
    """What the program of a device makes of a file that it has fetched."""
    return Signing(field, "Lê Minh Khoa").made(pdf, token)


def handed_over(browser: Any, row: int, step: str = "sign") -> tuple[str, str]:
    """Begin, and return the two addresses that the page gives to the device."""
    browser.get(f"{HERE}/{row}")  # looked at before it is signed
    page = browser.post(f"{WAY}/{row}/{step}", {}).text
    found = re.search(r'data-agent="([^"]+)"', page)
    assert found, page
    told = found[1].replace("&#34;", '"')
    places = re.findall(r"/signing/(?:file|back)/[\w-]+", told)
    return next(p for p in places if "/file/" in p), next(p for p in places if "/back/" in p)


def give(site: Flask, address: str, content: bytes) -> Any:
    """Post a file back as the device's program does: without cookie and without a form's token."""
    return site.test_client().post(address, data={"uploadfile": (io.BytesIO(content), "cho-ky.pdf")})


def state(rows: Any, row: int) -> State:
    rows.rollback()
    return rows.scalar(select(Copy.state).where(Copy.id == row))


def test_the_device_fetches_signs_and_gives_back(site: Flask, rows: Any, browse: Any, device: HeldKey) -> None:
    row = submitted(rows, browse, "Bằng ký bằng thiết bị")
    official = browse("lanhdao")
    official.get(f"{HERE}/{row}")
    answer = official.post(f"{HERE}/{row}/steps/sign", {"version": official.version(f"{HERE}/{row}/steps/sign")})
    assert answer.headers["Location"] == f"{WAY}/{row}/sign"
    assert "Ký bằng thiết bị" in official.get(f"{WAY}/{row}/sign").text
    fetch, back = handed_over(official, row)
    program = site.test_client()
    got = program.get(fetch)
    assert got.mimetype == "application/pdf"
    assert program.get(fetch).status_code == 404, "the address works once"
    assert "Đang chờ thiết bị ký" in official.get(f"{WAY}/{row}/sign/stand").text
    answer = give(site, back, signed_with(device, got.data))
    assert answer.json["Status"] is True, answer.json
    assert state(rows, row) is State.SIGNED
    assert official.client.get(f"{WAY}/{row}/sign/stand").headers["HX-Redirect"] == f"{HERE}/{row}"
    assert give(site, back, b"x").status_code == 404, "and so does the other"
    copy = rows.get(Copy, row)
    entry = rows.scalars(select(Entry).where(Entry.copy_id == row)).one()
    assert (entry.number, entry.void) == (copy.number, False)
    sealer = browse("vanthu")
    sealer.get(f"{HERE}/{row}")
    answer = sealer.post(f"{HERE}/{row}/steps/seal", {"version": sealer.version(f"{HERE}/{row}/steps/seal")})
    assert answer.status_code == 303
    assert state(rows, row) is State.RELEASED


def test_of_many_who_fetch_at_once_one_gets_the_file(site: Flask, rows: Any, browse: Any, device: HeldKey) -> None:
    fetch, _back = handed_over(browse("lanhdao"), submitted(rows, browse, "Bằng được lấy nhiều lần cùng lúc"))
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _n: site.test_client().get(fetch).status_code, range(6)))
    assert sorted(answers) == [200, 404, 404, 404, 404, 404]


def test_what_is_not_the_file_with_one_good_signature_is_refused(
    site: Flask, rows: Any, browse: Any, device: HeldKey
) -> None:
    row = submitted(rows, browse, "Bằng bị từ chối")
    official = browse("lanhdao")
    fetch, back = handed_over(official, row)
    pdf = site.test_client().get(fetch).data
    with site.app_context():
        stranger = load(authority().issue("khac.p12", "Người Khác", "UBND"), passphrase())
        other = signed_with(stranger, pdf)
        good = signed_with(device, pdf)
        misplaced = signed_with(device, pdf, AGENCY)
        twice = Signing(AGENCY, "Lê Minh Khoa").made(good, device)
    rewritten = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(rewritten)
    with site.app_context():
        rewritten_signed = signed_with(device, rewritten.getvalue())
        covered = Signing("Khac", "x", new=Field("Khac", 0, (50, 50, 500, 700))).made(pdf, device)
    noted = _with_note(pdf)
    with site.app_context():
        noted = signed_with(device, noted)
    for content, sentence in (
        (pdf, "chưa được ký"),
        (b"", "không phải tệp"),
        (b"%PDF-1.7 nothing", "không phải tệp"),
        (other, "chứng thư số khác"),
        (twice, "đúng một chữ ký"),
        (misplaced, "vị trí của người ký khác"),
        (rewritten_signed, "không phải tệp"),
        (pdf + b"\n% more\n", "đúng một chữ ký"),
        (good + b"\n% more\n", ""),
        (good[:-200], ""),
        (noted, "Trang 1"),
        (covered, "che"),
    ):
        answer = give(site, back, content)
        assert give(site, back, good).status_code == 404, "a refused file uses the address up"
        _fetch, back = handed_over(official, row)
        assert answer.status_code == 422, sentence
        assert sentence in answer.json["Message"]
        assert answer.json["Message"]
        assert state(rows, row) is State.SUBMITTED
    assert "note bad" in official.get(f"{WAY}/{row}/sign/stand").text
    assert give(site, back, good).json["Status"] is True


def _with_note(pdf: bytes) -> bytes:
    from pikepdf import Array, Dictionary, Name, String

    from modules.signing.revision import Revision

    revision = Revision(pdf)
    page = revision.document.pages[0].obj
    note = revision.add(
        Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([50, 50, 300, 200]), Contents=String("x"))
    )
    page.Annots = Array([*page.get("/Annots", Array()), note])
    revision.touch(page)
    return pdf + bytes(revision.written())


def test_by_hand_the_signed_file_goes_up_from_the_page(rows: Any, browse: Any, device: HeldKey, site: Flask) -> None:
    row = submitted(rows, browse, "Bằng ký thủ công")
    official = browse("lanhdao")
    handed_over(official, row)
    pdf = official.client.get(f"{WAY}/{row}/sign/file").data
    answer = official.post(f"{WAY}/{row}/sign/back", {"file": (io.BytesIO(pdf), "a.pdf")})
    assert "chưa được ký" in official.get(answer.location).text
    with site.app_context():
        content = signed_with(device, pdf)
    official.post(f"{WAY}/{row}/sign/back", {"file": (io.BytesIO(content), "a.pdf")})
    assert state(rows, row) is State.SIGNED


def test_who_never_signs_spends_the_number_on_a_void_line(site: Flask, rows: Any, browse: Any, device: HeldKey) -> None:
    row = submitted(rows, browse, "Bằng không bao giờ ký")
    official = browse("lanhdao")
    fetch, back = handed_over(official, row)
    pdf = site.test_client().get(fetch).data
    rows.rollback()
    void = select(func.count()).select_from(Entry).where(Entry.void.is_(True), Entry.title == "Bằng không bao giờ ký")
    before = rows.scalar(void)
    with site.app_context(), clock.frozen(clock.now() + timedelta(minutes=11)):
        with work(SYSTEM) as session:
            end_late(session)
        content = signed_with(device, pdf)
    assert give(site, back, content).status_code == 404
    rows.rollback()
    assert rows.scalar(void) == before + 1
    assert state(rows, row) is State.SUBMITTED
    numbers = sorted(rows.scalars(select(Entry.number).where(Entry.unit_id == rows.get(Copy, row).unit_id)))
    own = [number for number in numbers if number < 7000]
    assert own == list(range(own[0], own[0] + len(own)))
    fetch, back = handed_over(official, row)  # the next number, from the beginning
    with site.app_context():
        content = signed_with(device, site.test_client().get(fetch).data)
    assert give(site, back, content).json["Status"] is True


def test_new_addresses_end_the_old_ones_and_no_second_number_is_drawn(
    site: Flask, rows: Any, browse: Any, device: HeldKey
) -> None:
    row = submitted(rows, browse, "Bằng mở lại")
    official = browse("lanhdao")
    first, old = handed_over(official, row)
    second, new = handed_over(official, row)
    assert site.test_client().get(first).status_code == 404
    pdf = site.test_client().get(second).data
    rows.rollback()
    assert len(rows.scalars(select(Handover).where(Handover.row == row, Handover.stand == Stand.WAITING)).all()) == 1
    with site.app_context():
        content = signed_with(device, pdf)
    assert give(site, old, content).status_code == 404
    assert give(site, new, content).json["Status"] is True


def test_a_record_that_has_moved_on_is_not_signed(site: Flask, rows: Any, browse: Any, device: HeldKey) -> None:
    row = submitted(rows, browse, "Bằng bị trả lại")
    official = browse("lanhdao")
    fetch, back = handed_over(official, row)
    with site.app_context():
        content = signed_with(device, site.test_client().get(fetch).data)
    version = official.version(f"{HERE}/{row}/steps/return")
    official.post(f"{HERE}/{row}/steps/return", {"version": version, "reason": "Thiếu trang"})
    assert state(rows, row) is State.RETURNED
    answer = give(site, back, content)
    assert answer.status_code == 422
    assert state(rows, row) is State.RETURNED


def test_only_the_one_who_began_goes_on(rows: Any, browse: Any, device: HeldKey) -> None:
    row = submitted(rows, browse, "Bằng của người khác")
    handed_over(browse("lanhdao"), row)
    for login in ("motcua", "vanthu", "canbo", "canbo2"):
        other = browse(login)
        assert other.client.get(f"{WAY}/{row}/sign").status_code in {403, 404}
        assert other.client.get(f"{WAY}/{row}/sign/file").status_code in {403, 404}
        assert other.post(f"{WAY}/{row}/sign/end", {}).status_code in {403, 404}
    official = browse("lanhdao")
    assert official.post(f"{WAY}/{row}/sign/end", {}).status_code == 303
    assert official.client.get(f"{WAY}/{row}/sign").status_code == 200


def test_a_key_elsewhere_needs_its_certificate(site: Flask) -> None:
    with site.app_context(), pytest.raises(ValueError, match="dạng PEM"):
        Key(name="x", file="agent:", pem="xx").saved()


def test_no_pin_gets_into_the_table(site: Flask) -> None:
    for file in ("pkcs11:token=UBND;object=dau?pin-value=1234", "pkcs11:token=UBND;PIN=1234"):
        with site.app_context(), pytest.raises(ValueError, match="mã PIN"):
            Key(name="x", file=file).saved()


def test_the_agency_seals_with_a_device_too(site: Flask, rows: Any, browse: Any) -> None:
    row = submitted(rows, browse, "Bằng đóng dấu bằng thiết bị")
    official = browse("lanhdao")
    official.get(f"{HERE}/{row}")
    official.post(f"{HERE}/{row}/steps/sign", {"version": official.version(f"{HERE}/{row}/steps/sign")})
    with site.app_context(), work(SYSTEM) as session:
        key = session.scalars(select(Key).where(Key.holder == Holder.AGENCY).order_by(Key.id)).first()
        file = key.file
        token = load(authority().folder / file, passphrase())
        key.file, key.pem = "agent:", token.parsed.public_bytes(Encoding.PEM).decode()
    sealer = browse("vanthu")
    sealer.get(f"{HERE}/{row}")
    fetch, back = handed_over(sealer, row, "seal")
    pdf = site.test_client().get(fetch).data
    with site.app_context():
        content = Signing(AGENCY, "UBND", second=True).made(pdf, token)
    assert give(site, back, content).json["Status"] is True
    assert state(rows, row) is State.RELEASED
    with site.app_context(), work(SYSTEM) as session:
        session.scalars(select(Key).where(Key.holder == Holder.AGENCY).order_by(Key.id)).first().file = file

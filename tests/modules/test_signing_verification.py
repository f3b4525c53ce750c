"""Honest files pass, every attack is named; whatever the bytes, there is an answer in time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec

from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from modules.signing.authority import TestAuthority, authority
from modules.signing.drivers.pkcs12 import HeldKey, load
from modules.signing.pades import prepare, seal_agency, sign_official
from modules.signing.verification import Anchors, Integrity, Trust, examine
from modules.signing.verification.sandbox import EXAMINER, ROOT, START, Examiner
from tests.house import Houses
from tests.modules.forgeries import ATTACKS, Theirs, changed, contract, stamp

SECRET = b"test"


@pytest.fixture(scope="module")
def site(houses: Houses) -> Iterator[Flask]:
    """One database is enough: what a signed file says is read from the file alone."""
    with houses["sqlite"].lent() as lent:
        yield lent


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("keys"), SECRET)


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> HeldKey:
    other = TestAuthority(tmp_path_factory.mktemp("other"), SECRET)
    return load(other.issue("x.p12", "Người Lạ", "Nơi khác"), SECRET)


def _der(root: x509.Certificate) -> bytes:
    return root.public_bytes(serialization.Encoding.DER)


@pytest.fixture(scope="module")
def trusted(house: TestAuthority, site: Flask) -> Anchors:
    with site.app_context():
        return Anchors(tests=(_der(house.root), _der(authority().root)))  # of the signers, and of the clock


@pytest.fixture(scope="module")
def copy(house: TestAuthority, site: Flask) -> bytes:
    """Two scanned pages, signed by an official and by the agency."""
    scans = [("image/jpeg", picture("Bằng cử nhân", "An")), ("image/jpeg", picture("Bảng điểm", "An"))]
    with site.app_context():
        official = load(house.issue("a.p12", "Lê Minh Khoa", "UBND"), SECRET)
        agency = load(house.issue("b.p12", "UBND Phường", "UBND"), SECRET)
        return seal_agency(sign_official(prepare(scan_pages(scans)), official, "Lê Minh Khoa"), agency, "UBND Phường")


def test_our_own_copy_is_intact_and_its_signers_are_named(copy: bytes, trusted: Anchors) -> None:
    verdict = examine(copy, trusted)
    assert (verdict.integrity, verdict.trust, verdict.valid) == (Integrity.INTACT, Trust.TEST, True)
    official, agency = verdict.signatures
    assert (official.signer, official.integrity, official.covers_all) == ("Lê Minh Khoa", Integrity.ALLOWED, False)
    assert (agency.signer, agency.integrity, agency.covers_all) == ("UBND Phường", Integrity.INTACT, True)


def test_integrity_stands_apart_from_trust(copy: bytes, stranger: HeldKey, trusted: Anchors) -> None:
    assert examine(copy, Anchors()).integrity is Integrity.INTACT
    assert examine(copy, Anchors()).trust is Trust.UNTRUSTED
    foreign = examine(contract(stranger), trusted)
    assert (foreign.integrity, foreign.trust, foreign.valid) == (Integrity.INTACT, Trust.UNTRUSTED, False)


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_written_behind_the_signatures_is_seen(name: str, copy: bytes, trusted: Anchors) -> None:
    verdict = examine(changed(copy, ATTACKS[name]), trusted)
    assert verdict.integrity is Integrity.MODIFIED, verdict
    assert verdict.findings and all(str(one) for one in verdict.findings)


@pytest.mark.parametrize("name", ATTACKS)
def test_so_it_is_in_a_strangerscontract(name: str, stranger: HeldKey) -> None:
    verdict = examine(changed(contract(stranger), ATTACKS[name]), Anchors())
    assert verdict.integrity is Integrity.MODIFIED, verdict


def test_a_form_value_changed_after_signing_is_a_change(stranger: HeldKey) -> None:
    def attack(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][1]
        field["/V"] = generic.pdf_string("Kẻ khác")
        writer.update_container(field)

    verdict = examine(changed(contract(stranger), attack), Anchors())
    assert verdict.integrity is Integrity.MODIFIED and "form" in {one.code for one in verdict.findings}


def test_a_second_signer_may_follow_but_not_cover_the_text(stranger: HeldKey) -> None:
    signed_once = contract(stranger)

    def signed(box: tuple[int, int, int, int]) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(signed_once))
        meta = signers.PdfSignatureMetadata(field_name="BenB", md_algorithm="sha256")
        field = SigFieldSpec("BenB", on_page=0, box=box)
        return signers.sign_pdf(writer, meta, Theirs(stranger), new_field_spec=field).getvalue()

    assert examine(signed((400, 60, 480, 90)), Anchors()).integrity is Integrity.INTACT
    hidden = examine(signed((100, 150, 500, 400)), Anchors())
    assert hidden.integrity is Integrity.MODIFIED
    assert {one.code for one in hidden.findings} == {"cover"}


def test_validation_data_may_be_added(copy: bytes, trusted: Anchors) -> None:
    def add(writer: IncrementalPdfFileWriter) -> None:
        dss = generic.DictionaryObject({pdf_name("/Certs"): generic.ArrayObject()})
        writer.root["/DSS"] = writer.add_object(dss)
        writer.update_root()

    verdict = examine(changed(copy, add), trusted)
    assert verdict.integrity is Integrity.ALLOWED and verdict.valid, verdict


def test_bytes_behind_and_between_are_seen(copy: bytes, trusted: Anchors) -> None:
    assert examine(copy + b"\n%%EOF\n", trusted).integrity is not Integrity.INTACT
    assert examine(copy + b"1 0 obj<</Type/Catalog>>endobj\n", trusted).integrity in (
        Integrity.MODIFIED,
        Integrity.UNVERIFIABLE,
    )
    hole = copy.rindex(b"/Contents <") + len(b"/Contents <")
    end = copy.index(b">", hole)
    wrapped = copy[: end - 40] + b"41" * 20 + copy[end:]
    assert examine(wrapped, trusted).integrity in (Integrity.MODIFIED, Integrity.BROKEN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/ByteRange [", b"/ByteRange ["[:-1] + b"<"),
        (b"/ByteRange", b"/ByteWrong"),
        (b"/Contents <", b"/Contentz <"),
        (b"/SubFilter", b"/SubFalter"),
        (b"/Type /Sig", b"/Type /Sgi"),
        (b"/FT /Sig", b"/FT /Tx "),
    ],
)
def test_a_forged_dictionary_is_never_intact(old: bytes, new: bytes, copy: bytes, trusted: Anchors) -> None:
    at = copy.rfind(old)
    if at < 0:
        pytest.skip(f"{old!r} is written otherwise here")
    forged = copy[:at] + new[: len(old)].ljust(len(old)) + copy[at + len(old) :]
    assert not examine(forged, trusted).valid


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_flipped_byte_is_caught(data: st.DataObject, copy: bytes, trusted: Anchors) -> None:
    at = data.draw(st.integers(9, len(copy) - 1))
    broken = bytearray(copy)
    broken[at] ^= data.draw(st.integers(1, 255))
    verdict = examine(bytes(broken), trusted, look=False)
    assert not verdict.valid or (bytes(broken[at : at + 1]).isspace() and at > len(copy) - 3)


@settings(max_examples=40, deadline=None)
@given(end=st.integers(0, 40_000), junk=st.binary(max_size=300))
def test_any_bytes_get_an_answer(end: int, junk: bytes, copy: bytes) -> None:
    for content in (copy[:end] + junk, b"%PDF-1.7\n" + junk, junk):
        assert not examine(content, Anchors(), look=False).valid


def test_strangers_files_are_examined_in_a_process_of_their_own(
    copy: bytes, trusted: Anchors, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert EXAMINER.examine(copy, trusted).valid
    first = EXAMINER.free[-1].child.pid
    start = time.monotonic()
    assert EXAMINER.examine(copy, trusted).valid and EXAMINER.free[-1].child.pid == first, "it is kept warm"
    assert time.monotonic() - start < 5
    EXAMINER.free[-1].child.kill()
    EXAMINER.free[-1].child.wait()
    assert EXAMINER.examine(copy, trusted).valid and EXAMINER.free[-1].child.pid != first, "a dead one is replaced"
    monkeypatch.setattr("modules.signing.verification.sandbox.SECONDS", 0.0)
    slow = EXAMINER.examine(copy, trusted)
    assert slow.unreadable and "quá lâu" in str(slow.findings[0])
    monkeypatch.undo()
    assert EXAMINER.examine(copy, trusted).valid


def test_the_process_that_examines_loads_neither_the_house_nor_a_web_client() -> None:
    """It is what the first to check a file waits for, and what rests in memory."""
    code = START.replace("serve()", "print(*sys.modules)").replace("import gc", "import gc, sys")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, timeout=60)
    loaded = {name.partition(".")[0] for name in done.stdout.decode().split()}
    assert "pyhanko" in loaded and not loaded & {"app", "flask", "sqlalchemy", "yarl", "babel"}


def test_processes_that_nobody_wants_any_more_end(copy: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modules.signing.verification.sandbox.REST", 0.2)
    examiner = Examiner()
    examiner.warm()
    child = examiner.free[0].child
    assert child.wait(10) != 0 and not examiner.free
    assert examiner.examine(copy, Anchors()).intact, "the next file starts another"
    examiner.stop()


def test_the_shell_gives_the_same_answer(site: Flask, copy: bytes, tmp_path: Path) -> None:
    run = site.test_cli_runner()

    def ask(content: bytes | None) -> tuple[int, str]:
        file = tmp_path / "a.pdf"
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        answer = run.invoke(args=["signing", "verify", str(file), "--json"])
        return answer.exit_code, answer.output

    code, text = ask(copy)
    assert code == 0 and json.loads(text)["integrity"] == "intact"
    assert ask(changed(copy, stamp))[0] == 1
    assert ask(scan_pages([("image/jpeg", picture("Không ký", "An"))]))[0] == 1
    assert ask(b"not a pdf")[0] == 2
    assert ask(None)[0] == 2

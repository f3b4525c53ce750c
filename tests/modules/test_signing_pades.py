"""Two signatures on one file: pdfsig and pyHanko find them valid, whatever key made them and however many came before."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from modules.signing.authority import TestAuthority, authority
from modules.signing.drivers.pkcs12 import HeldKey, load
from modules.signing.pades import prepare, seal_agency, sign_official
from modules.signing.verification import Anchors, Integrity, examine

SECRET = b"test"
OFFICIAL, AGENCY = "Nguyễn Thị Hồng Ưữ", "Ủy ban nhân dân phường Tân Sơn Nhì"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("keys"), SECRET)


@pytest.fixture(scope="module")
def official(house: TestAuthority) -> HeldKey:
    return load(house.issue("a.p12", OFFICIAL, "UBND"), SECRET)


@pytest.fixture(scope="module")
def agency(house: TestAuthority) -> HeldKey:
    return load(house.issue("b.p12", AGENCY, "UBND"), SECRET)


def pages(*titles: str) -> bytes:
    return scan_pages([("image/jpeg", picture(title, "An")) for title in titles])


def signed(pdf: bytes, official: HeldKey, agency: HeldKey) -> bytes:
    return seal_agency(sign_official(prepare(pdf), official, OFFICIAL), agency, AGENCY)


def told_by_pdfsig(content: bytes, folder: Path) -> str:
    (folder / "f.pdf").write_bytes(content)
    command = ["pdfsig", "-nocert", folder / "f.pdf"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def require_valid(content: bytes, house: TestAuthority, folder: Path) -> None:
    assert told_by_pdfsig(content, folder).count("Signature is Valid") == 2
    both = (house.root, authority().root)  # of the signers, and of the clock
    roots = [asn1.Certificate.load(root.public_bytes(serialization.Encoding.DER)) for root in both]
    for one in PdfFileReader(io.BytesIO(content)).embedded_signatures:
        status = validate_pdf_signature(one, ValidationContext(trust_roots=roots))
        assert status.bottom_line, status.pretty_print_details()
    verdict = examine(content, Anchors(tests=tuple(root.dump() for root in roots)))
    assert (verdict.integrity, verdict.valid) == (Integrity.INTACT, True), verdict.findings


def test_three_files_signed_one_after_another_are_valid(
    site: Flask, house: TestAuthority, official: HeldKey, agency: HeldKey, tmp_path: Path
) -> None:
    with site.app_context():
        files = [signed(pages(*["Bằng"] * count), official, agency) for count in (1, 3, 2)]
        for content in files:
            require_valid(content, house, tmp_path)


def test_files_with_either_kind_of_table_can_be_signed(
    site: Flask, house: TestAuthority, official: HeldKey, agency: HeldKey, tmp_path: Path
) -> None:
    for mode in (pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pages("Bằng", "Bảng điểm"))) as document:
            document.save(out, object_stream_mode=mode)
        with site.app_context():
            content = signed(out.getvalue(), official, agency)
            require_valid(content, house, tmp_path)
        assert content.startswith(out.getvalue()), "what was there stays, byte for byte"
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as document:
            assert not document.check_pdf_syntax()


def test_a_key_on_a_curve_signs_too(site: Flask, house: TestAuthority, agency: HeldKey, tmp_path: Path) -> None:
    curved = house.issue("c.p12", OFFICIAL, "UBND", key=ec.generate_private_key(ec.SECP256R1()))
    with site.app_context():
        require_valid(signed(pages("Bằng"), load(curved, SECRET), agency), house, tmp_path)


def test_the_signatures_show_vietnamese_names_and_the_time_of_vietnam(
    site: Flask, official: HeldKey, agency: HeldKey
) -> None:
    with site.app_context():
        content = signed(pages("Bằng"), official, agency)
    text = subprocess.run(["pdftotext", "-", "-"], input=content, check=True, capture_output=True).stdout.decode()
    assert f"Ký bởi: {OFFICIAL}" in text
    assert " ".join(text.split()).count("+07:00") == 2
    assert f"Ký bởi: {AGENCY}" in " ".join(text.split())


def test_what_cannot_be_signed_is_refused_with_a_sentence(site: Flask, official: HeldKey, agency: HeldKey) -> None:
    with site.app_context():
        ready = prepare(pages("Bằng"))
        once = sign_official(ready, official, OFFICIAL)
        cases: list[tuple[Any, str]] = [
            (lambda: seal_agency(ready, agency, AGENCY), "phải ký trước cơ quan"),
            (lambda: sign_official(once, official, OFFICIAL), "đã được ký"),
            (lambda: sign_official(pages("Bằng"), official, OFFICIAL), "chưa được chuẩn bị"),
            (lambda: prepare(ready[:-40]), "PDF bị hỏng"),
            (lambda: prepare(b"%PDF-1.7 nothing"), "PDF bị hỏng"),
        ]
        for act, sentence in cases:
            with pytest.raises(ValueError, match=sentence):
                act()

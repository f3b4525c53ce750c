"""Keys in a security module: several on one token sign, and each thing that can be wrong is told by its name."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from modules.signing.authority import TestAuthority
from modules.signing.drivers.pkcs11 import close, opened
from modules.signing.drivers.pkcs12 import load
from modules.signing.drivers.sealed import Secrets
from modules.signing.models import Key
from modules.signing.pades import prepare, seal_agency, sign_official
from tests.modules.test_signing_pades import AGENCY, SECRET, pages, require_valid

PIN, LIBRARY = "482615", "/usr/lib/softhsm/libsofthsm2.so"


def test_a_security_module_signs(site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "postgresql" in str(site.config["SQLALCHEMY_DATABASE_URI"]):
        pytest.skip("a security module knows no database, and its library opens once in a process")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "hsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "hsm.conf"))
    monkeypatch.setenv("PKCS11_MODULE", LIBRARY)
    house = TestAuthority(tmp_path / "keys", SECRET)
    made = ["softhsm2-util", "--init-token", "--free", "--label", "UBND", "--so-pin", PIN, "--pin", PIN]
    subprocess.run(made, check=True, capture_output=True)
    for label in ("dau", "lanhdao"):
        _fill(house, label, tmp_path / "key.pem")
    with site.app_context():
        key, other = (opened(f"pkcs11:token=UBND;object={label}", PIN) for label in ("dau", "lanhdao"))
        assert key.chain == [house.root.public_bytes(Encoding.DER)], "issuers that lie beside it come along"
        content = seal_agency(sign_official(prepare(pages("Bằng")), other, AGENCY), key, AGENCY)
        require_valid(content, house, tmp_path)
        for address, sentence in (
            ("token=UBND;object=khac", "đúng một khóa tên khac"),
            ("token=MAT;object=dau", "Thiết bị MAT chưa được cắm"),
        ):
            with pytest.raises(ValueError, match=sentence):
                opened(f"pkcs11:{address}", PIN)
        del key, other
        close()
        _wrong_pin_is_tried_once()
        _rubbish_signs_nothing(monkeypatch)
        _taken_out(tmp_path)


def _wrong_pin_is_tried_once() -> None:
    """The PIN is forgotten with the first refusal: a real token locks itself after a few."""
    key = Key(name="x", file="pkcs11:token=UBND;object=dau")
    key.keep_secrets(Secrets(pin="0000"))
    with pytest.raises(ValueError, match="Mã PIN sai"):
        key.opened()
    with pytest.raises(ValueError, match="Chưa nhập mã PIN"):
        key.opened()


def _rubbish_signs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that answers anything but a signature by its key: a sentence, and no file."""
    key = opened("pkcs11:token=UBND;object=dau", PIN)
    real = key.key
    for answer in (
        b"",
        b"\x00" * 256,
        b"rubbish" * 40,
        bytes(real.sign(b"another", mechanism=pkcs11.Mechanism.RSA_PKCS)),
    ):
        monkeypatch.setattr(key, "key", SimpleNamespace(sign=lambda _digest, mechanism, said=answer: said))
        with pytest.raises(ValueError, match="không khớp với chứng thư số này"):
            sign_official(prepare(pages("Bằng")), key, AGENCY)
    monkeypatch.setattr(key, "key", real)


def _taken_out(folder: Path) -> None:
    """A token that is gone while a paper is signed: a sentence, and no signature."""
    key = opened("pkcs11:token=UBND;object=dau", PIN)
    key.key.session.close()
    with pytest.raises(ValueError, match="còn được cắm"):
        sign_official(prepare(pages("Bằng")), key, AGENCY)
    assert opened("pkcs11:token=UBND;object=dau", PIN).sign(b"1" * 32), "plugged in again, it signs again"


def _fill(house: TestAuthority, label: str, file: Path) -> None:
    held = load(house.issue(f"{label}.p12", AGENCY, "UBND"), SECRET)
    file.write_bytes(held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    tool = ["softhsm2-util", "--token", "UBND", "--label", label, "--pin", PIN, "--import", file, "--id"]
    subprocess.run([*tool, label.encode().hex()], check=True, capture_output=True)
    with pkcs11.lib(LIBRARY).get_token(token_label="UBND").open(user_pin=PIN, rw=True) as session:
        for name, certificate in ((label, held.parsed), (f"goc {label}", house.root)):
            session.create_object(
                {
                    pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                    pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    pkcs11.Attribute.TOKEN: True,
                    pkcs11.Attribute.LABEL: name,
                    pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                    pkcs11.Attribute.VALUE: certificate.public_bytes(Encoding.DER),
                }
            )

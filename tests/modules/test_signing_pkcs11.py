"""A key that lies in a security module signs; its PIN and library come from the environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from modules.signing.authority import TestAuthority
from modules.signing.drivers.pkcs11 import opened
from modules.signing.drivers.pkcs12 import load
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
    monkeypatch.setenv("PKCS11_PIN", PIN)
    house = TestAuthority(tmp_path / "keys", SECRET)
    held = load(house.issue("a.p12", AGENCY, "UBND"), SECRET)
    (tmp_path / "key.pem").write_bytes(held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    tool = ["softhsm2-util", "--token", "UBND", "--label", "dau", "--pin", PIN]
    made = ["softhsm2-util", "--init-token", "--free", "--label", "UBND", "--so-pin", PIN, "--pin", PIN]
    subprocess.run(made, check=True, capture_output=True)
    subprocess.run([*tool, "--import", tmp_path / "key.pem", "--id", "01"], check=True, capture_output=True)
    with pkcs11.lib(LIBRARY).get_token(token_label="UBND").open(user_pin=PIN, rw=True) as session:
        for label, certificate in (("dau", held.parsed), ("goc", house.root)):
            session.create_object(
                {
                    pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                    pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    pkcs11.Attribute.TOKEN: True,
                    pkcs11.Attribute.LABEL: label,
                    pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                    pkcs11.Attribute.VALUE: certificate.public_bytes(Encoding.DER),
                }
            )
    with site.app_context():
        key = opened("pkcs11:token=UBND;object=dau")
        assert key.chain == [house.root.public_bytes(Encoding.DER)], "issuers that lie beside it come along"
        content = seal_agency(sign_official(prepare(pages("Bằng")), key, AGENCY), key, AGENCY)
        require_valid(content, house, tmp_path)
        with pytest.raises(ValueError, match="không mở được"):
            opened("pkcs11:token=UBND;object=khac")

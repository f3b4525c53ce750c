"""Before each signature the certificate is looked at: expired, revoked and unknown ones may not sign."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from app.data import clock
from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from modules.signing.authority import TestAuthority
from modules.signing.drivers.pkcs12 import HeldKey, load
from modules.signing.pades import prepare, sign_official
from modules.signing.status import require_good
from modules.signing.verification import Anchors, Integrity, Trust, examine

SECRET = b"test"


@pytest.fixture
def house(tmp_path: Path) -> TestAuthority:
    return TestAuthority(tmp_path / "keys", SECRET)


@pytest.fixture
def held(house: TestAuthority) -> HeldKey:
    return load(house.issue("a.p12", "Lê Minh Khoa", "UBND"), SECRET)


def _anchors(house: TestAuthority) -> Anchors:
    root = house.root.public_bytes(serialization.Encoding.DER)
    lists = house.folder / "root.crl"
    return Anchors(tests=(root,), revoked=(lists.read_bytes(),) if lists.exists() else ())


def nobody(*_certificates: Any) -> None:
    """No responder is known: only lists speak."""


def test_a_good_certificate_may_sign(site: Any, house: TestAuthority, held: HeldKey) -> None:
    with pytest.raises(ValueError, match="Không kiểm tra được tình trạng"):
        require_good(held.certificate, held.chain, _anchors(house), nobody)
    house.revoke()
    require_good(held.certificate, held.chain, _anchors(house), nobody)


def test_an_unknown_issuer_a_late_day_and_an_old_list_stop_it(site: Any, house: TestAuthority, held: HeldKey) -> None:
    with pytest.raises(ValueError, match="không có trong danh sách tin cậy"):
        require_good(held.certificate, held.chain, Anchors(), nobody)
    with clock.frozen(clock.now() + timedelta(days=365 * 6)), pytest.raises(ValueError, match="chỉ có hiệu lực đến"):
        require_good(held.certificate, held.chain, _anchors(house), nobody)
    house.revoke()
    with clock.frozen(clock.now() + timedelta(days=40)), pytest.raises(ValueError, match="đã cũ"):
        require_good(held.certificate, held.chain, _anchors(house), nobody)


def test_a_revoked_certificate_neither_signs_nor_is_trusted(
    site: Any, house: TestAuthority, held: HeldKey, tmp_path: Path
) -> None:
    with site.app_context():
        pages = prepare(scan_pages([("image/jpeg", picture("Bằng", "An"))]))
        signed = sign_official(pages, held, "Lê Minh Khoa")
    assert examine(signed, _anchors(house)).trust is Trust.TEST
    house.revoke(asn1.Certificate.load(held.certificate).serial_number)
    with pytest.raises(ValueError, match="đã bị thu hồi"):
        require_good(held.certificate, held.chain, _anchors(house), nobody)
    verdict = examine(signed, _anchors(house))
    assert (verdict.integrity, verdict.trust) == (Integrity.INTACT, Trust.REVOKED)


def test_a_list_that_somebody_else_signed_counts_as_none(
    site: Any, house: TestAuthority, held: HeldKey, tmp_path: Path
) -> None:
    other = TestAuthority(tmp_path / "other", SECRET)
    forged = Anchors(tests=_anchors(house).tests, revoked=(other.revoke().read_bytes(),))
    assert x509.load_der_x509_crl(forged.revoked[0]).issuer == house.root.subject, "the same name, another key"
    with pytest.raises(ValueError, match="không do tổ chức cấp ký"):
        require_good(held.certificate, held.chain, forged, nobody)

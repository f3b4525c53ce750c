"""Whom we trust, told apart from what was signed: expired, revoked, unknown, too weak, meant for something else."""

from __future__ import annotations

from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from modules.signing.verification import Anchors, Integrity, Trust, examine
from tests.modules.foreign import House, signed
from tests.modules.raw_pdf import contract, written


def test_trust_is_told_apart() -> None:
    house, plain = House(), written(contract())
    key = house.keys[2]

    def trust(
        certificate: x509.Certificate, anchors: Anchors | None = None, **how: Any
    ) -> tuple[Trust | None, list[str]]:
        verdict = examine(
            signed(plain, house.signer(certificate, how.pop("key", key)), **how), anchors or house.anchors
        )
        assert verdict.integrity is Integrity.INTACT
        return verdict.trust, [one.code for one in verdict.findings]

    good = house.issue("Tot", key)
    below = house.issue("Duoi", key, by=(house.middle, house.keys[1]))
    short = rsa.generate_private_key(65537, 1024)
    assert trust(good) == (Trust.TRUSTED, []) and trust(below) == (Trust.TRUSTED, [])
    assert trust(good, Anchors()) == (Trust.UNTRUSTED, [])
    assert trust(good, Anchors(tests=house.anchors.roots)) == (Trust.TEST, [])
    assert trust(house.issue("Cu", key, days=(-60, -30))) == (Trust.EXPIRED, [])
    assert trust(house.issue("Mai sau", key, days=(10, 30))) == (Trust.EXPIRED, [])
    assert trust(house.issue("Con", key, by=(good, key)))[0] is Trust.UNTRUSTED, "a signer issues nothing"
    for one in (below, house.middle):
        revoked = Anchors(roots=house.anchors.roots, revoked=(house.revoked(one),))
        expected = Trust.REVOKED if one is house.middle else Trust.TRUSTED  # the root's list says nothing of below
        assert trust(below, revoked) == (expected, [])
    assert trust(house.issue("web", key, purpose=ExtendedKeyUsageOID.SERVER_AUTH)) == (Trust.UNKNOWN, ["purpose"])
    assert trust(house.issue("Ngan", short), key=short) == (Trust.UNKNOWN, ["weak"])

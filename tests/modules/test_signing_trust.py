"""Whom we trust, told apart from what was signed: expired, revoked, unknown, too weak, meant for something else."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from modules.signing.verification import Anchors, Integrity, Trust, examine
from tests.modules.foreign import House, signed
from tests.modules.forgeries import changed, stamp
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


def test_a_clock_is_believed_within_its_own_time_and_not_ahead_of_ours() -> None:
    house, now = House(), datetime.now(UTC)
    key = house.keys[2]
    ended = house.signer(house.issue("Cu", key, days=(-90, -30)), key)

    def told(first: int, day: int) -> tuple[Trust, bool, list[str]]:
        clock = house.clock((first, 700), now + timedelta(days=day))
        (one,) = examine(signed(written(contract()), ended, clock=clock), house.anchors).signatures
        return one.trust, one.at_is_trusted, [finding.code for finding in one.findings]

    assert told(-99, -60) == (Trust.TRUSTED, True, []), "it was good when it signed"
    assert told(-99, -20) == (Trust.EXPIRED, True, []), "it had ended"
    assert told(-50, -60) == (Trust.EXPIRED, False, ["clock"]), "a clock that was not there yet"
    assert told(-99, 60) == (Trust.EXPIRED, False, ["clock"]), "a clock that is ahead"


@pytest.mark.parametrize("digest", ["md5", "sha1"])
def test_what_two_contents_may_share_proves_neither(digest: str) -> None:
    house = House()
    key = house.signer(house.issue("Jean", house.keys[2]), house.keys[2])
    verdict = examine(signed(written(contract()), key, md=digest), house.anchors)
    assert (verdict.integrity, verdict.intact, verdict.trust) == (Integrity.UNVERIFIABLE, False, Trust.UNKNOWN)
    assert [one.code for one in verdict.findings] == ["weak"] and not verdict.unreadable


@pytest.mark.parametrize("how", [{"R": 3, "aes": False, "metadata": False}, {"R": 4}, {"R": 6}], ids=str)
def test_a_file_that_is_locked_for_changes_only_is_read(how: dict[str, Any]) -> None:
    house = House()
    key = house.signer(house.issue("Jean", house.keys[2]), house.keys[2])
    plain = pikepdf.open(io.BytesIO(written(contract())))

    def locked(password: str) -> bytes:
        out = io.BytesIO()
        plain.save(out, encryption=pikepdf.Encryption(owner="o", user=password, **how))
        return out.getvalue()

    assert [one.code for one in examine(locked("x"), house.anchors).findings] == ["encrypted"]
    file = signed(locked(""), key)
    assert examine(file, house.anchors).valid
    twice = examine(signed(file, key, "Ky2", (320, 50, 380, 90)), house.anchors)
    assert twice.integrity is Integrity.INTACT and len(twice.signatures) == 2

    def stamped(writer: IncrementalPdfFileWriter) -> None:
        writer.encrypt("")
        stamp(writer)

    assert examine(changed(file, stamped), house.anchors).integrity is Integrity.MODIFIED


def test_a_header_behind_other_bytes_is_found() -> None:
    house = House()
    key = house.signer(house.issue("Jean", house.keys[2]), house.keys[2])
    assert examine(b"\n" + signed(written(contract()), key), house.anchors).integrity is Integrity.UNVERIFIABLE
    assert examine(b"From: a@b\n" + written(contract()), house.anchors).integrity is Integrity.UNSIGNED

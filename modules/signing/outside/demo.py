"""What a test authority answers: timestamps, states and its list, as its servers would. DER in, DER out."""

from __future__ import annotations

import secrets
from datetime import UTC, timedelta

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.toolkit import clock
from modules.signing import cms
from modules.signing.authority import TestAuthority
from modules.signing.drivers import pkcs12
from modules.signing.outside.addresses import Matter

TOKEN = cms.oid("1.2.840.113549.1.9.16.1.4")  # id-ct-TSTInfo
POLICY = cms.oid("1.3.6.1.4.1.58821.1.1")  # of tests only
GOOD_FOR = timedelta(minutes=10)  # so that a certificate that is revoked in a trial is noticed soon
DER = serialization.Encoding.DER


class TestServices:
    """The three services of one test authority."""

    __test__ = False  # pytest would take the name for a test

    def __init__(self, house: TestAuthority) -> None:
        self.house = house

    def answer(self, matter: Matter, question: bytes) -> bytes:
        """Answer a question as the service for this matter does."""
        if matter is Matter.TIME:
            return self.stamp(question)
        return self.status(question) if matter is Matter.STATUS else self.house.listed().read_bytes()

    def stamp(self, question: bytes) -> bytes:
        """Return the TimeStampResp to a TimeStampReq."""
        asked = tsp.TimeStampReq.load(question)
        told = cms.tlv(
            cms.SEQUENCE,
            cms.whole(1),
            POLICY,
            asked["message_imprint"].dump(),
            cms.whole(secrets.randbits(63)),
            cms.tlv(0x18, f"{clock.now().astimezone(UTC):%Y%m%d%H%M%SZ}".encode()),
            cms.whole(asked["nonce"].native) if asked["nonce"].native is not None else b"",
        )
        token = cms.enclosed(TOKEN, told, self._clock())
        return cms.tlv(cms.SEQUENCE, cms.tlv(cms.SEQUENCE, cms.whole(0)), token)

    def status(self, question: bytes) -> bytes:
        """Return the OCSP response to a request: good unless the list names the certificate, unknown for others' ones."""
        asked, root = ocsp.load_der_ocsp_request(question), self._root()
        now = clock.now().astimezone(UTC).replace(microsecond=0)
        if asked.issuer_key_hash != x509.SubjectKeyIdentifier.from_public_key(root.parsed.public_key()).digest:
            return ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED).public_bytes(DER)
        listed = x509.load_der_x509_crl(self.house.listed().read_bytes())
        entry = listed.get_revoked_certificate_by_serial_number(asked.serial_number)
        answer = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=asked.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if entry else ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + GOOD_FOR,
            revocation_time=entry.revocation_date_utc if entry else None,
            revocation_reason=None,
        )
        answer = answer.responder_id(ocsp.OCSPResponderEncoding.HASH, root.parsed)
        return answer.sign(root.key, hashes.SHA256()).public_bytes(DER)

    def _root(self) -> pkcs12.HeldKey:
        return pkcs12.load(self.house.folder / "root.p12", self.house.passphrase)

    def _clock(self) -> pkcs12.HeldKey:
        path = self.house.folder / "tsa.p12"
        if not path.exists():
            key = ec.generate_private_key(ec.SECP256R1())
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            self.house.issue(path.name, "Dấu thời gian - BẢN THỬ NGHIỆM", "Một Cửa", key, purpose=purpose)
        return pkcs12.load(path, self.house.passphrase)

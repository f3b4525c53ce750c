"""What a later reader needs to believe the signatures of a file: certificates, and their state while it was asked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.toolkit import _, clock
from modules.signing.outside.ocsp import state_of
from modules.signing.status import DEEPEST, is_issued
from modules.signing.verification import Anchors
from modules.signing.verification.revocation import lists_of, read, signed_by


@dataclass
class Evidence:
    """DER certificates, OCSP answers and lists of revoked certificates, each once."""

    certificates: dict[bytes, None] = field(default_factory=dict)
    answers: dict[bytes, None] = field(default_factory=dict)
    lists: dict[bytes, None] = field(default_factory=dict)

    @classmethod
    def of(cls, pdf: bytes, anchors: Anchors) -> Evidence:
        """Gather it for whatever no timestamp over the file covers yet. ValueError: the state of one cannot be told.

        What an earlier one covers has its proofs before it; nobody tells the state of a certificate that has ended.
        """
        from pyhanko.pdf_utils.reader import PdfFileReader  # large, and a server at rest does not need it

        found = cls()
        signatures = list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)
        stamps = [at for at, one in enumerate(signatures) if one.sig_object.get("/Type") == "/DocTimeStamp"]
        for signature in signatures[stamps[-1] if stamps else 0 :]:
            for signer, others in _signers(signature):
                found.add(read(signer), [read(one) for one in others], anchors)
        return found

    def add(self, signer: x509.Certificate, others: list[x509.Certificate], anchors: Anchors) -> None:
        """Follow a certificate up to a root that we trust. ValueError: none is reached, or a state cannot be told."""
        roots, step = [read(one) for one in (*anchors.roots, *anchors.tests)], signer
        for _n in range(DEEPEST):
            self.certificates[step.public_bytes(Encoding.DER)] = None
            issuer = next((one for one in (*roots, *others) if one != step and is_issued(step, one)), None)
            if issuer is None:
                break
            self._add_state(step, issuer, anchors)
            if issuer in roots:
                self.certificates[issuer.public_bytes(Encoding.DER)] = None
                return
            step = issuer
        raise ValueError(str(_("The issuer of the signer's certificate is not on the list of trusted issuers.")))

    def _add_state(self, certificate: x509.Certificate, issuer: x509.Certificate, anchors: Anchors) -> None:
        state = state_of(certificate, issuer)
        if state is not None:
            self.answers[state.der] = None
            return
        now = clock.now()
        for listed in lists_of(certificate, anchors.revoked):
            if signed_by(listed, [issuer]) and (listed.next_update_utc or now) >= now:
                self.lists[listed.public_bytes(Encoding.DER)] = None
                return
        raise ValueError(str(_("The state of a certificate within the file cannot be told now.")))


def _signers(signature: Any) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield whoever signed, and whoever stamped that, as DER, each with the certificates that came along."""
    yield signature.signer_cert.dump(), [one.dump() for one in signature.other_embedded_certs]
    for attribute in signature.signer_info["unsigned_attrs"]:
        if attribute["type"].native != "signature_time_stamp_token":
            continue
        token = attribute["values"][0]["content"]
        serial = token["signer_infos"][0]["sid"].chosen["serial_number"].native
        held = [one.chosen for one in token["certificates"]]
        yield from ((one.dump(), [other.dump() for other in held]) for one in held if one.serial_number == serial)

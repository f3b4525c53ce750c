"""Keys of a remote signing service (Cloud Signature Consortium API v2): they never leave it; each digest is authorised.

A key is named `csc:https://…/csc/v2;credential=ID`. Its secrets lie sealed beside the keys (`csc_secrets.py`).
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding

from app.toolkit import _
from modules.signing.drivers.csc_secrets import Secrets
from modules.signing.drivers.pkcs12 import SHA256
from modules.signing.signer import Signer

SCHEME = "csc:"
SHA256_OID, RSA_OID, ECDSA_OID = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"
SECONDS = 15  # a person may have to confirm on a telephone
LARGEST = 2**20  # bytes of an answer
HERE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Service:
    """The address of a service, and how we are known there."""

    url: str
    credential: str
    secrets: Secrets

    @classmethod
    def at(cls, address: str, secrets: Secrets) -> Service:
        """Take an address apart. ValueError: there is none, or secrets would go over the network unprotected."""
        url, _sep, rest = address.removeprefix(SCHEME).partition(";")
        words = dict(part.split("=", 1) for part in rest.split(";") if "=" in part)
        place = urlsplit(url)
        safe = place.scheme == "https" or (place.scheme == "http" and place.hostname in HERE)
        if not (safe and words.get("credential")):
            raise ValueError(str(_("The address of the remote signing service must be https and name a credential.")))
        return cls(url.rstrip("/"), words["credential"], secrets)

    def ask(self, method: str, **words: Any) -> dict[str, Any]:
        """Call a method. ValueError with a sentence: no answer, not allowed, or nothing that can be understood."""
        head = {"Content-Type": "application/json"}
        if self.secrets.client_id and method != "oauth2/token":
            head["Authorization"] = f"Bearer {self._token()}"
        body = json.dumps(words).encode()
        request = urllib.request.Request(f"{self.url}/{method}", data=body, headers=head)  # noqa: S310 - see `at`
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - see `at`
                found = json.loads(answer.read(LARGEST))
        except urllib.error.HTTPError as error:
            error.close()
            raise ValueError(
                str(_("The remote signing service refuses: check the credential, the PIN and its time."))
            ) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ValueError(str(_("The remote signing service does not answer."))) from error
        if isinstance(found, dict):
            return found
        raise ValueError(str(_("The remote signing service does not answer.")))

    def _token(self) -> str:
        secrets = self.secrets
        words = {"client_id": secrets.client_id, "client_secret": secrets.client_secret}
        token = self.ask("oauth2/token", grant_type="client_credentials", **words).get("access_token")
        return _needed(token)


class RemoteKey(Signer):
    """A private key at a remote service."""

    def __init__(self, service: Service, certificate: bytes, chain: Sequence[bytes]) -> None:
        super().__init__(certificate, chain)
        self.service = service

    def sign(self, digest: bytes) -> bytes:
        hashed = [b64encode(digest).decode()]
        words = {"credentialID": self.service.credential, "hashes": hashed, "hashAlgorithmOID": SHA256_OID}
        pin = [{"id": "PIN", "value": self.service.secrets.pin}]
        try:
            sad = self.service.ask("credentials/authorize", numSignatures=1, authData=pin, **words).get("SAD")
            method = ECDSA_OID if self.elliptic else RSA_OID
            told = self.service.ask("signatures/signHash", SAD=_needed(sad), signAlgo=method, **words)
            signature = _bytes(_needed((told.get("signatures") or [None])[0]))
            self._require_own(signature, digest)
        except ValueError:
            opened.cache_clear()  # a credential that was changed is asked for anew
            raise
        return signature

    def _require_own(self, signature: bytes, digest: bytes) -> None:
        """A signature that does not fit the certificate is none, whatever the service says."""
        public: Any = self.parsed.public_key()
        try:
            if self.elliptic:
                public.verify(signature, digest, ec.ECDSA(SHA256))
            else:
                public.verify(signature, digest, padding.PKCS1v15(), SHA256)
        except InvalidSignature as error:
            raise ValueError(
                str(_("The remote signing service signed with another key than its certificate's."))
            ) from error


@lru_cache(maxsize=64)
def opened(address: str, secrets: Secrets) -> RemoteKey:
    """Ask for the certificate of a key. ValueError: the service is silent, or the key may not sign."""
    service = Service.at(address, secrets)
    told = service.ask("credentials/info", credentialID=service.credential, certificates="chain", certInfo=True)
    key, held = told.get("key"), told.get("cert")
    if not isinstance(key, dict) or not isinstance(held, dict) or not held.get("certificates"):
        raise ValueError(str(_("The remote signing service does not answer.")))
    if key.get("status") != "enabled":
        raise ValueError(str(_("The key at the remote signing service is not enabled.")))
    certificate, *chain = (_bytes(one) for one in held["certificates"])
    found = RemoteKey(service, certificate, chain)
    try:
        _elliptic = found.elliptic
    except ValueError as error:
        raise ValueError(str(_("The remote signing service does not answer."))) from error
    return found


def _needed(word: Any) -> str:
    if not isinstance(word, str) or not word:
        raise ValueError(str(_("The remote signing service refuses: check the credential, the PIN and its time.")))
    return word


def _bytes(text: Any) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (ValueError, TypeError) as error:
        raise ValueError(str(_("The remote signing service does not answer."))) from error

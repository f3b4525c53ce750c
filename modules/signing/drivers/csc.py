"""Keys of a remote signing service (Cloud Signature Consortium API v2): they never leave it; each digest is authorised.

A key is named `csc:https://…/csc/v2;credential=ID`. Its secrets lie sealed beside the keys (`sealed.py`).
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
from urllib.parse import urlencode, urlsplit

from app.toolkit import _
from modules.signing.drivers.sealed import Secrets, WrongPin, forget
from modules.signing.outside.call import fetched
from modules.signing.signer import Signer

SCHEME = "csc:"
SHA256_OID, RSA_OID, ECDSA_OID = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"
SECONDS = 15  # a person may have to confirm on a telephone
LARGEST = 2**20  # bytes of an answer
FAULT = 500  # from here on an answer tells of their trouble, not of ours
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
        if self.secrets.client_id:
            head["Authorization"] = f"Bearer {self._token()}"
        return self._post(method, json.dumps(words).encode(), head)

    def _token(self) -> str:
        """RFC 6749, 4.4: asked for as a form, not as JSON."""
        words = {"grant_type": "client_credentials", "client_id": self.secrets.client_id}
        body = urlencode(words | {"client_secret": self.secrets.client_secret}).encode()
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        return _needed(self._post("oauth2/token", body, head).get("access_token"))

    def _post(self, method: str, body: bytes, head: dict[str, str]) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.url}/{method}", data=body, headers=head)  # noqa: S310 - see `at`
        try:
            found = json.loads(fetched(request, SECONDS, LARGEST, follow=False))
        except urllib.error.HTTPError as error:
            told = error.read(LARGEST) if error.code < FAULT else b""
            error.close()
            if b"invalid_pin" in told:
                raise WrongPin(
                    str(
                        _(
                            "The PIN is wrong. It is not tried again, so that the token is not locked; enter the right one."
                        )
                    )
                ) from None
            if error.code >= FAULT:
                raise ValueError(str(_("The remote signing service is out of order; try again later."))) from None
            raise ValueError(
                str(_("The remote signing service refuses: check the credential, the PIN and its time."))
            ) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ValueError(str(_("The remote signing service does not answer."))) from error
        if isinstance(found, dict):
            return found
        raise ValueError(str(_("The remote signing service does not answer.")))


class RemoteKey(Signer):
    """A private key at a remote service."""

    def __init__(self, address: str, service: Service, certificate: bytes, chain: Sequence[bytes]) -> None:
        super().__init__(certificate, chain)
        self.address, self.service = address, service

    def answer(self, digest: bytes) -> bytes:
        hashed = [b64encode(digest).decode()]
        words = {"credentialID": self.service.credential, "hashes": hashed, "hashAlgorithmOID": SHA256_OID}
        pin = [{"id": "PIN", "value": self.service.secrets.pin}]
        try:
            sad = self.service.ask("credentials/authorize", numSignatures=1, authData=pin, **words).get("SAD")
            method = ECDSA_OID if self.elliptic else RSA_OID
            told = self.service.ask("signatures/signHash", SAD=_needed(sad), signAlgo=method, **words)
            return _bytes(_needed((told.get("signatures") or [None])[0]))
        except ValueError as error:
            opened.cache_clear()  # a credential that was changed is asked for anew
            if isinstance(error, WrongPin):
                forget(self.address)
            raise


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
    found = RemoteKey(address, service, certificate, chain)
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

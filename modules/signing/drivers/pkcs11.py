"""Keys in security modules and tokens (PKCS#11): the private key never leaves them; the session stays open.

A key is named as RFC 7512 has it, `pkcs11:token=UBND;object=dau`. The library comes from the environment
(PKCS11_MODULE), the PIN from what was sealed for the key (`sealed.py`), so that neither stands in a table.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from threading import RLock
from typing import Any
from urllib.parse import unquote

import pkcs11
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Attribute, ObjectClass, PKCS11Error, exceptions

from app.toolkit import _
from modules.signing.drivers.sealed import WrongPin, forget
from modules.signing.signer import Signer
from modules.signing.status import DEEPEST, is_issued
from modules.signing.verification.revocation import read

SCHEME = "pkcs11:"
_open: dict[str, tuple[str, Any]] = {}  # by the label of the token: with which PIN, and the session
_one_at_a_time = RLock()
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # DigestInfo of RFC 8017, before the digest


class ModuleKey(Signer):
    """A private key within a security module."""

    def __init__(self, key: Any, certificate: bytes, chain: list[bytes]) -> None:
        super().__init__(certificate, chain)
        self.key = key

    def answer(self, digest: bytes) -> bytes:
        try:
            with _one_at_a_time:
                if not self.elliptic:
                    return bytes(self.key.sign(SHA256_INFO + digest, mechanism=pkcs11.Mechanism.RSA_PKCS))
                raw = bytes(self.key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))
        except PKCS11Error as error:
            close()  # a token that was pulled out is looked for anew
            raise ValueError(str(_("The security module refuses to sign; is the token plugged in?"))) from error
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))


@lru_cache(maxsize=64)
def opened(address: str, pin: str) -> ModuleKey:
    """Find the key. ValueError with what is wrong: module, token, PIN (WrongPin), or no such key or certificate."""
    parts = dict(part.split("=", 1) for part in address.removeprefix(SCHEME).split(";") if "=" in part)
    token, label = unquote(parts.get("token", "")), unquote(parts.get("object", ""))
    try:
        session = _session(token, pin)
        key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=label)
        wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: label}
        certificate = next((bytes(one[Attribute.VALUE]) for one in session.get_objects(wanted)), None)
        if certificate is None:
            raise ValueError(str(_("The token holds no certificate named %(name)s beside its key.", name=label)))
        beside = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        return ModuleKey(key, certificate, _issuers(certificate, [bytes(one[Attribute.VALUE]) for one in beside]))
    except WrongPin:
        forget(address)
        raise
    except (exceptions.NoSuchKey, exceptions.MultipleObjectsReturned) as error:
        told = str(_("The token does not hold exactly one key named %(name)s.", name=label))
        raise ValueError(told) from error
    except (PKCS11Error, RuntimeError) as error:
        close()
        raise ValueError(str(_("The security module or its key %(name)s cannot be opened.", name=label))) from error


def close() -> None:
    """Let go of all tokens; the next signature looks for them anew."""
    with _one_at_a_time:
        opened.cache_clear()
        while _open:
            _token, (_pin, session) = _open.popitem()
            with suppress(PKCS11Error):
                session.close()
        with suppress(PKCS11Error, RuntimeError):
            _library().reinitialize()  # many modules look only once which tokens are plugged in


def _session(token: str, pin: str) -> Any:
    """One session per token for all its keys: a token lets a program log in only once."""
    with _one_at_a_time:
        if token in _open and _open[token][0] != pin:
            close()  # only who is not logged in learns whether a PIN is right
        if token not in _open:
            _open[token] = (pin, _logged_in(token, pin))
        return _open[token][1]


def _library() -> Any:
    return pkcs11.lib(os.environ.get("PKCS11_MODULE", ""))


def _plugged_in(label: str) -> Any:
    try:
        return _library().get_token(token_label=label)
    except exceptions.NoSuchToken:
        close()
    try:
        return _library().get_token(token_label=label)
    except exceptions.NoSuchToken as error:
        told = str(_("The token %(name)s is not plugged in, or the security module does not know it.", name=label))
        raise ValueError(told) from error


def _logged_in(token: str, pin: str) -> Any:
    found = _plugged_in(token)
    try:
        return found.open(user_pin=pin)
    except exceptions.UserAlreadyLoggedIn:
        return found.open()  # a session that a signature under way still holds has opened the token
    except exceptions.PinLocked as error:
        raise WrongPin(str(_("The token %(name)s is locked; only its issuer can unlock it.", name=token))) from error
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange) as error:
        told = str(_("The PIN is wrong. It is not tried again, so that the token is not locked; enter the right one."))
        raise WrongPin(told) from error


def _issuers(certificate: bytes, beside: list[bytes]) -> list[bytes]:
    """Return the issuers of a certificate, each by the one above, as far as they lie in the module."""
    found, step = [], certificate
    for _n in range(DEEPEST):
        above = next((one for one in beside if one != step and is_issued(read(step), read(one))), None)
        if above is None or above in found:
            break
        found.append(above)
        step = above
    return found

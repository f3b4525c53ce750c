"""Keys in security modules and tokens (PKCS#11): the private key never leaves them; the session stays open.

A key is named as RFC 7512 has it, `pkcs11:token=UBND;object=dau`. The library and the PIN come from the environment
(PKCS11_MODULE, PKCS11_PIN), so that neither stands in a table.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import pkcs11
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from app.toolkit import _
from modules.signing.signer import Signer
from modules.signing.status import DEEPEST, is_issued
from modules.signing.verification.revocation import read

SCHEME = "pkcs11:"
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # DigestInfo of RFC 8017, before the digest


class ModuleKey(Signer):
    """A private key within a security module."""

    def __init__(self, key: Any, certificate: bytes, chain: Sequence[bytes] = ()) -> None:
        super().__init__(certificate, chain)
        self.key = key

    def sign(self, digest: bytes) -> bytes:
        try:
            if not self.elliptic:
                return bytes(self.key.sign(SHA256_INFO + digest, mechanism=pkcs11.Mechanism.RSA_PKCS))
            raw = bytes(self.key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))
        except pkcs11.PKCS11Error as error:
            opened.cache_clear()  # a token that was pulled out is looked for anew
            raise ValueError(str(_("The security module refuses to sign."))) from error
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))


@lru_cache(maxsize=64)
def opened(address: str) -> ModuleKey:
    """Open a session and find the key; ValueError when module, token, PIN or key are not there."""
    parts = dict(part.split("=", 1) for part in address.removeprefix(SCHEME).split(";") if "=" in part)
    token, label = unquote(parts.get("token", "")), unquote(parts.get("object", ""))
    try:
        library = pkcs11.lib(os.environ.get("PKCS11_MODULE", ""))
        session = library.get_token(token_label=token).open(user_pin=os.environ.get("PKCS11_PIN"))
        key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
        wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.LABEL: label}
        found = next(iter(session.get_objects(wanted)))
        certificate = bytes(found[pkcs11.Attribute.VALUE])
        beside = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})
        return ModuleKey(
            key, certificate, _issuers(certificate, [bytes(one[pkcs11.Attribute.VALUE]) for one in beside])
        )
    except (pkcs11.PKCS11Error, RuntimeError, StopIteration) as error:
        raise ValueError(str(_("The security module or its key %(name)s cannot be opened.", name=label))) from error


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

"""The roots that we trust, and what their issuers have taken back, as a validator wants them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # large libraries, which a server at rest does not need
    from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Anchors:
    """The roots we know, by kind, and the lists of revoked certificates at hand; all as DER."""

    roots: tuple[bytes, ...] = ()
    tests: tuple[bytes, ...] = ()
    revoked: tuple[bytes, ...] = ()

    def context(self, moment: datetime | None = None) -> ValidationContext:
        """What pyHanko needs to build paths, without ever asking the network."""
        from pyhanko_certvalidator import ValidationContext

        roots = [_read(one) for one in (*self.roots, *self.tests)]
        return ValidationContext(
            trust_roots=roots,
            moment=moment,
            best_signature_time=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )

    def is_test(self, status: Any) -> bool:
        """Whether the signer's chain ends in a root of the test kind."""
        keys = {_read(one).public_key.sha256 for one in self.tests}
        path = getattr(status, "validation_path", None)
        authority = getattr(getattr(path, "trust_anchor", None), "authority", None)
        return authority is not None and authority.public_key.sha256 in keys


@lru_cache(maxsize=64)
def _read(der: bytes) -> Any:
    """Return a root; it remembers what it has been taken apart into."""
    from asn1crypto import x509

    return x509.Certificate.load(der)

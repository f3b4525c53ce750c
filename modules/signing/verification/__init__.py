"""Checking signed PDFs: what is signed, by whom, what changed since, whom we trust. Integrity stands apart from trust."""

from modules.signing.verification.trust_store import Anchors
from modules.signing.verification.verdict import Integrity, SignatureVerdict, Trust, Verdict

__all__ = ["Anchors", "Integrity", "SignatureVerdict", "Trust", "Verdict", "examine"]


def examine(pdf: bytes, anchors: Anchors, *, look: bool = True) -> Verdict:
    """Check all signatures of a file, offline. `look`: also draw pages that changed, which costs most of the time."""
    from modules.signing.verification import check  # it brings a large library, which a server at rest does not need

    return check.examine(pdf, anchors, look=look)

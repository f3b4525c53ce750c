"""Checking signed PDFs: what is signed, by whom, what changed since, whom we trust. Integrity stands apart from trust."""

from modules.signing.verification.check import examine
from modules.signing.verification.verdict import Integrity, SignatureVerdict, Trust, Verdict

__all__ = ["Integrity", "SignatureVerdict", "Trust", "Verdict", "examine"]

"""What people read of a verdict: a sentence for each value and each reason."""

from __future__ import annotations

from typing import Any

from app.toolkit import _, format_moment
from modules.signing.verification.verdict import Integrity, Trust

__all__ = ["INTACT_BUT", "INTEGRITY", "REASONS", "TRUST", "format_moment"]

INTEGRITY: dict[Integrity, Any] = {
    Integrity.INTACT: _("The content is exactly what was signed."),
    Integrity.ALLOWED: _("The content is what was signed; only signatures or validation data were added since."),
    Integrity.UNVERIFIABLE: _("The file cannot be checked."),
    Integrity.UNSIGNED: _("The file carries no digital signature."),
    Integrity.MODIFIED: _("The file was changed after it was signed."),
    Integrity.BROKEN: _("The content does not match the signature."),
}
TRUST: dict[Trust, Any] = {
    Trust.TRUSTED: _("The signer's certificate comes from an issuer on our list."),
    Trust.TEST: _("A test certificate: it has no legal value."),
    Trust.UNKNOWN: _("The state of the signer's certificate could not be found out."),
    Trust.UNTRUSTED: _("The issuer of the signer's certificate is not on our list."),
    Trust.EXPIRED: _(
        "The certificate had ended or not begun, and no trusted time shows that it was good when it signed."
    ),
    Trust.REVOKED: _("The certificate was revoked."),
}
INTACT_BUT: dict[Trust, Any] = {
    Trust.TRUSTED: _("The file is intact and all signatures are valid."),
    Trust.TEST: _("The file is intact, but signed with a test certificate, which has no legal value."),
    Trust.UNKNOWN: _("The file is intact, but whether the signer's certificate holds good could not be found out."),
    Trust.UNTRUSTED: _("The file is intact, but the issuer of the signer's certificate is not on our list."),
    Trust.EXPIRED: _("The file is intact, but the signer's certificate was not in its time."),
    Trust.REVOKED: _("The file is intact, but the signer's certificate was revoked."),
}
REASONS: dict[str, Any] = {
    "not_pdf": _("It is not a PDF file."),
    "too_large": _("It is too large."),
    "encrypted": _("It is encrypted or protected by a password."),
    "damaged": _("It is damaged: the parts of the file do not fit together."),
    "busy": _("Too many files are being checked just now. Try again in a minute."),
    "weak": _("The signature was made in a way that can be forged today."),
    "purpose": _("The certificate was issued for another purpose than signing documents."),
    "clock": _(
        "Its timestamp lies in the future or outside the time of the certificate that made it; it bears witness to nothing."
    ),
    "too_slow": _("Checking took too long and was stopped."),
    "range": _("The signature does not cover the file as it must: bytes are left out."),
    "digest": _("The bytes that were signed are not the bytes in the file."),
    "signature": _("The signature itself is not right, or cannot be read."),
    "hidden": _("A signature in the file was taken out of sight."),
    "uncovered": _("Bytes were added behind a signature in a place that no table of the file names."),
    "pages": _("Pages were added or taken away."),
    "page": _("Page %(page)s shows something else than when it was signed."),
    "annotation": _("Something was put on page %(page)s, or taken from it."),
    "appearance": _("The picture of a signature on page %(page)s was exchanged."),
    "cover": _("A new signature field covers what stands on page %(page)s."),
    "form": _("The value of a form field was changed."),
    "document": _("Properties of the document were changed."),
    "not_permitted": _("The signer did not permit the changes made afterwards."),
    "allowed": _("Only further signatures or validation data followed, which is permitted."),
}

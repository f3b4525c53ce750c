"""Lists of revoked certificates, fetched before the ones at hand run out; only what a known issuer signed is taken."""

from __future__ import annotations

import hashlib
from typing import Any

from cryptography import x509

from app.toolkit import _
from modules.signing.anchors import anchors
from modules.signing.key_files import key_folder, write
from modules.signing.outside.addresses import Matter, places
from modules.signing.outside.call import NoAnswer, call
from modules.signing.verification.revocation import read, signed_by


def fetch(_session: Any) -> None:
    """Fetch each list that an administrator entered. NoAnswer: some could not be had; the job is tried again."""
    problems = []
    for place in places(Matter.REVOKED):
        try:
            content = call(place, Matter.REVOKED)
            _require_signed(content)
        except NoAnswer as error:
            problems.append(str(error))
            continue
        name = hashlib.sha256(place.url.encode()).hexdigest()[:16]
        write(key_folder() / f"{name}.crl", content)
    if problems:
        raise NoAnswer("; ".join(problems))


def _require_signed(content: bytes) -> None:
    held = anchors()
    try:
        listed = x509.load_der_x509_crl(content)
    except ValueError as error:
        raise NoAnswer(str(_("What came is no list of revoked certificates."))) from error
    if not signed_by(listed, [read(one) for one in (*held.roots, *held.tests)]):
        raise NoAnswer(str(_("The list of revoked certificates is not signed by its issuer.")))

"""The root of the test authority among the trusted issuers, so that a demo's own copies can be checked."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from sqlalchemy import select

from app.toolkit import _
from modules.signing.anchors import AnchorKind, TrustAnchor


def keep_root(session: Any, unit_id: int, root: x509.Certificate) -> None:
    """Enter the demo's test root, once."""
    text = root.public_bytes(serialization.Encoding.PEM).decode().strip()
    if session.scalar(select(TrustAnchor.id).where(TrustAnchor.pem == text)) is None:
        day = root.not_valid_before_utc.astimezone(UTC).date()
        name = root.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
        row = TrustAnchor(
            unit_id=unit_id,
            name=str(name),
            kind=AnchorKind.TEST,
            pem=text,
            source=str(_("Made by this installation")),
            valid_from=day,
        )
        session.add(row)
        session.flush()
        row.saved()

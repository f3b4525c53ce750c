"""The test authority among the trusted issuers and the services, so that a demo signs and checks without a network."""

from __future__ import annotations

from datetime import UTC

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import _
from modules.signing.anchors import AnchorKind, TrustAnchor
from modules.signing.outside.addresses import DEMO, Address, Matter


def keep_root(session: Session, unit_id: int, root: x509.Certificate) -> None:
    """Enter the demo's test root with its clock and its responder, once."""
    text = root.public_bytes(serialization.Encoding.PEM).decode().strip()
    if session.scalar(select(TrustAnchor.id).where(TrustAnchor.pem == text)) is None:
        day = root.not_valid_before_utc.astimezone(UTC).date()
        name = str(root.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)
        row = TrustAnchor(
            unit_id=unit_id,
            name=name,
            kind=AnchorKind.TEST,
            pem=text,
            source=str(_("Made by this installation")),
            valid_from=day,
        )
        session.add(row)
        session.flush()
        row.saved()
        words = {"unit_id": unit_id, "url": DEMO, "source": row.source, "valid_from": day}
        for matter, issuer in ((Matter.TIME, None), (Matter.STATUS, name), (Matter.REVOKED, name)):
            session.add(Address(name=f"{matter.label}: {name}", matter=matter, issuer=issuer, **words))
        session.flush()

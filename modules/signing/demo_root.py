"""The test authority among the trusted issuers and the services, and keys of its own: a demo signs and checks without a network."""

from __future__ import annotations

from datetime import UTC, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Unit, UnitKind, User, _, clock
from modules.signing.anchors import AnchorKind, TrustAnchor
from modules.signing.authority import authority
from modules.signing.models import Holder, Key
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


def keys_of(session: Session, unit: Unit, official: User) -> list[Key]:
    """Return the test keys of an official and of his agency, made where they are missing, trusted by this installation."""
    keep_root(session, session.scalars(select(Unit.id).where(Unit.kind == UnitKind.CITY)).one(), authority().root)
    today, found = clock.today(), []
    for holder, file, name, user_id in (
        (Holder.OFFICIAL, f"{official.login}.p12", official.name, official.id),
        (Holder.AGENCY, f"co-quan-{unit.code}.p12", unit.committee, None),
    ):
        where = (Key.unit_id == unit.id, Key.holder == holder, Key.user_id == user_id)
        key = session.scalar(select(Key).where(*where).limit(1))
        if key is None:
            authority().issue(file, name, unit.committee)
            days = {"valid_from": today - timedelta(days=1), "valid_to": today + timedelta(days=1800)}
            key = Key(unit_id=unit.id, name=name, holder=holder, user_id=user_id, file=file, **days)
            session.add(key)
            session.flush()
        found.append(key)
    return found

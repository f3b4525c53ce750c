"""Programs of devices that sign in a field of their own: the paper goes on, and nobody takes another's place."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from sqlalchemy import select

from modules.certified_copies.models import State
from modules.signing.agent.returning import require_signed
from modules.signing.authority import authority
from modules.signing.drivers.pkcs12 import HeldKey, load
from modules.signing.key_files import passphrase
from modules.signing.models import Holder, Key
from modules.signing.pades import AGENCY, OFFICIAL
from modules.signing.pdf_fields import Field, Signing
from tests.modules.test_certified_copies_story import HERE, submitted
from tests.modules.test_signing_agent import device, give, handed_over, signed_with, state

__all__ = ["device"]


def test_a_device_that_makes_a_field_of_its_own_can_be_sealed_after(
    site: Flask, rows: Any, browse: Any, device: HeldKey
) -> None:
    row = submitted(rows, browse, "Bằng ký ở ô riêng")
    official = browse("lanhdao")
    official.get(f"{HERE}/{row}")
    fetch, back = handed_over(official, row)
    own = Field("Signature1", -1, (60, 300, 260, 360))
    with site.app_context():
        signed = Signing(own.name, "Lê Minh Khoa", new=own).made(site.test_client().get(fetch).data, device)
        file = rows.scalars(select(Key.file).where(Key.holder == Holder.AGENCY).order_by(Key.id)).first()
        agency = load(authority().folder / file, passphrase())
        pem = agency.parsed.public_bytes(Encoding.PEM).decode()
        require_signed(signed, signed_with(agency, signed, AGENCY), pem)  # the agency by a device of its own
        with site.test_request_context(), pytest.raises(ValueError, match="vị trí của người ký khác"):
            require_signed(signed, signed_with(agency, signed, OFFICIAL), pem)
    assert give(site, back, signed).json["Status"] is True
    sealer = browse("vanthu")
    sealer.get(f"{HERE}/{row}")
    sealer.post(f"{HERE}/{row}/steps/seal", {"version": sealer.version(f"{HERE}/{row}/steps/seal")})
    assert state(rows, row) is State.RELEASED

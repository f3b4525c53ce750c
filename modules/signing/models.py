"""Signing keys as rows: whose, where, valid from when to when."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from cryptography import x509
from sqlalchemy import select
from sqlalchemy.orm import Mapped

from app.toolkit import Choice, Record, _, as_system, clock, field, format_day
from modules.signing.anchors import anchors
from modules.signing.authority import is_test
from modules.signing.drivers import csc, pkcs12
from modules.signing.drivers.sealed import Secrets
from modules.signing.key_files import key_folder, passphrase
from modules.signing.signer import Signer
from modules.signing.status import require_good

AGENT = "agent:"


class Holder(Choice):
    """Whose certificate it is."""

    OFFICIAL = "official", _("Official"), "blue"
    AGENCY = "agency", _("Agency"), "violet"


class Key(Record):
    """Chứng thư số: a certificate with its key, held by an official or by the agency."""

    __tablename__ = "signing_key"
    searched = ("name",)
    undrafted = ("file",)

    # Chosen, where other records take the unit of who enters them: a keeper of the city enters the keys of wards.
    unit_id: Mapped[int] = field.reference(_("Unit"), "core_unit", required=True)
    name: Mapped[str] = field.text(_("Name on the certificate"), required=True)
    holder: Mapped[Holder] = field.choice(_("Certificate holder"), Holder, required=True)
    user_id: Mapped[int | None] = field.reference(_("Official"), "core_user")
    file: Mapped[str] = field.text(
        _("Key file"),
        required=True,
        help=_(
            "The name of a PKCS#12 file that was taken in; pkcs11:token=NAME;object=LABEL for a security module (PKCS11_MODULE); "
            "csc:https://…/csc/v2;credential=ID for a remote service; agent: at the signer's own computer"
        ),
    )
    valid_from: Mapped[date] = field.day(_("Valid from"), required=True)
    valid_to: Mapped[date] = field.day(_("Valid to"), required=True)
    pem: Mapped[str | None] = field.long_text(
        _("Certificate (PEM)"), help=_("For a key at the signer's own computer (file “agent:”)")
    )
    minutes: Mapped[int] = field.whole(
        _("Minutes to sign elsewhere"), low=1, high=120, default=10, required=True, help=_("Then the signing ends")
    )
    user: Mapped[Any] = field.link("User", user_id)

    def __str__(self) -> str:
        return self.name

    @property
    def is_elsewhere(self) -> bool:
        """Whether the private key lies at the signer's own computer."""
        return self.file.startswith(AGENT)

    @property
    def is_remote(self) -> bool:
        """Whether a remote service holds the private key."""
        return self.file.startswith(csc.SCHEME)

    @property
    def needs_secrets(self) -> bool:
        """Whether a PIN opens it, which an administrator enters once."""
        return self.is_remote or self.file.startswith("pkcs11:")

    @property
    def is_test(self) -> bool:
        """Whether a test authority issued the certificate that was pasted here."""
        return any(is_test(str(one.value)) for one in self._pasted().issuer)

    def saved(self) -> None:
        """ValueError: a PIN where everybody reads it, nobody's key, or what its certificate does not say."""
        if re.search(r"(?<![a-z])pin(?![a-z])", self.file, re.IGNORECASE):
            raise ValueError(str(_("A PIN does not belong here: enter it on the page of the key once that is saved.")))
        if self.holder is Holder.OFFICIAL and self.user_id is None:
            raise ValueError(str(_("Choose the official whose certificate it is.")))
        certificate = self._told()
        if certificate is None or self.valid_from is None or self.valid_to is None:
            return
        first, last = days_of(certificate)
        if self.valid_from < first or self.valid_to > last:
            days = {"first": format_day(first), "last": format_day(last)}
            raise ValueError(str(_("The certificate is valid from %(first)s to %(last)s; enter days within.", **days)))

    def opened(self) -> Signer:
        """Load the private key; ValueError when file or passphrase is wrong, or the certificate not good today."""
        held = self._held()
        require_good(held.certificate, held.chain, anchors())
        return held

    def keep_secrets(self, secrets: Secrets) -> None:
        """Seal what opens it. ValueError: no PIN, or an address to which no secret may go."""
        if not secrets.pin:
            raise ValueError(str(_("Enter the PIN.")))
        if self.is_remote:
            csc.Service.at(self.file, secrets)
        secrets.keep(key_folder(), passphrase(), self.file)

    def _pasted(self) -> x509.Certificate:
        try:
            return x509.load_pem_x509_certificate((self.pem or "").strip().encode())
        except ValueError as error:
            told = str(_("Paste the certificate in PEM form; without it nothing can be checked."))
            raise ValueError(told) from error

    def _told(self) -> x509.Certificate | None:
        """The certificate, where it can be read without asking anybody."""
        if self.pem or self.is_elsewhere:
            return self._pasted()
        if self.needs_secrets:
            return None  # a token or a service may be away now; its trial tells
        path = key_folder() / Path(self.file).name
        return pkcs12.load(path, passphrase()).parsed if path.exists() else None

    def _held(self) -> Signer:
        if self.needs_secrets:
            secrets = Secrets.read(key_folder(), passphrase(), self.file)
            if self.is_remote:
                return csc.opened(self.file, secrets)
            from modules.signing.drivers import pkcs11  # few sites have a security module

            return pkcs11.opened(self.file, secrets.pin)
        return pkcs12.load(key_folder() / Path(self.file).name, passphrase())

    @classmethod
    def of(cls, holder: Holder, unit_id: int, user_id: int | None = None) -> Key:
        """Return the key in force of an official or agency; ValueError when there is none."""
        today = clock.today()
        statement = select(cls).where(
            cls.holder == holder, cls.unit_id == unit_id, cls.valid_from <= today, cls.valid_to >= today
        )
        if user_id is not None:
            statement = statement.where(cls.user_id == user_id)
        # Who signs need not be allowed to browse the certificates; the unit and the person are fixed above.
        with as_system() as session, session.no_autoflush:
            found = session.scalars(statement.order_by(cls.id.desc()).limit(1)).first()
        if found is None:
            raise ValueError(str(_("No valid certificate for this signature. Ask your administrator.")))
        return found


def days_of(certificate: x509.Certificate) -> tuple[date, date]:
    """The first and the last day of a certificate, in Vietnam's time."""
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return first.astimezone(clock.ZONE).date(), last.astimezone(clock.ZONE).date()

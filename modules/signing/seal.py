"""The seal on paper: what a copy is, in some hundred bytes with a signature of their own, as a QR code.

It is read with no connection and no database, by the public keys alone. Layout of version 1, big-endian:
key id (4), day since 2000-01-01 (2), pages (2), number (4), digest prefix (10), unit code and book (a length byte and
UTF-8 each), then r and s (64); written as `MC1:` and base 32 without padding, so that a person can copy it, too.
"""

from __future__ import annotations

import struct
from base64 import b32decode, b32encode
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from app.toolkit import Choice, _
from modules.signing.site_keys import KeySet, Use, ended, is_signed, newest, sign

MARK = "MC1:"
EPOCH = date(2000, 1, 1)
HEAD, SIGNED = struct.Struct(">4sHHI10s"), b"motcua-seal/1\n"
SIGNATURE, PREFIX = 64, 10
LONGEST = 600


class SealFinding(Choice):
    """What a seal is worth."""

    GENUINE = "genuine", _("The seal is genuine."), "green"
    ANNULLED = "annulled", _("The seal is genuine, but the copy has been annulled."), "rose"
    FALSE = "false", _("The seal is not ours, or was changed."), "rose"
    OTHER = "other", _("The seal is genuine, but it belongs to another file."), "rose"
    UNREADABLE = "unreadable", _("This is no seal, or it cannot be read."), "grey"


@dataclass(frozen=True)
class Seal:
    """What the seal says; `digest` is the beginning of the digest of the scanned pages."""

    agency: str
    number: int
    book: str
    day: date
    pages: int
    digest: bytes

    def text(self) -> str:
        """The signed text for the QR code, some 180 letters and digits."""
        names = b"".join(bytes([len(one)]) + one for one in (self.agency.encode(), self.book.encode()))
        facts = (self.days, self.pages, self.number, self.digest[:PREFIX])
        kid = newest(Use.SEAL)  # part of what is signed
        body = HEAD.pack(bytes.fromhex(kid), *facts) + names
        return MARK + b32encode(body + sign(Use.SEAL, kid, SIGNED + body)).decode().rstrip("=")

    @property
    def days(self) -> int:
        """The day as the seal writes it."""
        return (self.day - EPOCH).days

    def to_json(self) -> dict[str, Any]:
        """The seal as plain values."""
        return asdict(self) | {"day": self.day.isoformat(), "digest": self.digest.hex()}


@dataclass(frozen=True)
class Reading:
    """The answer for one seal: how much it is worth, and what it says when it can be read."""

    answer: SealFinding
    seal: Seal | None = None
    decision: str = ""

    @property
    def code(self) -> int:
        """The exit code of a program: 0 genuine, 1 not, 2 unreadable."""
        return {SealFinding.GENUINE: 0, SealFinding.UNREADABLE: 2}.get(self.answer, 1)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        told = self.seal.to_json() if self.seal else None
        return {"answer": self.answer.value, "sentence": str(self.answer), "decision": self.decision, "seal": told}


def read(text: str, keys: KeySet, annulled: list[dict[str, Any]] | None = None, digest: bytes | None = None) -> Reading:
    """Read a seal by public keys, a list of annulled copies and the digest of the file at hand, as far as given."""
    try:
        kid, body, signature, seal = _parted(text)
    except (ValueError, struct.error, OverflowError):
        return Reading(SealFinding.UNREADABLE)
    if seal.day > ended(keys, kid) or not is_signed(keys, Use.SEAL, kid, SIGNED + body, signature):
        return Reading(SealFinding.FALSE, seal)
    named = (seal.agency, seal.book, seal.number)
    for one in annulled or ():
        if (one.get("unit"), one.get("book"), one.get("number")) == named:
            return Reading(SealFinding.ANNULLED, seal, str(one.get("decision", "")))
    if digest is not None and digest[:PREFIX] != seal.digest:
        return Reading(SealFinding.OTHER, seal)
    return Reading(SealFinding.GENUINE, seal)


def _parted(text: str) -> tuple[str, bytes, bytes, Seal]:
    bare = "".join(text[:LONGEST].split()).upper()
    if len(text) > LONGEST or not bare.startswith(MARK):
        raise ValueError(bare[:8])
    letters = bare.removeprefix(MARK)
    whole = b32decode(letters + "=" * (-len(letters) % 8))
    body, signature = whole[:-SIGNATURE], whole[-SIGNATURE:]
    kid, days, pages, number, digest = HEAD.unpack(body[: HEAD.size])
    names, rest = [], body[HEAD.size :]
    for _n in range(2):
        end = 1 + rest[0] if rest else 1
        if len(rest) < end:
            raise ValueError(len(rest))
        names.append(rest[1:end].decode())
        rest = rest[end:]
    if rest:
        raise ValueError(len(rest))
    seal = Seal(names[0], number, names[1], EPOCH + timedelta(days), pages, digest)
    return kid.hex(), body, signature, seal

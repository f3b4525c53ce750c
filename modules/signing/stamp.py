"""What a page carries that will be signed: its code, by which anybody checks it, who signs, as what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.toolkit import QrCode, User, clock, db, public_address, signing_lines, title_held
from modules.signing.code import hash_of, new_code, shown


@dataclass(frozen=True)
class Stamp:
    """The code of one page, the official who signs it, under which title; `test`: with a key of no legal value."""

    code: str
    signer: User
    title: str
    test: bool

    @classmethod
    def new(cls, unit_id: int, signer: User, role: str, *, test: bool) -> Stamp:
        """Make one for a page that is signed today; the title is the one with which the signer holds a role there."""
        return cls(new_code(), signer, title_held(db.session(), signer.id, unit_id, clock.today(), role), test)

    @property
    def hash(self) -> str:
        """What is kept of the code."""
        return hash_of(self.code)

    def words(self, check: str) -> dict[str, Any]:
        """What the template of the page needs of it; `check` names the public page that takes the `code`."""
        address = public_address(check, code=self.code)
        return {
            "signer": self.signer.name,
            "lines_of_signer": signing_lines(self.title),
            "code": shown(self.code),
            "address": address,
            "qr": QrCode.of(address, 1).picture,
            "test": self.test,
        }

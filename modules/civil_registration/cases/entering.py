"""Entering a case in the book: its number and its paper, signed by the official, sealed by the agency, in one road for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.toolkit import User, clock, db
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases import doubts
from modules.civil_registration.cases.actions import note
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.paper import CHECK, PLACES, on_one_page
from modules.civil_registration.roles import SIGNER
from modules.signing.both import Both, Drawn
from modules.signing.stamp import Stamp


@dataclass(frozen=True)
class Entered:
    """What a case gets with its number."""

    number: int
    year: int
    entry: str
    book: str
    day: date
    code_hash: str
    signer_title: str

    def words(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self) | {"day": self.day.isoformat()}

    @classmethod
    def read(cls, words: dict[str, Any]) -> Entered:
        """Take it from JSON values."""
        return cls(**words | {"day": date.fromisoformat(words["day"])})

    def enter(self, case: Case, signer_id: int) -> None:
        """Write it on the case."""
        case.number, case.year, case.entry, case.book = self.number, self.year, self.entry, self.book
        case.registered_on, case.code_hash = self.day, self.code_hash
        case.delay = max(0, (self.day - case.happened.last).days) if case.happened else None
        case.signer_id, case.signer_title = signer_id, self.signer_title


class Entering:
    """How the cases of a resource are entered: `told(case)` is what their paper says, in `template`, called `file`."""

    def __init__(
        self,
        resource: str,
        model: type[Case],
        paper: str,
        template: str,
        file: str,
        told: Callable[[Any], dict[str, Any]],
    ) -> None:
        self.template, self.file, self.told = template, file, told
        self.signed = Both(resource, model, self._drawn, paper, PLACES, self._enter)

    def sign(self, case: Case) -> None:
        """Enter it in the book of this year and sign its paper, together. ValueError: no key, or the book is closed."""
        self.signed.sign(case)
        note(case, "sign")

    def seal(self, case: Case) -> None:
        """Add the agency's signature, check the whole file, and keep it for good."""
        self.signed.seal(case, f"{self.file}-{case.number}-{case.year}.pdf")
        note(case, "seal")
        case.registered()

    def _drawn(self, case: Case, signer: User, test: bool) -> Drawn:  # noqa: FBT001 - the contract of Both
        """Draw the next number of the book and the page that is to be signed."""
        doubts.require_nothing_new(case, case.found())
        session, day, stamp = db.session(), clock.today(), Stamp.new(case.unit_id, signer, SIGNER.name, test=test)
        number, entry, book = RegisterBook.next(session, case.event, case.unit_id, day)
        page = on_one_page(self.template, self.told(case) | stamp.words(CHECK) | {"entry": entry, "today": day})
        return Drawn(page, Entered(number, day.year, entry, book, day, stamp.hash, stamp.title).words())

    def _enter(self, case: Case, signer: User, words: dict[str, Any]) -> None:
        Entered.read(words).enter(case, signer.id)

"""Entering a case in the book: its number and its paper, signed by the official, sealed by the agency, in one road for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.toolkit import (
    QrCode,
    User,
    acting,
    clock,
    content_of,
    db,
    keep,
    kept,
    public_address,
    render_pdf,
    signing_lines,
    title_held,
)
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases import doubts
from modules.civil_registration.cases.actions import note
from modules.civil_registration.cases.case import Case
from modules.civil_registration.roles import SIGNER
from modules.signing.agent.preparations import Preparation, Prepared, came_back, prepares, send_away
from modules.signing.appearance import look_of
from modules.signing.code import hash_of, new_code, shown
from modules.signing.models import Holder, Key
from modules.signing.pades import Places, prepare, seal_agency, sign_official
from modules.signing.release import release

PLACES = Places(official=(330, 120, 540, 190), agency=(330, 50, 540, 116))  # of an A4 page, in points


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

    def enter(self, case: Case, signer_id: int, content: bytes) -> None:
        """Write it on the case, and keep the file that the official has signed."""
        case.number, case.year, case.entry, case.book = self.number, self.year, self.entry, self.book
        case.registered_on, case.code_hash = self.day, self.code_hash
        case.delay = max(0, (self.day - case.happened.last).days) if case.happened else None
        case.signer_id, case.signer_title = signer_id, self.signer_title
        keep(db.session(), case, "da-ky.pdf", content, slot="signed", sealed=True)


@dataclass(frozen=True)
class Entering:
    """How the cases of a resource are entered: `told(case)` is what their paper says, in `template`, called `file`."""

    resource: str
    model: type[Case]
    paper: str
    template: str
    file: str
    told: Callable[[Any], dict[str, Any]]

    def __post_init__(self) -> None:
        prepares(self.resource, "sign", Preparation(self.model, self._hand_over))
        prepares(self.resource, "seal", Preparation(self.model, self._hand_over_for_seal))

    def sign(self, case: Case) -> None:
        """Enter it in the book of this year and sign its paper, together. ValueError: no key, or the book is closed."""
        signer, back = _signer(), came_back(case, "sign")
        if back is not None:
            Entered.read(back.words).enter(case, signer.id, back.content)
        else:
            key = Key.of(Holder.OFFICIAL, case.unit_id, signer.id)
            send_away(case, "sign", key)
            held = key.opened()
            entered, page = self._drawn(case, signer, test=held.is_test)
            look = look_of(self.paper, key, signer.name)
            entered.enter(case, signer.id, sign_official(prepare(page, PLACES), held, signer.name, look))
        note(case, "sign")

    def seal(self, case: Case) -> None:
        """Add the agency's signature, check the whole file, and keep it for good."""
        back = came_back(case, "seal")
        if back is None:
            key = Key.of(Holder.AGENCY, case.unit_id)
            send_away(case, "seal", key)
            content = seal_agency(_signed(case), key.opened(), key.name, look_of(self.paper, key, key.name))
        else:
            content = back.content
        release(db.session(), case, f"{self.file}-{case.number}-{case.year}.pdf", content)
        note(case, "seal")
        case.registered()

    def _drawn(self, case: Case, signer: User, *, test: bool) -> tuple[Entered, bytes]:
        """Draw the next number of the book and the page that is to be signed (PDF, A4)."""
        doubts.require_nothing_new(case, case.found())
        session, day, code = db.session(), clock.today(), new_code()
        title = title_held(session, signer.id, case.unit_id, day, SIGNER.name)
        number, entry, book = RegisterBook.next(session, case.event, case.unit_id, day)
        address = public_address("civil_registration_check.check", code=code)
        words = {
            "entry": entry,
            "today": day,
            "signer": signer.name,
            "lines_of_signer": signing_lines(title),
            "code": shown(code),
            "address": address,
            "qr": QrCode.of(address, 1).picture,
            "test": test,
        }
        page = render_pdf(self.template, self.told(case) | words)
        return Entered(number, day.year, entry, book, day, hash_of(code), title), page

    def _hand_over(self, case: Any) -> Prepared:
        signer = _signer()
        key = Key.of(Holder.OFFICIAL, case.unit_id, signer.id)
        entered, page = self._drawn(case, signer, test=key.is_test)
        return Prepared(prepare(page, PLACES), key, entered.words())

    def _hand_over_for_seal(self, case: Any) -> Prepared:
        return Prepared(_signed(case), Key.of(Holder.AGENCY, case.unit_id))


def named(kind: type[Any], row: int | None) -> str:
    """Return the name of a row of a list, which a form may have chosen a moment ago; empty for none."""
    found = db.session.get(kind, row) if row else None
    return str(found) if found else ""


def _signed(case: Case) -> bytes:
    return content_of(kept(db.session(), case, "signed")[-1])


def _signer() -> User:
    return db.session.get_one(User, acting().user_id)

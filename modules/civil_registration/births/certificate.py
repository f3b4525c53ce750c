"""Giấy khai sinh: what it says, its number, its two signatures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.toolkit import (
    PartialDay,
    QrCode,
    Unit,
    User,
    _,
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
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.roles import SIGNER
from modules.population.lists import Country, Ethnicity
from modules.signing.agent.preparations import Prepared, came_back, send_away
from modules.signing.appearance import look_of, paper
from modules.signing.code import hash_of, new_code, shown
from modules.signing.models import Holder, Key
from modules.signing.pades import Places, prepare, seal_agency, sign_official
from modules.signing.release import release

if TYPE_CHECKING:
    from modules.civil_registration.births.birth import Birth

RESOURCE = "civil_registration.births"
PAPER = paper("birth", _("Birth certificate"))
PLACES = Places(official=(330, 120, 540, 190), agency=(330, 50, 540, 116))  # of an A4 page, in points


@dataclass(frozen=True)
class Person:
    """A parent as the certificate names him."""

    name: str
    born: PartialDay | None
    ethnicity: str
    country: str
    home: str


@dataclass(frozen=True)
class Entered:
    """What a birth gets with its number."""

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

    def enter(self, birth: Birth, signer_id: int, content: bytes) -> None:
        """Write it on the birth, and keep the file that the official has signed."""
        birth.number, birth.year, birth.entry, birth.book = self.number, self.year, self.entry, self.book
        birth.registered_on, birth.code_hash = self.day, self.code_hash
        birth.signer_id, birth.signer_title = signer_id, self.signer_title
        keep(db.session(), birth, "da-ky.pdf", content, slot="signed", sealed=True)


def told(birth: Birth) -> dict[str, Any]:
    """Return what the certificate says of a birth as it stands or is being typed."""
    session = db.session()
    return {
        "birth": birth,
        "today": clock.today(),
        "unit": session.get(Unit, birth.unit_id),
        "ethnicity": _named(session, Ethnicity, birth.ethnicity_id),
        "country": _named(session, Country, birth.country_id),
        "mother": _person(session, birth, "mother"),
        "father": _person(session, birth, "father"),
    }


def sign(birth: Birth) -> None:
    """Enter the birth in the book of this year and sign its certificate. ValueError: no key, or the book is closed."""
    signer, back = _signer(), came_back(birth, "sign")
    if back is not None:
        Entered.read(back.words).enter(birth, signer.id, back.content)
        return
    key = Key.of(Holder.OFFICIAL, birth.unit_id, signer.id)
    send_away(birth, "sign", key)
    held = key.opened()
    entered, page = _drawn(birth, signer, test=held.is_test)
    content = sign_official(prepare(page, PLACES), held, signer.name, look_of(PAPER, key, signer.name))
    entered.enter(birth, signer.id, content)


def seal(birth: Birth) -> None:
    """Add the agency's signature, check the whole file, and keep it."""
    back = came_back(birth, "seal")
    if back is None:
        key = Key.of(Holder.AGENCY, birth.unit_id)
        send_away(birth, "seal", key)
        content = seal_agency(_signed(birth), key.opened(), key.name, look_of(PAPER, key, key.name))
    else:
        content = back.content
    release(db.session(), birth, f"giay-khai-sinh-{birth.number}-{birth.year}.pdf", content)


def _drawn(birth: Birth, signer: User, *, test: bool) -> tuple[Entered, bytes]:
    """Draw the next number of the book and the page that is to be signed (PDF, A4)."""
    session, day, code = db.session(), clock.today(), new_code()
    title = title_held(session, signer.id, birth.unit_id, day, SIGNER.name)
    number, entry, book = RegisterBook.next(session, Event.BIRTH, birth.unit_id, day)
    address = public_address("civil_registration_check.check", code=code)
    page = render_pdf(
        "civil_registration/birth_print.html",
        told(birth)
        | {
            "entry": entry,
            "today": day,
            "signer": signer.name,
            "lines_of_signer": signing_lines(title),
            "code": shown(code),
            "address": address,
            "qr": QrCode.of(address, 1).picture,
            "test": test,
        },
    )
    return Entered(number, day.year, entry, book, day, hash_of(code), title), page


def hand_over(birth: Birth) -> Prepared:
    """Make the certificate that the official's own device is to sign."""
    signer = _signer()
    key = Key.of(Holder.OFFICIAL, birth.unit_id, signer.id)
    entered, page = _drawn(birth, signer, test=key.is_test)
    return Prepared(prepare(page, PLACES), key, entered.words())


def hand_over_for_seal(birth: Birth) -> Prepared:
    """The certificate that the official has signed, for the agency's own device."""
    return Prepared(_signed(birth), Key.of(Holder.AGENCY, birth.unit_id))


def _signed(birth: Birth) -> bytes:
    return content_of(kept(db.session(), birth, "signed")[-1])


def _signer() -> User:
    return db.session.get_one(User, acting().user_id)


def _person(session: Session, birth: Birth, who: str) -> Person | None:
    name = getattr(birth, f"{who}_name")
    if not name:
        return None
    ethnicity = _named(session, Ethnicity, getattr(birth, f"{who}_ethnicity_id"))
    country = _named(session, Country, getattr(birth, f"{who}_country_id"))
    return Person(name, getattr(birth, f"{who}_born"), ethnicity, country, getattr(birth, f"{who}_home") or "")


def _named(session: Session, kind: type[Any], row: int | None) -> str:
    found = session.get(kind, row) if row else None
    return found.name if found else ""

"""Certifying a copy: its number and statement, then the official's signature, made here or at the official's computer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy.orm import Session

from app.toolkit import Unit, User, _, acting, clock, content_of, db, keep, kept, title_held
from modules.certified_copies.book.books import Book
from modules.certified_copies.document import certified
from modules.certified_copies.roles import CERTIFIER
from modules.certified_copies.statement import Statement
from modules.signing.agent.preparations import Prepared, Words
from modules.signing.appearance import paper, places
from modules.signing.code import hash_of, new_code
from modules.signing.models import Holder, Key
from modules.signing.pades import prepare

if TYPE_CHECKING:
    from modules.certified_copies.models import Copy

PAPER = paper("copy", _("Certified copy from an original"))


@dataclass(frozen=True)
class Numbered:
    """What a copy gets with its number: book, day, hash of its code, and both titles as they are printed."""

    number: int
    book_id: int
    day: date
    code_hash: str
    title: str
    signer_title: str

    def words(self) -> Words:
        """The same as JSON values."""
        return asdict(self) | {"day": self.day.isoformat()}

    @classmethod
    def read(cls, words: Words) -> Numbered:
        """Take it from JSON values."""
        return cls(**words | {"day": date.fromisoformat(words["day"])})

    def enter(self, session: Session, copy: Copy, signer: User, content: bytes) -> None:
        """Write the line in the book, and the number, the signer and the signed file on the copy."""
        book = session.get_one(Book, self.book_id)
        copy.number, copy.book, copy.certified_on = self.number, book.title, self.day
        copy.signer_id, copy.code_hash = signer.id, self.code_hash
        book.write(
            self.number,
            copy_id=copy.id,
            certified_on=self.day,
            requester=copy.requester,
            title=copy.title,
            signer=f"{signer.name}, {self.signer_title}".rstrip(", "),
            copies=copy.copies or 1,
        )
        keep(session, copy, "da-ky.pdf", content, slot="signed", sealed=True)


def draw(session: Session, copy: Copy, signer: User, *, test: bool) -> tuple[Numbered, bytes]:
    """Draw the next number and make the file with its statement and two empty fields. The series stays locked."""
    scan, today, title = copy.scan(), clock.today(), title_of(signer.id, copy.unit_id)
    code = new_code()
    book, number = Book.next(session, copy.unit_id, today)
    unit = session.get_one(Unit, copy.unit_id)
    statement = Statement(
        agency=unit.committee,
        unit_code=unit.code,
        number=number,
        book=book.title,
        day=today,
        signer=signer.name,
        signer_title=title,
        suffix=book.suffix,
        title=copy.title,
        code=code,
        address=current_app.config["PUBLIC_URL"],
        test=test,
    )
    return Numbered(number, book.id, today, hash_of(code), copy.title[:200], title), prepare(
        certified(scan, statement), places(PAPER)
    )


def hand_over(copy: Copy) -> Prepared:
    """Make the file that the official's own device is to sign."""
    session, signer = db.session(), db.session.get_one(User, acting().user_id)
    key = Key.of(Holder.OFFICIAL, copy.unit_id, signer.id)
    numbered, prepared = draw(session, copy, signer, test=key.is_test)
    return Prepared(prepared, key, numbered.words())


def never_signed(words: Words) -> None:
    """The number was printed on a file that left the house: it is spent on a void line."""
    numbered, session = Numbered.read(words), db.session()
    session.get_one(Book, numbered.book_id).write_void(numbered.number, numbered.day, numbered.title)


def hand_over_for_seal(copy: Copy) -> Prepared:
    """The file that the official has signed, for the agency's own device."""
    return Prepared(content_of(kept(db.session(), copy, "signed")[-1]), Key.of(Holder.AGENCY, copy.unit_id))


def title_of(user_id: int, unit_id: int) -> str:
    """The title under which a person certifies today: his own, or "TUQ. …" of whoever delegated (NĐ 280/2025)."""
    lender, session, day = acting().stands_in_for([CERTIFIER], unit_id), db.session(), clock.today()
    if lender is None:
        return title_held(session, user_id, unit_id, day, CERTIFIER.name)
    lent = title_held(session, lender, unit_id, day, CERTIFIER.name).upper()
    return f"TUQ. {lent}\n{title_held(session, user_id, unit_id, day)}".strip()

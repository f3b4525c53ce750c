"""A paper of the register with both signatures: the page with its code, the official, the agency, for cases and extracts."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.toolkit import (
    QrCode,
    Record,
    User,
    acting,
    clock,
    content_of,
    db,
    keep,
    kept,
    lazily,
    public_address,
    render_pdf,
    signing_lines,
    title_held,
)
from modules.civil_registration.roles import SIGNER
from modules.signing.agent.preparations import Preparation, Prepared, came_back, prepares, send_away
from modules.signing.appearance import look_of
from modules.signing.code import hash_of, new_code, shown
from modules.signing.models import Holder, Key
from modules.signing.pades import Places, prepare, seal_agency, sign_official
from modules.signing.release import release

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

PLACES = Places(official=(330, 120, 540, 190), agency=(330, 50, 540, 116))  # of an A4 page, in points


@dataclass(frozen=True)
class Stamp:
    """What stands on such a page besides its text: the code by which anybody checks it, who signs, as what."""

    code: str
    signer: User
    title: str
    test: bool

    @classmethod
    def new(cls, unit_id: int, signer: User, *, test: bool) -> Stamp:
        """Make one for a page that is signed today."""
        title = title_held(db.session(), signer.id, unit_id, clock.today(), SIGNER.name)
        return cls(new_code(), signer, title, test)

    @property
    def hash(self) -> str:
        """What is kept of the code."""
        return hash_of(self.code)

    def words(self) -> dict[str, Any]:
        """What the template of the page needs of it."""
        address = public_address("civil_registration_check.check", code=self.code)
        return {
            "signer": self.signer.name,
            "lines_of_signer": signing_lines(self.title),
            "code": shown(self.code),
            "address": address,
            "qr": QrCode.of(address, 1).picture,
            "test": self.test,
        }


SIZES = (13, 12, 11, 10, 9, 8)  # of letters, in points


def on_one_page(template: str, words: dict[str, Any]) -> bytes:
    """Draw a paper so large that it fits on one page: long names and many notes make its letters smaller."""
    return fitted(template, words)[1]


def fitted(template: str, words: dict[str, Any]) -> tuple[int, bytes]:
    """Return the largest size of letters with which a paper fits on one page, and the paper (PDF)."""
    for size in SIZES:
        page = render_pdf(template, words | {"size": size})
        with pikepdf.open(io.BytesIO(page)) as document:
            if len(document.pages) == 1:
                break
    return size, page


@dataclass(frozen=True)
class Drawn:
    """A page to be signed (PDF, A4), and what its record gets with the signature (JSON values)."""

    page: bytes
    words: dict[str, Any]


@dataclass(frozen=True)
class SignedPaper:
    """How the records of a resource are signed in their step "sign" and sealed in "seal".

    `draw(record, signer, test)` draws the page, and the number that stands on it; `enter(record, signer's id, words)`
    writes them on the record. Both are one transaction: a signature that fails gives the number back.
    """

    resource: str
    model: type[Record]
    paper: str
    draw: Callable[[Any, User, bool], Drawn]
    enter: Callable[[Any, int, dict[str, Any]], None]

    def __post_init__(self) -> None:
        prepares(self.resource, "sign", Preparation(self.model, self._hand_over))
        prepares(self.resource, "seal", Preparation(self.model, self._hand_over_for_seal))

    def sign(self, record: Any) -> None:
        """Sign as the official who acts, and keep the file. ValueError: no key, or the page cannot be drawn."""
        signer, back = _signer(), came_back(record, "sign")
        if back is not None:
            words, content = back.words, back.content
        else:
            key = Key.of(Holder.OFFICIAL, record.unit_id, signer.id)
            send_away(record, "sign", key)
            held = key.opened()
            drawn = self.draw(record, signer, held.is_test)
            look = look_of(self.paper, key, signer.name)
            words, content = drawn.words, sign_official(prepare(drawn.page, PLACES), held, signer.name, look)
        self.enter(record, signer.id, words)
        keep(db.session(), record, "da-ky.pdf", content, slot="signed", sealed=True)

    def seal(self, record: Any, name: str) -> None:
        """Add the agency's signature, check the whole file, and keep it for good under a name."""
        back = came_back(record, "seal")
        if back is None:
            key = Key.of(Holder.AGENCY, record.unit_id)
            send_away(record, "seal", key)
            content = seal_agency(_signed(record), key.opened(), key.name, look_of(self.paper, key, key.name))
        else:
            content = back.content
        release(db.session(), record, name, content)

    def _hand_over(self, record: Any) -> Prepared:
        signer = _signer()
        key = Key.of(Holder.OFFICIAL, record.unit_id, signer.id)
        drawn = self.draw(record, signer, key.is_test)
        return Prepared(prepare(drawn.page, PLACES), key, drawn.words)

    def _hand_over_for_seal(self, record: Any) -> Prepared:
        return Prepared(_signed(record), Key.of(Holder.AGENCY, record.unit_id))


def _signed(record: Any) -> bytes:
    return content_of(kept(db.session(), record, "signed")[-1])


def _signer() -> User:
    return db.session.get_one(User, acting().user_id)

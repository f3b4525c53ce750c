"""Both signatures on the papers of a module, in three lines: the official signs in one step, the agency seals in another.

`SIGNED = Both("leave.papers", Paper, draw)`, and in the verbs of the two steps `SIGNED.sign(self)` and
`SIGNED.seal(self, "don-nghi-phep.pdf")`. Whatever holds the keys, a device at the signer's own computer included.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.toolkit import Attachment, Record, User, _, acting, content_of, db, keep, kept
from modules.signing.agent.preparations import Preparation, Prepared, came_back, prepares, send_away
from modules.signing.appearance import look_of
from modules.signing.look import Look
from modules.signing.models import Holder, Key
from modules.signing.pades import BLUE, RED, Places, prepare, said, seal_agency, sign_official
from modules.signing.release import release

SIGN, SEAL = "sign", "seal"  # the names of the steps


@dataclass(frozen=True)
class Drawn:
    """A page to be signed (PDF), and what its record gets together with the signature (JSON values): number, code, day."""

    page: bytes
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Both:
    """How the records of a resource are signed.

    `draw(record, signer, test)` makes the page, and the number that stands on it; `test`: of no legal value.
    `enter(record, signer, words)` writes on the record what was drawn with the page. Both are one transaction with the
    signature: one that fails gives the number back.
    `paper`: the kind of document whose look is kept as rows; without it the signatures say who and when.
    `agency(record)`: the unit whose official signs and whose seal it gets, where that is not the record's own.
    """

    resource: str
    model: type[Record]
    draw: Callable[[Any, User, bool], Drawn]
    paper: str | None = None
    places: Places = field(default_factory=Places)
    enter: Callable[[Any, User, dict[str, Any]], None] = lambda _record, _signer, _words: None
    agency: Callable[[Any], int] = lambda record: record.unit_id

    def __post_init__(self) -> None:
        prepares(self.resource, SIGN, Preparation(self.model, self._hand_over))
        prepares(self.resource, SEAL, Preparation(self.model, self._hand_over_for_seal))

    def sign(self, record: Any) -> None:
        """Sign as the official who acts; the verb of the step `sign`. ValueError: no key, it may not sign, no page."""
        signer, back = _signer(), came_back(record, SIGN)
        if back is None:
            key = self._key_of(signer, record)
            send_away(record, SIGN, key)
            held = key.opened()
            drawn = self.draw(record, signer, held.is_test)
            words, look = drawn.words, self._look(key, signer.name, BLUE)
            content = sign_official(prepare(drawn.page, self.places), held, signer.name, look)
        else:
            words, content = back.words, back.content
        self.enter(record, signer, words)
        keep(db.session(), record, "da-ky.pdf", content, slot="signed", sealed=True)

    def seal(self, record: Any, name: str) -> Attachment:
        """Add the agency's signature, check the whole, and keep it for good under a name; of the step `seal`."""
        back = came_back(record, SEAL)
        if back is None:
            key = self._seal_of(record)
            send_away(record, SEAL, key)
            content = seal_agency(_signed(record), key.opened(), key.name, self._look(key, key.name, RED))
        else:
            content = back.content
        return release(db.session(), record, name, content)

    def _look(self, key: Key, name: str, ink: tuple[float, float, float]) -> Look:
        return look_of(self.paper, key, name) if self.paper else said(name, ink)

    def _key_of(self, signer: User, record: Any) -> Key:
        return Key.of(Holder.OFFICIAL, self.agency(record), signer.id)

    def _seal_of(self, record: Any) -> Key:
        return Key.of(Holder.AGENCY, self.agency(record))

    def _hand_over(self, record: Any) -> Prepared:
        signer = _signer()
        key = self._key_of(signer, record)
        drawn = self.draw(record, signer, key.is_test)
        return Prepared(prepare(drawn.page, self.places), key, drawn.words)

    def _hand_over_for_seal(self, record: Any) -> Prepared:
        return Prepared(_signed(record), self._seal_of(record))


def _signed(record: Any) -> bytes:
    return content_of(kept(db.session(), record, "signed")[-1])


def _signer() -> User:
    user_id = acting().user_id
    signer = db.session.get(User, user_id) if user_id else None
    if signer is None:
        raise ValueError(str(_("Only a person can sign.")))
    return signer

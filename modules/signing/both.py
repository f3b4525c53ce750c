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
from modules.signing.models import Holder, Key
from modules.signing.pades import BLUE, RED, Places, prepare, said, seal_agency, sign_official
from modules.signing.release import release
from modules.signing.signer import Signer

SIGN, SEAL = "sign", "seal"  # the names of the steps


@dataclass(frozen=True)
class Both:
    """How the records of a resource are signed. `draw(record, test)` makes the PDF; `test`: of no legal value.

    `paper`: the kind of document whose look is kept as rows; without it the signatures say who and when.
    """

    resource: str
    model: type[Record]
    draw: Callable[[Any, bool], bytes]
    paper: str | None = None
    places: Places = field(default_factory=Places)

    def __post_init__(self) -> None:
        prepares(self.resource, SIGN, Preparation(self.model, self._hand_over))
        prepares(self.resource, SEAL, Preparation(self.model, self._hand_over_for_seal))

    def sign(self, record: Any) -> None:
        """Sign as the official who acts; the verb of the step `sign`. ValueError: no key, or it may not sign."""
        back = came_back(record, SIGN)
        if back is None:
            signer, key = self._official(record)
            send_away(record, SIGN, key)
            held = key.opened()
            look = look_of(self.paper, key, signer.name) if self.paper else said(signer.name, BLUE)
            content = sign_official(self._prepared(record, held), held, signer.name, look)
        else:
            content = back.content
        keep(db.session(), record, "da-ky.pdf", content, slot="signed", sealed=True)

    def seal(self, record: Any, name: str) -> Attachment:
        """Add the agency's signature, check the whole, and keep it for good under a name; of the step `seal`."""
        back = came_back(record, SEAL)
        if back is None:
            key = Key.of(Holder.AGENCY, record.unit_id)
            send_away(record, SEAL, key)
            look = look_of(self.paper, key, key.name) if self.paper else said(key.name, RED)
            content = seal_agency(self._signed(record), key.opened(), key.name, look)
        else:
            content = back.content
        return release(db.session(), record, name, content)

    def _official(self, record: Any) -> tuple[User, Key]:
        user_id = acting().user_id
        signer = db.session.get(User, user_id) if user_id else None
        if signer is None:
            raise ValueError(str(_("Only a person can sign.")))
        return signer, Key.of(Holder.OFFICIAL, record.unit_id, signer.id)

    def _prepared(self, record: Any, key: Signer | Key) -> bytes:
        return prepare(self.draw(record, key.is_test), self.places)

    def _signed(self, record: Any) -> bytes:
        return content_of(kept(db.session(), record, "signed")[-1])

    def _hand_over(self, record: Any) -> Prepared:
        _signer, key = self._official(record)
        return Prepared(self._prepared(record, key), key)

    def _hand_over_for_seal(self, record: Any) -> Prepared:
        return Prepared(self._signed(record), Key.of(Holder.AGENCY, record.unit_id))

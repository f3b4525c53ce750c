"""The citizen's question by code: one answer for the whole world, made of facts that name nobody in full.

A code that does not exist, one that is not released, and a stranger who asks too often get the same page and status.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload

from app.toolkit import as_system, clock, public
from modules.certified_copies.after import strangers
from modules.certified_copies.after.annulments import Annulment, Standing
from modules.certified_copies.after.transparency import Kind, Leaf
from modules.certified_copies.models import Copy, State
from modules.signing.code import hash_of, normal, shown

bp = Blueprint("certified_copies_lookup", __name__)
MASKED = 3  # stars at most, so that the length of a name is not told


@dataclass(frozen=True)
class Found:
    """What anybody may know of a released copy: never the scan, a personal number, an address or a whole name."""

    code: str
    number: int
    book: str
    certified_on: date
    agency: str
    official: str
    title: str
    requester: str
    pages: int
    sha256: str
    annulled: str
    leaf: dict[str, Any] | None

    @property
    def fingerprint(self) -> str:
        """The hash in groups of four, for people who compare it."""
        return in_fours(self.sha256)

    @classmethod
    def of(cls, code: str, copy: Copy, annulment: Annulment | None, leaf: Leaf | None) -> Found:
        """Take the public facts of a copy whose unit and signer are loaded, and where it stands in the public log."""
        return cls(
            code=shown(code) if code else "",
            number=copy.number or 0,
            book=copy.book or "",
            certified_on=copy.certified_on or date.min,
            agency=copy.unit.committee,
            official=copy.signer.name if copy.signer else "",
            # What a clerk has typed may name a person; the kind of paper never does.
            title=str(copy.paper_type or copy.title),
            requester=masked(copy.requester),
            pages=copy.pages or 0,
            sha256=copy.sha256 or "",
            annulled=annulment.sentence if annulment else "",
            leaf={"position": leaf.position, "salt": leaf.salt, "commitment": leaf.commitment} if leaf else None,
        )


@bp.get("/xac-thuc/<code>")
@public
def check(code: str) -> ResponseReturnValue:
    """Tell whether a code belongs to a copy that we have released."""
    found = _answer(code)
    page = render_template("certified_copies/code.html", found=found, typed=code[:40], now=clock.now())
    return page, 200 if found else 404


@bp.get("/xac-thuc/<code>.json")
@public
def check_json(code: str) -> ResponseReturnValue:
    """The same for programs."""
    found = _answer(code)
    if found is None:
        return jsonify(found=False), 404
    return jsonify(found=True, **asdict(found) | {"certified_on": found.certified_on.isoformat()})


def in_fours(sha256: str) -> str:
    """Return a hash in groups of four digits."""
    return " ".join(sha256[at : at + 4] for at in range(0, len(sha256), 4))


def masked(name: str) -> str:
    """Return a name of which only the first letters can be read: Lê Thị Ngân becomes L** T** N***."""
    return " ".join(word[0] + "*" * min(max(len(word) - 1, 2), MASKED) for word in name.split())


def _answer(typed: str) -> Found | None:
    """Look a code up; the same way, as long, whether it exists, is no code at all, or may not be asked for now."""
    try:
        code = normal(typed)
    except ValueError:
        code = ""
    digest, admitted = hash_of(code), strangers.admitted("code")
    with as_system() as session:
        row = session.execute(released().where(Copy.code_hash == digest)).one_or_none()
        found = Found.of(code, *row) if row and admitted else None
    if admitted:
        outcome = strangers.Outcome.FOUND if found else strangers.Outcome.NOTHING
        strangers.note(clock.now(), "code", outcome, digest if code else None)
    return found


def released() -> Select[Copy, Annulment, Leaf]:
    """Released copies with the decision that annuls them and their line in the log, with one query."""
    in_force = and_(Annulment.copy_id == Copy.id, Annulment.state == Standing.IN_FORCE)
    placed = and_(Leaf.copy_id == Copy.id, Leaf.kind == Kind.RELEASED, Leaf.position.is_not(None))
    copies = select(Copy, Annulment, Leaf).outerjoin(Annulment, in_force).outerjoin(Leaf, placed)
    copies = copies.options(joinedload(Copy.unit), joinedload(Copy.signer), joinedload(Copy.paper_type))
    return copies.where(Copy.state.in_((State.RELEASED, State.ANNULLED)))

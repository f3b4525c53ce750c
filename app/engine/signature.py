"""Who signs a printout, and as what (NĐ 30/2020/NĐ-CP, annex I, part I, item 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.clock import ZONE
from app.data.people import Post, User
from app.data.record import Record
from app.data.task import Passage
from app.engine.holders import gives
from app.engine.steps import last_passage

HEAD, DEPUTY = "CHỦ TỊCH", "PHÓ "
COLLECTIVE = "TM. ỦY BAN NHÂN DÂN"


@dataclass(frozen=True)
class Signature:
    """The lines above a name, and the name; without a day nobody has signed yet and the chairman's place is kept."""

    lines: tuple[str, ...] = (COLLECTIVE, HEAD)
    name: str = ""
    day: date | None = None


def signature_of(session: Session, record: Record, step: str) -> Signature:
    """Return the signature of whoever took `step` last, as an official of the record's unit."""
    passage = last_passage(session, record, step)
    return signature_by(session, passage, record.unit_id) if passage else Signature()


def signature_by(session: Session, passage: Passage, unit_id: int) -> Signature:
    """Return the signature of whoever took a step in a unit: for the committee, its chairman (KT.) or by order (TUQ.)."""
    if passage.actor_id is None:
        return Signature()
    day = passage.at.astimezone(ZONE).date()
    own = title_held(session, passage.actor_id, unit_id, day).upper()
    lent = title_held(session, passage.delegated_by_id, unit_id, day).upper() if passage.delegated_by_id else ""
    name = session.get_one(User, passage.actor_id).name
    return Signature(_lines(own, lent), name, day)


def title_held(session: Session, user_id: int, unit_id: int, day: date, role: str | None = None) -> str:
    """Return the title that a person has in a unit on a day; "" without one.

    Where a `role` is named, of a post that gives it: its own, or one of a role that includes it.
    """
    held = (Post.user_id == user_id, Post.unit_id == unit_id, Post.title.is_not(None), Post.valid_on(day))
    of_role = (gives(role),) if role else ()
    return session.scalar(select(Post.title).where(*held, *of_role).order_by(Post.id).limit(1)) or ""


def signing_lines(title: str) -> tuple[str, ...]:
    """Return the lines above the name of who signs under a title of his own: a deputy signs for his chief (KT.)."""
    return _lines(title.upper(), "")


def _lines(own: str, lent: str) -> tuple[str, ...]:
    own, lent = (re.sub(r"\s+(UBND|ỦY BAN NHÂN DÂN)\b.*", "", title) for title in (own, lent))  # the letterhead says it
    if lent:
        return f"TUQ. {lent}", own
    if own.startswith(DEPUTY):
        return f"KT. {own.removeprefix(DEPUTY)}", own
    return (COLLECTIVE, own) if own in ("", HEAD) else (own,)

"""The copies that wait for a signature or a seal, each with what an official must know before; a few queries for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import Role, User, _, acting, db
from modules.certified_copies.models import Copy, State
from modules.certified_copies.queue import looks, samples, trained
from modules.certified_copies.queue.received import received_by, submitters
from modules.certified_copies.queue.rules import may_be_same
from modules.certified_copies.reception.barred import Bar

UNOPENED = _("Open this copy and look at its pages before you sign it.")
MOST = 1000  # copies on the page; the rest follow as these are signed


@dataclass(frozen=True)
class Waiting:
    """One copy with the name of who submitted it; `obstacle` says why the person may not sign it now."""

    copy: Copy
    clerk: str
    opened: bool
    drawn: bool
    obstacle: str

    @property
    def unopened(self) -> bool:
        """Whether nothing but its pages, not looked at yet, keeps the person from signing it."""
        return self.obstacle == str(UNOPENED)


def waiting(session: Session, state: State, role: Role) -> list[Waiting]:
    """Return the copies in a state in the units where the person has a role, the first due first."""
    who = acting()
    found, units = select(Copy).where(Copy.state == state), who.units_as((role,))
    if units is not None:
        found = found.where(Copy.unit_id.in_(units))
    found = found.order_by(Copy.due_at.is_(None), Copy.due_at, Copy.id).limit(MOST)
    copies = list(session.scalars(found.options(joinedload(Copy.unit), joinedload(Copy.paper_type))))
    ids, user = [copy.id for copy in copies], who.user_id or 0
    clerks = submitters(session, ids)
    names = dict(session.execute(select(User.id, User.name).where(User.id.in_(clerks.values()))).all())
    obstacles = obstacles_of(session, copies, user) if state is State.SUBMITTED else {}
    seen = looks.seen(session, ids, user)
    drawn = {row for row, pick in samples.picks_of(session, ids, user).items() if pick.drawn}
    return [
        Waiting(one, names.get(clerks.get(one.id, 0), ""), one.id in seen, one.id in drawn, obstacles.get(one.id, ""))
        for one in copies
    ]


def obstacles_of(session: Session, copies: Sequence[Copy], user_id: int) -> dict[int, str]:
    """Return the sentence that keeps a person from signing each copy, for those where one does."""
    ids = [copy.id for copy in copies]
    barred = set(session.scalars(select(Bar.copy_id).where(Bar.copy_id.in_(ids), Bar.user_id == user_id)))
    own = received_by(session, ids, user_id)
    lacking = {unit: trained.untrained(session, unit, user_id) for unit in {copy.unit_id for copy in copies}}
    relaxed = {unit for unit in {copy.unit_id for copy in copies} if may_be_same(session, unit)}
    open_ones = looks.seen(session, ids, user_id) | samples.covered(session, ids, user_id)
    found = {}
    for copy in copies:
        if copy.id in barred:
            found[copy.id] = str(_("This copy concerns you or your kin; another official certifies it."))
        elif copy.id in own and copy.unit_id not in relaxed:
            found[copy.id] = str(_("You have received or scanned this copy; another official certifies it."))
        elif sentence := lacking[copy.unit_id]:
            found[copy.id] = sentence
        elif copy.id not in open_ones:
            found[copy.id] = str(UNOPENED)
    return found


def obstacle(copy: Copy, user_id: int | None) -> str | None:
    """Return what keeps a person from signing one copy."""
    return obstacles_of(db.session(), [copy], user_id or 0).get(copy.id)

"""`flask copies check-log`: the whole public log against the copies, the kept subtrees and every signed root."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from app.toolkit import Unit, _, format_day
from modules.certified_copies.after import merkle
from modules.certified_copies.after.annulments import Annulment, Standing
from modules.certified_copies.after.merkle import Frontier, Place
from modules.certified_copies.after.transparency import Kind, Leaf, Root, commitment, fetch_from
from modules.certified_copies.models import Copy, State
from modules.signing import site_keys
from modules.signing.site_keys import KeySet, Use

AT_ONCE = 1000


def faults(session: Session) -> Iterator[str]:
    """Yield a sentence for everything that is not as it was signed; reads the log once, a thousand leaves at a time."""
    keys, log = site_keys.key_set(), Frontier()
    roots: dict[int, list[Root]] = {}
    for one in session.scalars(select(Root).order_by(Root.day)):
        roots.setdefault(one.size, []).append(one)
    yield from _signed(keys, roots.pop(0, []), log)
    while rows := session.execute(_leaves_from(log.size)).all():
        made: dict[Place, bytes] = {}
        for leaf, copy, code, decision in rows:
            if leaf.position != log.size:
                yield str(_("Leaf %(position)s is missing.", position=log.size))
                return
            hidden = commitment(leaf.salt, leaf.kind, code, copy, decision if leaf.kind is Kind.ANNULLED else "")
            if hidden != leaf.commitment:
                yield str(_("Leaf %(position)s does not agree with copy %(copy)s.", position=log.size, copy=copy))
            made |= log.add(merkle.leaf_hash(leaf.content))
            yield from _signed(keys, roots.pop(log.size, []), log)
        if fetch_from(session)(set(made)) != made:
            yield str(_("The kept subtrees before leaf %(position)s do not belong to the leaves.", position=log.size))
        session.expunge_all()
    for one in (root for of_size in roots.values() for root in of_size):
        words = {"day": format_day(one.day), "size": one.size, "found": log.size}
        yield str(_("The root of %(day)s covers %(size)s leaves; the log has only %(found)s.", **words))
    yield from _without_leaf(session)


def _leaves_from(position: int) -> Any:
    statement = select(Leaf, Copy, Unit.code, Annulment.number).join(Copy, Copy.id == Leaf.copy_id)
    in_force = and_(Annulment.copy_id == Copy.id, Annulment.state == Standing.IN_FORCE)
    statement = statement.join(Unit, Unit.id == Copy.unit_id).outerjoin(Annulment, in_force)
    return statement.where(Leaf.position >= position).order_by(Leaf.position).limit(AT_ONCE)


def _signed(keys: KeySet, roots: list[Root], log: Frontier) -> Iterator[str]:
    for one in roots:
        words = {"day": one.day.isoformat(), "size": log.size, "root": log.root().hex()}
        try:
            signed = site_keys.opened(keys, Use.LOG, one.signed)
        except ValueError:
            yield str(_("The root of %(day)s is not signed by us.", day=format_day(one.day)))
            continue
        if one.hash != words["root"] or any(signed.get(key) != value for key, value in words.items()):
            yield str(_("The leaves do not give the root signed on %(day)s.", day=format_day(one.day)))


def _without_leaf(session: Session) -> Iterator[str]:
    for states, kind in (((State.RELEASED, State.ANNULLED), Kind.RELEASED), ((State.ANNULLED,), Kind.ANNULLED)):
        without = ~exists().where(Leaf.copy_id == Copy.id, Leaf.kind == kind)
        for copy in session.scalars(select(Copy).where(Copy.state.in_(states), without).limit(20)):
            yield str(_("Copy %(copy)s has no leaf.", copy=copy))

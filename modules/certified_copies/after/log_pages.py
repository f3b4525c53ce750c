"""The public log as pages and JSON: signed roots, leaves, proofs, and the keys that check them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import as_system, clock, parse_day, public, whole_number
from modules.certified_copies.after import merkle, strangers
from modules.certified_copies.after.transparency import Leaf, Root, fetch_from, log_size, origin
from modules.signing import site_keys

bp = Blueprint("certified_copies_log", __name__)
ROOTS, LEAVES = 400, 1000
LARGEST = 10**12  # a number that a place or a size of the log may have


@bp.before_request
def _not_too_often() -> None:
    if not strangers.admitted("log"):
        abort(429)


@bp.get("/.well-known/motcua-keys.json")
@public
def keys() -> ResponseReturnValue:
    """The public keys of seals and of the log (a JWK set)."""
    return jsonify(site_keys.key_set())


@bp.get("/xac-thuc/nhat-ky")
@public
def page() -> ResponseReturnValue:
    """Say what the log is for, with the last roots."""
    with as_system() as session:
        roots = session.scalars(select(Root).order_by(Root.day.desc()).limit(31)).all()
        size = log_size(session)
    return render_template("certified_copies/log.html", roots=roots, size=size, origin=origin(), now=clock.now())


@bp.get("/xac-thuc/nhat-ky/goc.json")
@public
def roots() -> ResponseReturnValue:
    """Signed roots, newest first, 400 at a time (`?before=2026-11-01`)."""
    found = select(Root).order_by(Root.day.desc()).limit(ROOTS)
    if before := request.args.get("before"):
        try:
            found = found.where(Root.day < parse_day(before))
        except ValueError:
            abort(400)
    with as_system() as session:
        rows = session.scalars(found).all()
    told = [{"day": one.day.isoformat(), "size": one.size, "root": one.hash, "signed": one.signed} for one in rows]
    return jsonify(log=origin(), roots=told)


@bp.get("/xac-thuc/nhat-ky/dong.json")
@public
def leaves() -> ResponseReturnValue:
    """The leaves from one place on (`?from=0`), a thousand at a time: enough to build the whole tree oneself."""
    where = (Leaf.position >= _number("from", 0), Leaf.position.is_not(None))
    with as_system() as session:
        rows = session.scalars(select(Leaf).where(*where).order_by(Leaf.position).limit(LEAVES)).all()
    return jsonify(leaves=[_told(one) for one in rows])


@bp.get("/xac-thuc/nhat-ky/bao-gom.json")
@public
def inclusion() -> ResponseReturnValue:
    """Prove that a leaf (`?commitment=`, or `?position=`) is in the tree of `size` leaves (all, when left out)."""
    with as_system() as session:
        found = select(Leaf).where(Leaf.position.is_not(None))
        if wanted := request.args.get("commitment"):
            leaf = session.scalar(found.where(Leaf.commitment == wanted[:64]))
        else:
            leaf = session.scalar(found.where(Leaf.position == _number("position", 0)))
        size = _number("size", log_size(session))
        if leaf is None or leaf.position is None or not leaf.position < size <= log_size(session):
            abort(404)
        fetch = fetch_from(session)
        proof, root = merkle.inclusion(leaf.position, size, fetch), merkle.root(size, fetch)
    return jsonify(size=size, root=root.hex(), leaf=_told(leaf), proof=[one.hex() for one in proof])


@bp.get("/xac-thuc/nhat-ky/nhat-quan.json")
@public
def consistency() -> ResponseReturnValue:
    """Prove that the log of `first` leaves is the beginning of that of `second`: nothing was changed or removed."""
    with as_system() as session:
        size = log_size(session)
        first, second = _number("first", 0), _number("second", size)
        if not 0 < first <= second <= size:
            abort(404)
        fetch = fetch_from(session)
        proof = merkle.consistency(first, second, fetch)
        ends = [merkle.root(one, fetch).hex() for one in (first, second)]
    return jsonify(first=first, second=second, roots=ends, proof=[one.hex() for one in proof])


def _number(name: str, otherwise: int) -> int:
    number = whole_number(request.args.get(name, otherwise), 0, LARGEST)
    if number is None:
        abort(400)
    return number


def _told(leaf: Leaf) -> dict[str, Any]:
    return {
        "position": leaf.position,
        "kind": leaf.kind.value,
        "day": leaf.day.isoformat(),
        "commitment": leaf.commitment,
        "hash": merkle.leaf_hash(leaf.content).hex(),
    }

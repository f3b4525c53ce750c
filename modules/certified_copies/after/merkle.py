"""The Merkle tree of RFC 6962: root, inclusion and consistency proofs from kept subtrees, and their verification.

A whole subtree of `2**level` leaves has one hash, `(level, place)`; whoever has those needs some forty of them for any
proof, however long the log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

Place = tuple[int, int]  # level, and which subtree of that level
Fetch = Callable[[set[Place]], dict[Place, bytes]]
Span = tuple[int, int]  # leaves from, to


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\0" + content).digest()


def joined(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees side by side."""
    return hashlib.sha256(b"\1" + left + right).digest()


def grown(position: int, leaf: bytes, fetch: Fetch) -> dict[Place, bytes]:
    """Return the hashes of the whole subtrees that a leaf at `position` begins and completes."""
    ones = ((position + 1) & -(position + 1)).bit_length() - 1  # trailing ones: as many subtrees are completed
    known = fetch({(level, (position >> level) - 1) for level in range(ones)}) if ones else {}
    made = {(0, position): leaf}
    for level in range(ones):
        place = position >> level
        made[level + 1, place >> 1] = joined(known[level, place - 1], made[level, place])
    return made


class Frontier:
    """A log read leaf by leaf: keeps the whole subtrees of its right edge, whose number grows with the logarithm."""

    def __init__(self) -> None:
        self.size = 0
        self._pieces: list[bytes] = []

    def add(self, leaf: bytes) -> dict[Place, bytes]:
        """Take the next leaf; returns the subtrees that it begins and completes."""
        level, place, made = 0, self.size, {(0, self.size): leaf}
        while place & 1:
            leaf = joined(self._pieces.pop(), leaf)
            level, place = level + 1, place >> 1
            made[level, place] = leaf
        self._pieces.append(leaf)
        self.size += 1
        return made

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return _fold(self._pieces)


def root(size: int, fetch: Fetch) -> bytes:
    """Return the root over the first `size` leaves."""
    return _hashes([(0, size)], fetch)[0]


def inclusion(position: int, size: int, fetch: Fetch) -> list[bytes]:
    """Return the audit path of a leaf in a tree of `size` leaves (RFC 6962, 2.1.1); ValueError when it has no such."""
    if not 0 <= position < size:
        raise ValueError(position)
    return _hashes(_path(position, (0, size)), fetch)


def consistency(first: int, second: int, fetch: Fetch) -> list[bytes]:
    """Return the proof that a tree of `first` leaves is the beginning of one of `second` (RFC 6962, 2.1.2)."""
    if not 0 < first <= second:
        raise ValueError(first)
    return _hashes(list(_common(first, (0, second), whole=True)), fetch)


def is_included(leaf: bytes, position: int, size: int, proof: list[bytes], root_hash: bytes) -> bool:
    """Verify an inclusion proof (RFC 9162, 2.1.3.2)."""
    if not 0 <= position < size:
        return False
    fn, sn, found = position, size - 1, leaf
    for one in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = joined(one, found)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = joined(found, one)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root_hash


def is_consistent(first: int, second: int, roots: tuple[bytes, bytes], proof: list[bytes]) -> bool:
    """Verify that nothing before was changed or removed (RFC 9162, 2.1.4.2)."""
    if first == second:
        return roots[0] == roots[1] and not proof
    if not 0 < first < second:
        return False
    path = [roots[0], *proof] if first & (first - 1) == 0 else list(proof)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    if not path:
        return False
    old = new = path[0]
    for one in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = joined(one, old), joined(one, new)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = joined(new, one)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and (old, new) == roots


def _split(span: Span) -> int:
    """Where a tree of more than one leaf parts: after the largest power of two smaller than it."""
    begin, end = span
    return begin + (1 << (end - begin - 1).bit_length() - 1)


def _path(position: int, span: Span) -> list[Span]:
    if span[1] - span[0] == 1:
        return []
    middle = _split(span)
    if position < middle:
        return [*_path(position, (span[0], middle)), (middle, span[1])]
    return [*_path(position, (middle, span[1])), (span[0], middle)]


def _common(first: int, span: Span, *, whole: bool) -> Iterator[Span]:
    if first == span[1]:
        if not whole:
            yield span
        return
    middle = _split(span)
    if first <= middle:
        yield from _common(first, (span[0], middle), whole=whole)
        yield middle, span[1]
    else:
        yield from _common(first, (middle, span[1]), whole=False)
        yield span[0], middle


def _pieces(span: Span) -> list[Place]:
    """The whole subtrees that a span is made of, from left to right."""
    begin, end = span
    found = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        found.append((level, begin >> level))
        begin += 1 << level
    return found


def _hashes(spans: list[Span], fetch: Fetch) -> list[bytes]:
    known = fetch({place for span in spans for place in _pieces(span)})
    return [_fold([known[place] for place in _pieces(span)]) for span in spans]


def _fold(pieces: list[bytes]) -> bytes:
    if not pieces:
        return hashlib.sha256(b"").digest()  # the tree of no leaves
    found = pieces[-1]
    for one in reversed(pieces[:-1]):
        found = joined(one, found)
    return found

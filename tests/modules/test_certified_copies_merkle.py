"""The tree of the log against RFC 6962 read literally, for logs of every size and shape."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.certified_copies.after import merkle
from modules.certified_copies.after.merkle import Place

SIZES = st.integers(1, 130)


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(f"{number}".encode()) for number in range(size)]


def naive(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word by word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\1" + naive(hashes[:k]) + naive(hashes[k:])).digest()


class Kept(dict[Place, bytes]):
    """The subtrees of a growing log, which counts what is fetched."""

    most = 0

    def fetch(self, places: set[Place]) -> dict[Place, bytes]:
        self.most = max(self.most, len(places))
        return {place: self[place] for place in places}


def kept(size: int) -> Kept:
    found = Kept()
    for position, leaf in enumerate(leaves(size)):
        found |= merkle.grown(position, leaf, found.fetch)
    return found


TREE = kept(130)


@given(st.integers(0, 130))
def test_the_root_is_that_of_the_standard(size: int) -> None:
    assert merkle.root(size, TREE.fetch) == naive(leaves(size))


def test_reading_leaf_by_leaf_gives_the_same_roots_and_subtrees() -> None:
    frontier, made = merkle.Frontier(), {}
    for size, leaf in enumerate(leaves(130), 1):
        made |= frontier.add(leaf)
        assert frontier.root() == naive(leaves(size))
    assert made == TREE


@given(SIZES, st.data())
def test_every_leaf_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion(position, size, TREE.fetch), naive(leaves(size))
    leaf = leaves(size)[position]
    assert merkle.is_included(leaf, position, size, proof, root)
    assert not merkle.is_included(merkle.leaf_hash(b"other"), position, size, proof, root)
    other = data.draw(st.integers(0, size - 1).filter(lambda at: at != position)) if size > 1 else size
    assert not merkle.is_included(leaf, other, size, proof, root)
    for at in range(len(proof)):
        broken = [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
        assert not merkle.is_included(leaf, position, size, broken, root)
        assert not merkle.is_included(leaf, position, size, proof[:at] + proof[at + 1 :], root)
    assert not merkle.is_included(leaf, position, size, [*proof, root], root)


@given(SIZES, SIZES)
def test_a_later_root_holds_all_of_an_earlier_one(one: int, other: int) -> None:
    first, second = sorted((one, other))
    roots = naive(leaves(first)), naive(leaves(second))
    proof = merkle.consistency(first, second, TREE.fetch)
    assert merkle.is_consistent(first, second, roots, proof)
    assert merkle.is_consistent(first, second, roots[::-1], proof) == (first == second)
    rewritten = naive([merkle.leaf_hash(b"changed"), *leaves(second)[1:]])
    assert not merkle.is_consistent(first, second, (roots[0], rewritten), proof)
    if first < second:
        assert not merkle.is_consistent(first, second, (roots[0], naive(leaves(second)[1:])), proof)


@pytest.mark.parametrize(("position", "size"), [(5, 5), (-1, 3), (0, 0)])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(position: int, size: int) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        merkle.inclusion(position, size, TREE.fetch)
    assert not merkle.is_included(leaves(1)[0], position, size, [], naive(leaves(max(size, 0))))


def test_a_proof_in_a_long_log_needs_few_subtrees() -> None:
    asked: set[Place] = set()

    def fetch(places: set[Place]) -> dict[Place, bytes]:
        asked.update(places)
        return dict.fromkeys(places, b"\0" * 32)

    merkle.inclusion(123_456, 1_000_003, fetch)
    merkle.consistency(999_999, 1_000_003, fetch)
    assert len(asked) < 60

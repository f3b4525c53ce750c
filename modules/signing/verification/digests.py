"""SHA-256 of the objects of a PDF with all they lead to, so that two revisions can be compared part by part."""

from __future__ import annotations

import hashlib
from typing import Any

from pikepdf import Array, Dictionary, Object, Stream

DEEPEST = 200  # values within each other; what objects lead to each other has no such end
Key = tuple[int, int]
Token = bytes | Object


class Digests:
    """Digests of one revision. What is compared by itself (`named`) counts as its name where something leads to it.

    Objects are walked breadth first and counted as they are met, so neither long chains nor circles matter.
    """

    def __init__(self, named: dict[Key, str]) -> None:
        self.named = {key: name.encode() for key, name in named.items()}
        self.known: dict[Key, list[Token]] = {}

    def of(self, *things: Any, skip: tuple[str, ...] = ()) -> str:
        """Return the digest of some values; `skip`: keys that are left out of the first dictionary itself."""
        total = hashlib.sha256()
        met: dict[Key, int] = {}
        waiting: list[Object] = []

        def take(tokens: list[Token]) -> None:
            for token in tokens:
                if isinstance(token, bytes):
                    total.update(token)
                    continue
                key = token.objgen
                if key not in self.named and key not in met:
                    met[key] = len(met)
                    waiting.append(token)
                total.update(self.named.get(key) or b"#%d" % met[key])

        for thing in things:
            tokens: list[Token] = []
            self._write(thing, tokens, 0, skip)
            take(tokens)
        for one in waiting:  # it grows while it is walked
            take(self._tokens(one))
        return total.hexdigest()

    def _tokens(self, thing: Object) -> list[Token]:
        if thing.objgen not in self.known:
            found: list[Token] = []
            self._write(thing, found, 0)
            self.known[thing.objgen] = found
        return self.known[thing.objgen]

    def _write(self, thing: Any, out: list[Token], depth: int, skip: tuple[str, ...] = ()) -> None:
        """Write a value down, other indirect objects as themselves."""
        if depth > DEEPEST:
            raise RecursionError("values nest too deep")
        if isinstance(thing, (Dictionary, Stream)):
            out.append(b"<<")
            for key in sorted(thing.keys()):
                if key not in skip and not (key == "/Length" and isinstance(thing, Stream)):
                    out.append(key.encode() + b" ")
                    self._within(thing[key], out, depth)
            out.append(b">>")
            if isinstance(thing, Stream):
                out.append(hashlib.sha256(thing.get_raw_stream_buffer()).digest())
        elif isinstance(thing, Array):
            out.append(b"[")
            for one in thing:
                self._within(one, out, depth)
            out.append(b"]")
        else:
            out.append(b"(%b)" % (thing.unparse() if isinstance(thing, Object) else repr(thing).encode()))

    def _within(self, thing: Any, out: list[Token], depth: int) -> None:
        if isinstance(thing, Object) and thing.is_indirect:
            out.append(thing)
        else:
            self._write(thing, out, depth + 1)

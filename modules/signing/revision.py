"""What is appended to a PDF whose bytes stay as they are: new and changed objects, and a table of where they lie."""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.toolkit import _, lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")


class Revision:
    """One incremental update (ISO 32000-1, 7.5.6), written by ourselves: reading and copying big scans is what costs."""

    def __init__(self, pdf: bytes) -> None:
        """ValueError when the file is damaged or locked: what is not understood is not signed."""
        found = START.search(pdf, max(0, len(pdf) - 64))
        try:
            self.document = pikepdf.open(io.BytesIO(pdf), attempt_recovery=False)
        except pikepdf.PdfError as error:
            raise ValueError(str(_("The PDF is damaged or protected by a password."))) from error
        if found is None or self.document.is_encrypted:
            raise ValueError(str(_("The PDF is damaged or protected by a password.")))
        self.pdf, self.before = pdf, int(found[1])
        self.first = self._next()
        self.touched: dict[int, tuple[int, pikepdf.Object]] = {}
        self.raw: dict[int, bytes] = {}
        self.places: dict[int, int] = {}

    def add(self, thing: Any) -> pikepdf.Object:
        """Make an object of the new revision; returns it as others refer to it."""
        return self.document.make_indirect(thing)

    def touch(self, thing: pikepdf.Object) -> None:
        """Write an object anew, as it is at the end; one that stands within another must be reached through that."""
        number, generation = thing.objgen
        if not number:
            raise LookupError("only an indirect object can be written anew")
        if number < self.first:
            self.touched[number] = (generation, thing)

    def written(self) -> bytearray:
        """Return what is to be appended; `places` then says where each object lies in the whole."""
        out = bytearray(b"" if self.pdf.endswith(b"\n") else b"\n")
        generations: dict[int, int] = {}
        for number, generation, thing in self._things():
            self.places[number], generations[number] = len(self.pdf) + len(out), generation
            body = self.raw.get(number) or _body(thing)
            out += b"%d %d obj\n%b\nendobj\n" % (number, generation, body)
        self._index(out, generations)
        return out

    def _next(self) -> int:
        """The number that the next new object will have; the one it costs to learn that is never written."""
        number: int = self.document.make_indirect(pikepdf.Dictionary()).objgen[0]
        return number + 1

    def _things(self) -> Iterator[tuple[int, int, pikepdf.Object]]:
        for number, (generation, thing) in sorted(self.touched.items()):
            yield number, generation, thing
        for number in range(self.first, self._next() - 1):
            yield number, 0, self.document.get_object(number, 0)

    def _index(self, out: bytearray, generations: dict[int, int]) -> None:
        start, last = len(self.pdf) + len(out), max([int(self.document.trailer.Size) - 1, *self.places])
        table = self.pdf[self.before : self.before + 4] == b"xref"
        words = pikepdf.Dictionary(Size=last + 1, Prev=self.before)
        for key in ("/Root", "/Info"):
            if key in self.document.trailer:
                words[key] = self.document.trailer[key]
        old = self.document.trailer.get("/ID")
        words["/ID"] = pikepdf.Array(
            [old[0] if old else pikepdf.String(os.urandom(16)), pikepdf.String(os.urandom(16))]
        )
        if table:
            out += b"xref\n"
            for first, numbers in _runs(sorted(self.places)):
                out += b"%d %d\n" % (first, len(numbers))
                out += b"".join(b"%010d %05d n \n" % (self.places[one], generations[one]) for one in numbers)
            out += b"trailer\n" + words.unparse()
        else:
            number = last + 1
            entries = {one: (self.places[one], generations[one]) for one in self.places} | {number: (start, 0)}
            content = zlib.compress(
                b"".join(
                    b"\1" + at.to_bytes(5) + generation.to_bytes(2) for _n, (at, generation) in sorted(entries.items())
                )
            )
            index = [part for first, numbers in _runs(sorted(entries)) for part in (first, len(numbers))]
            words.update(
                {
                    "/Type": pikepdf.Name.XRef,
                    "/Size": number + 1,
                    "/W": pikepdf.Array([1, 5, 2]),
                    "/Index": pikepdf.Array(index),
                    "/Filter": pikepdf.Name.FlateDecode,
                    "/Length": len(content),
                }
            )
            out += b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj" % (number, words.unparse(), content)
        out += b"\nstartxref\n%d\n%%%%EOF\n" % start


def _body(thing: pikepdf.Object) -> bytes:
    if not isinstance(thing, pikepdf.Stream):
        return thing.unparse(resolved=True)
    content, words = thing.read_raw_bytes(), pikepdf.Dictionary(dict(thing.stream_dict.items()))
    words["/Length"] = len(content)
    return b"%b\nstream\n%b\nendstream" % (words.unparse(), content)


def _runs(numbers: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield neighbouring numbers together, with the first of them."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run[0], run
            run = []
        run.append(number)
    if run:
        yield run[0], run

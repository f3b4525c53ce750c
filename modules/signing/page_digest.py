"""One digest for what pages show: their size, drawing and pictures, whatever file they have been put into.

It stays the same when pages are joined with others or signed, so a seal printed in a file can name that file's pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.toolkit import lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")


DEEPEST = 5  # forms within forms


def digest_of(pdf: pikepdf.Pdf, pages: int | None = None) -> bytes:
    """Return the SHA-256 of the first `pages` pages (all, when left out)."""
    whole = hashlib.sha256()
    for page in list(pdf.pages)[:pages]:
        one = hashlib.sha256(" ".join(f"{float(edge):.2f}" for edge in page.mediabox).encode())
        contents = page.obj.get("/Contents", ())
        for stream in [contents] if isinstance(contents, pikepdf.Stream) else contents:
            one.update(_bytes(stream).strip() + b"\n")
        for content in _drawn(page.obj.get("/Resources", {}), 0):
            one.update(hashlib.sha256(content).digest())
        whole.update(one.digest())
    return whole.digest()


def _drawn(resources: Any, depth: int) -> Iterator[bytes]:
    """Yield the pictures and forms that a page draws, by name."""
    named = resources.get("/XObject", {})
    for name in sorted(named.keys()):
        drawn = named[name]
        yield _bytes(drawn)
        if "/SMask" in drawn:
            yield _bytes(drawn["/SMask"])
        if depth < DEEPEST and "/Resources" in drawn:
            yield from _drawn(drawn["/Resources"], depth + 1)


def _bytes(stream: Any) -> bytes:
    try:
        content: bytes = stream.read_bytes()
    except pikepdf.PdfError:  # a JPEG is its own bytes; only what a writer may compress anew is compared unpacked
        content = stream.read_raw_bytes()
    return content

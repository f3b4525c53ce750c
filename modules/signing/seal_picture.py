"""Reading a seal off a photograph, a scan or the last pages of a PDF; nothing of it is kept."""

from __future__ import annotations

from app.toolkit import codes_in
from modules.signing.seal import MARK


def seal_in(content: bytes) -> str:
    """Return the text of the first seal found in a picture or PDF; ValueError when there is none."""
    for text in codes_in(content):
        if text.startswith(MARK):
            return text
    raise ValueError(MARK)

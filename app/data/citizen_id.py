"""The personal identification number (số định danh cá nhân): 12 digits (Law on Identification 26/2023/QH15, art. 12)."""

from __future__ import annotations

import re

from app.data.text import _

LENGTH = 12


def check_citizen_id(typed: str) -> str:
    """Return the number without spaces and dots; ValueError says in a sentence what is missing."""
    bare = re.sub(r"[\s.\-]", "", typed)
    if not (bare.isascii() and bare.isdigit()):
        raise ValueError(str(_("A personal number has digits only")))
    if len(bare) != LENGTH:
        raise ValueError(str(_("A personal number needs 12 digits, there are %(count)s", count=len(bare))))
    return bare

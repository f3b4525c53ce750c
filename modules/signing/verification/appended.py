"""What was written behind a signature: whole revisions, which every reader finds in the same places, and nothing else.

Objects that no table names, or a table that lies elsewhere, are shown by readers that mend what they think is damaged.
"""

from __future__ import annotations

import re
from typing import Any

HEADS = re.compile(rb"(?<![0-9])[0-9]{1,10}[\s\0]+[0-9]{1,5}[\s\0]+obj(?![a-zA-Z0-9])")


def is_astray(pdf: bytes, end: int, reader: Any) -> bool:
    """Whether behind `end` lies something other than revisions as their tables (of pyHanko's reader) tell them."""
    xrefs, named = reader.xrefs, set()
    for number in range(xrefs.total_revisions):
        place = xrefs.get_xref_container_info(number)
        if place.declared_startxref < end:
            continue
        if place.stream_ref is None and pdf[place.declared_startxref : place.declared_startxref + 4] != b"xref":
            return True
        entries = _entries(xrefs.get_xref_data(number))
        if not all(_leads_to(pdf, *entry) for entry in entries):
            return True
        named |= {_first_letter(pdf, offset) for offset in (place.declared_startxref, *(one[2] for one in entries))}
    return not named or any(head.start() not in named for head in HEADS.finditer(pdf, end))


def _entries(section: Any) -> list[tuple[int, int, int]]:
    """Return number, generation and place of each object that a table names, and of its second table."""
    found = [(number, generation, place) for number, (generation, place) in section.standard_xrefs.items()]
    if section.hybrid is not None:
        second = section.hybrid.meta_info
        found += [*_entries(section.hybrid.xref_data), (second.stream_ref.idnum, 0, second.declared_startxref)]
    return found


def _leads_to(pdf: bytes, number: int, generation: int, place: int) -> bool:
    """Whether the object lies where the table says: some readers do not look at its number."""
    head = HEADS.match(pdf, _first_letter(pdf, place))
    return head is not None and head[0].split()[:2] == [b"%d" % number, b"%d" % generation]


def _first_letter(pdf: bytes, place: int) -> int:
    """Some programs name the line break before an object."""
    while pdf[place : place + 1] in {b"\n", b"\r", b" "}:
        place += 1
    return place

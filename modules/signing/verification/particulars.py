"""What a document says about itself (title, author, subject, and the like), apart from what each program writes anew."""

from __future__ import annotations

from typing import Any

import pikepdf

ANEW = {"ModDate", "Producer", "Trapped", "ModifyDate", "MetadataDate", "InstanceID", "CreatorTool", "CreateDate"}
ALWAYS = {"application/pdf", "x-default"}
LARGEST = 2**20  # bytes of metadata that are read

Particulars = frozenset[tuple[str, str]]


def particulars(document: pikepdf.Pdf) -> Particulars:
    """Return the names and values of the document's dictionary and of its XMP. Raises on metadata that is no XML."""
    told = {(key.lstrip("/"), str(value)) for key, value in document.trailer.get("/Info", {}).items()}
    stream: Any = document.Root.get("/Metadata")
    if stream is not None:
        told |= _xmp(stream.read_bytes())
    return frozenset((name, value) for name, value in told if name not in ANEW)


def misled(signed: Particulars, now: Particulars) -> bool:
    """Whether something else is said: a value that was there is gone, or one is new that nothing said before.

    The same value may be said in a further place: many programs copy the document's dictionary into its metadata.
    """
    said = {value for _name, value in signed} | ALWAYS
    return bool(signed - now) or any(value not in said for _name, value in now - signed)


def _xmp(packet: bytes) -> set[tuple[str, str]]:
    if len(packet) > LARGEST:
        raise ValueError(len(packet))
    from lxml import etree  # 4 MB that a server at rest does without; who examines files has it from the start

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    found = set()
    for node in etree.fromstring(packet.strip(b"\0 \r\n\t"), parser).iter(etree.Element):
        owner = next((one for one in node.iterancestors() if "22-rdf-syntax-ns#" not in one.tag), node)
        name = etree.QName(node if "22-rdf-syntax-ns#" not in node.tag else owner).localname
        if node.text and node.text.strip() and not _within_anew(node):
            found.add((name, node.text.strip()))
        found |= {(etree.QName(key).localname, value) for key, value in node.attrib.items() if not _of_rdf(key)}
    return found


def _within_anew(node: Any) -> bool:
    from lxml import etree

    names = {etree.QName(one).localname for one in (node, *node.iterancestors())}
    return bool(names & {*ANEW, "History", "Ingredients"})


def _of_rdf(key: str) -> bool:
    return "22-rdf-syntax-ns#" in key or "XML/1998" in key or "adobe:ns:meta" in key

"""SOAP 1.1: envelopes written with their elements in order, answers read without ever asking another address.

The library for XML is loaded with the first call: most servers never make one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from modules.interconnect.ports.port import Garbled, Refused, Reply, Silent

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
Parts = Iterable[tuple[str, "str | Parts"]]


def envelope(space: str, call: str, parts: Parts) -> bytes:
    """Return an envelope with one call of a namespace; the parts stand in the order given."""
    from lxml import etree

    root = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap={"soapenv": ENVELOPE, "ns": space})
    etree.SubElement(root, f"{{{ENVELOPE}}}Header")
    _fill(etree.SubElement(etree.SubElement(root, f"{{{ENVELOPE}}}Body"), f"{{{space}}}{call}"), space, parts)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def body_of(reply: Reply) -> Any:
    """Return the first element of the body. Garbled: it is no envelope. Refused: a fault that says why. Silent: their trouble."""
    from lxml import etree

    try:
        root = etree.fromstring(reply.body, parser())
        body = root.find(f"{{{ENVELOPE}}}Body")
        first = None if body is None else next(iter(body.iterchildren(etree.Element)), None)
    except (etree.XMLSyntaxError, ValueError) as error:
        if reply.status >= 500:
            raise Silent(f"HTTP {reply.status}", reached=True) from error
        raise Garbled("not XML") from error
    if first is None:
        raise Garbled("no SOAP body")
    if etree.QName(first).localname == "Fault":
        code, words = text(first, "faultcode"), text(first, "faultstring")
        if code.rpartition(":")[2].startswith("Server"):
            raise Silent(words or code, reached=True)
        raise Refused(code.rpartition(":")[2], words or code)
    return first


def parser() -> Any:
    """A parser that reads no entity and no document type, and asks nobody."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )


def found(element: Any, name: str) -> Any:
    """Return the first element of a local name below another, whatever its namespace; None without one."""
    return next(iter(element.xpath(".//*[local-name()=$name]", name=name)), None)


def text(element: Any, *path: str) -> str:
    """Return the text at the end of a path of local names; empty where it ends early."""
    for name in path:
        element = None if element is None else found(element, name)
    return "" if element is None else "".join(element.itertext()).strip()


def _fill(parent: Any, space: str, parts: Parts) -> None:
    for name, value in parts:
        child = parent.makeelement(f"{{{space}}}{name}")
        parent.append(child)
        if isinstance(value, str):
            child.text = value
        else:
            _fill(child, space, value)

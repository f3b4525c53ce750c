"""What differs between what was signed and what lies here, part by part: pages, annotations, form, appearances.

Our own comparison, beside pyHanko's: its form-filling level lets changed form values through, and it raises on odd files.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from modules.signing.verification.verdict import Finding

Rect = tuple[float, float, float, float]
# What signing and long-term validation write themselves.
OWN = {"/AcroForm", "/DSS", "/Extensions", "/Pages", "/Metadata", "/Type", "/Version", "/Perms"}
LINKS_BACK = {"/Parent", "/P"}
DEEPEST = 60


@dataclass
class Widget:
    """A signature field on a page."""

    page: int
    rect: Rect
    signed: bool
    look: str

    @property
    def empty(self) -> bool:
        """Whether it shows nothing."""
        return self.rect[2] - self.rect[0] < 1 or self.rect[3] - self.rect[1] < 1

    def compared(self, later: Widget | None) -> list[Finding]:
        """What became of it: it must stay where it is, and once signed keep its picture."""
        if later is None or (later.page, later.rect) != (self.page, self.rect):
            return [Finding("annotation", self.page)]
        if self.signed and (not later.signed or later.look != self.look):
            return [Finding("appearance", self.page)]
        return []


@dataclass
class Anatomy:
    """The parts of one revision as digests."""

    pages: list[str] = field(default_factory=list)
    annotations: list[list[str]] = field(default_factory=list)
    widgets: dict[str, Widget] = field(default_factory=dict)
    form: str = ""
    document: str = ""


def anatomy(pdf: bytes) -> Anatomy:
    """Take a revision apart. Raises pikepdf.PdfError or RecursionError on damaged files."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found, names = Anatomy(), _signature_fields(document)
        places = {page.obj.objgen: f"page {number}" for number, page in enumerate(document.pages, 1)}
        digests = _Digests({**places, **{key: f"field {name}" for key, name in names.items()}})
        for number, page in enumerate(document.pages, 1):
            found.pages.append(digests.of(page.obj, skip=("/Annots", *LINKS_BACK)))
            others = []
            for annotation in page.obj.get("/Annots", Array()):
                name = names.get(annotation.objgen) if annotation.is_indirect else None
                if name is None:
                    others.append(digests.of(annotation))
                else:
                    found.widgets[name] = _widget(annotation, number, digests)
            found.annotations.append(sorted(others))
        root = document.Root
        found.document = digests.of(Dictionary({key: root[key] for key in root.keys() if key not in OWN}))  # noqa: SIM118 - a pikepdf dictionary
        found.form = _form(root.get("/AcroForm", Dictionary()), set(names), digests)
        return found


def differences(signed: Anatomy, now: Anatomy) -> tuple[list[Finding], dict[int, list[Rect]], dict[int, list[Rect]]]:
    """Return what is not allowed, and per page the places of known and of new signature fields."""
    found: list[Finding] = []
    if len(signed.pages) != len(now.pages):
        return [Finding("pages")], {}, {}
    for page, (before, after) in enumerate(zip(signed.pages, now.pages, strict=True), 1):
        if before != after:
            found.append(Finding("page", page))
        if signed.annotations[page - 1] != now.annotations[page - 1]:
            found.append(Finding("annotation", page))
    if signed.form != now.form:
        found.append(Finding("form"))
    if signed.document != now.document:
        found.append(Finding("document"))
    known: dict[int, list[Rect]] = {}
    new: dict[int, list[Rect]] = {}
    for name, widget in signed.widgets.items():
        found += widget.compared(now.widgets.get(name))
        known.setdefault(widget.page, []).append(widget.rect)
    for name in now.widgets.keys() - signed.widgets.keys():
        widget = now.widgets[name]
        if not widget.empty:
            new.setdefault(widget.page, []).append(widget.rect)
    return found, known, new


def _widget(annotation: Any, page: int, digests: _Digests) -> Widget:
    x0, y0, x1, y1 = (float(number) for number in annotation.get("/Rect", [0, 0, 0, 0]))
    rect = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    value = annotation.get("/V")
    if value is None and "/Parent" in annotation:
        value = annotation.Parent.get("/V")
    look = digests.of(annotation.get("/AP", Dictionary()))
    return Widget(page, rect, value is not None, look)


def _signature_fields(document: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """Return the full name of each signature widget by its object."""
    found: dict[tuple[int, int], str] = {}

    def walk(node: Any, name: str, kind: Any, depth: int) -> None:
        if depth > DEEPEST:
            raise RecursionError("fields nest too deep")
        name = f"{name}.{node['/T']}" if "/T" in node else name
        kind = node.get("/FT", kind)
        if kind == Name.Sig and node.is_indirect:
            found[node.objgen] = name
        for child in node.get("/Kids", Array()):
            walk(child, name, kind, depth + 1)

    for node in document.Root.get("/AcroForm", Dictionary()).get("/Fields", Array()):
        walk(node, "", None, 0)
    return found


def _form(form: Any, signatures: set[tuple[int, int]], digests: _Digests) -> str:
    fields = [one for one in form.get("/Fields", Array()) if not (one.is_indirect and one.objgen in signatures)]
    rest = Dictionary({key: form[key] for key in form.keys() if key not in ("/Fields", "/SigFlags")})  # noqa: SIM118 - a pikepdf dictionary
    return digests.of(Array(fields)) + digests.of(rest)


class _Digests:
    """SHA-256 of objects with all they lead to; each indirect object is read once.

    What is compared by itself (pages, signature fields) counts as its name where something else leads to it.
    """

    def __init__(self, named: dict[tuple[int, int], str]) -> None:
        self.known: dict[tuple[int, int], bytes] = {key: name.encode() for key, name in named.items()}

    def of(self, thing: Object, skip: tuple[str, ...] = ()) -> str:
        return self._of(thing, 0, skip).hex()

    def _of(self, thing: Any, depth: int, skip: tuple[str, ...] = ()) -> bytes:
        if depth > DEEPEST:
            raise RecursionError("objects nest too deep")
        key = thing.objgen if isinstance(thing, Object) and thing.is_indirect and not skip else None
        if key is not None and key in self.known:
            return self.known[key]
        if key is not None:
            self.known[key] = b"circle"
        digest = hashlib.sha256(self._content(thing, depth, skip)).digest()
        if key is not None:
            self.known[key] = digest
        return digest

    def _content(self, thing: Any, depth: int, skip: tuple[str, ...]) -> bytes:
        if isinstance(thing, (Dictionary, Stream)):
            left_out = {*skip, *LINKS_BACK, "/Length"}
            keys = sorted(key for key in thing.keys() if key not in left_out)  # noqa: SIM118 - a pikepdf dictionary
            body = b"".join(key.encode() + self._of(thing[key], depth + 1) for key in keys)
            return b"D" + body + (thing.read_raw_bytes() if isinstance(thing, Stream) else b"")
        if isinstance(thing, Array):
            return b"A" + b"".join(self._of(one, depth + 1) for one in thing)
        return b"V" + (thing.unparse() if isinstance(thing, Object) else repr(thing).encode())

"""What differs between what was signed and what lies here, part by part: pages, annotations, form, appearances.

Our own comparison, beside pyHanko's: its form-filling level lets changed form values through, and it raises on odd files.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from modules.signing.verification.digests import Digests
from modules.signing.verification.particulars import Particulars, misled, particulars
from modules.signing.verification.verdict import Finding

Rect = tuple[float, float, float, float]
# What signing and long-term validation write themselves, or what is compared apart from the rest.
OWN = ("/AcroForm", "/DSS", "/Extensions", "/Pages", "/Metadata", "/Type", "/Version", "/Perms")
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
FILLED = ("/V", "/AP", "/F", "/M", "/MK", "/Lock", "/DA", "/DR", "/Ff")  # what signing a prepared field may set
DEEPEST = 60  # fields within each other, nodes above a page


@dataclass
class Widget:
    """A signature field on a page; `look` what it shows, `whole` everything about it, `rest` what signing leaves alone."""

    page: int
    rect: Rect
    signed: bool
    shows: bool
    look: str
    whole: str
    rest: str

    @property
    def empty(self) -> bool:
        """Whether it shows nothing."""
        return self.rect[2] - self.rect[0] < 1 or self.rect[3] - self.rect[1] < 1

    def compared(self, later: Widget | None) -> list[Finding]:
        """What became of it: it stays where it is, shows nothing before it is signed, and then stays as it is."""
        if later is None or (later.page, later.rect, later.rest) != (self.page, self.rect, self.rest):
            return [Finding("annotation", self.page)]
        if (self.signed or not later.signed) and later.whole != self.whole:
            return [Finding("appearance", self.page)]
        return []


@dataclass
class Anatomy:
    """The parts of one revision as digests."""

    pages: list[str] = field(default_factory=list)
    annotations: list[list[str]] = field(default_factory=list)
    widgets: dict[str, Widget] = field(default_factory=dict)
    form: str = ""
    letters: dict[str, str] = field(default_factory=dict)  # fonts and the like that the form's fields are written with
    document: str = ""
    said: Particulars = frozenset()


def anatomy(pdf: bytes) -> Anatomy:
    """Take a revision apart. Raises pikepdf.PdfError or RecursionError on damaged files, and others on hostile ones."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found, names, root = Anatomy(said=particulars(document)), _signature_fields(document), document.Root
        places = {page.obj.objgen: f"page {number}" for number, page in enumerate(document.pages, 1)}
        fields = {key: f"field {name}" for key, name in names.items()}
        digests = Digests({root.objgen: "document", **places, **fields})
        for number, page in enumerate(document.pages, 1):
            handed_down = [_inherited(page.obj, key) for key in INHERITED]
            found.pages.append(digests.of(page.obj, *handed_down, skip=("/Annots", "/Parent")))
            others = []
            for annotation in page.obj.get("/Annots", Array()):
                name = names.get(annotation.objgen) if annotation.is_indirect else None
                if name is None or name in found.widgets:  # a field shows once; wherever else it does is judged as any
                    others.append(digests.of(annotation))
                else:
                    found.widgets[name] = _widget(annotation, number, digests)
            found.annotations.append(others)
        found.document = digests.of(root, skip=OWN)
        found.form, found.letters = _form(root.get("/AcroForm", Dictionary()), set(names), digests)
        return found


def differences(signed: Anatomy, now: Anatomy) -> tuple[list[Finding], dict[int, list[Rect]], dict[int, list[Rect]]]:
    """Return what is not allowed, and per page the places of known and of new signature fields."""
    if len(signed.pages) != len(now.pages):
        return [Finding("pages")], {}, {}
    found = _outside_fields(signed, now)
    known: dict[int, list[Rect]] = {}
    new: dict[int, list[Rect]] = {}
    for name, widget in signed.widgets.items():
        found += widget.compared(now.widgets.get(name))
        known.setdefault(widget.page, []).append(widget.rect)
    for name in now.widgets.keys() - signed.widgets.keys():
        widget = now.widgets[name]
        if widget.shows and not widget.signed and not widget.empty:
            found.append(Finding("annotation", widget.page))  # nobody has signed what it says
        if not widget.empty:
            new.setdefault(widget.page, []).append(widget.rect)
    return found, known, new


def _outside_fields(signed: Anatomy, now: Anatomy) -> list[Finding]:
    found: list[Finding] = []
    for page, (before, after) in enumerate(zip(signed.pages, now.pages, strict=True), 1):
        if before != after:
            found.append(Finding("page", page))
        if signed.annotations[page - 1] != now.annotations[page - 1]:
            found.append(Finding("annotation", page))
    if signed.form != now.form or any(now.letters.get(name) != one for name, one in signed.letters.items()):
        found.append(Finding("form"))
    if signed.document != now.document or misled(signed.said, now.said):
        found.append(Finding("document"))
    return found


def _inherited(page: Any, key: str) -> Any:
    """Return what a page takes from the nodes above it; None where it says so itself, or nobody does."""
    node = page
    for _n in range(DEEPEST):
        if key in node:
            return None if node is page else node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    raise RecursionError("nodes nest too deep")


def _widget(annotation: Any, page: int, digests: Digests) -> Widget:
    x0, y0, x1, y1 = (float(number) for number in annotation.get("/Rect", [0, 0, 0, 0]))
    rect = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    value = annotation.get("/V")
    if value is None and "/Parent" in annotation:
        value = annotation.Parent.get("/V")
    look, marks = annotation.get("/AP", Dictionary()), annotation.get("/MK", Dictionary())
    return Widget(
        page,
        rect,
        signed=value is not None,
        shows=bool(len(look) or len(marks)),
        look=digests.of(look),
        whole=digests.of(annotation, value),
        rest=digests.of(annotation, skip=FILLED),
    )


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


def _form(form: Any, signatures: set[tuple[int, int]], digests: Digests) -> tuple[str, dict[str, str]]:
    """Digest the form, and what its fields are written with: to that, programs that sign add fonts of their own."""
    fields = [one for one in form.get("/Fields", Array()) if not (one.is_indirect and one.objgen in signatures)]
    letters: dict[str, str] = {}
    if fields:
        for kind, held in form.get("/DR", Dictionary()).items():
            named = held.items() if isinstance(held, Dictionary) else [("", held)]
            letters |= {f"{kind}{name}": digests.of(one) for name, one in named}
        if "/DA" in form:
            letters["/DA"] = digests.of(form["/DA"])
    return digests.of(Array(fields)) + digests.of(form, skip=("/Fields", "/SigFlags", "/DR", "/DA")), letters

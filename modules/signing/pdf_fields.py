"""Signature fields of a PDF: put there empty, filled later, each time by appending and never by rewriting."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.toolkit import _, clock, lazily
from modules.signing import cms
from modules.signing.look import Look
from modules.signing.revision import Revision
from modules.signing.signer import Signer

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

RESERVED = 16_384  # bytes kept for a signature, its certificates and its timestamp
Box = tuple[float, float, float, float]
PRINTED_AND_LOCKED = 132
RANGE = b"/ByteRange ["
HOLE = b"/Contents <"


@dataclass(frozen=True)
class Field:
    """An empty signature field: its page from 0 (-1: the last), box in points, and whether it closes the document."""

    name: str
    page: int
    box: Box
    locks: bool = False

    def add(self, revision: Revision) -> pikepdf.Object:
        """Put the field on its page and into the form; returns it."""
        document = revision.document
        page = document.pages[self.page].obj
        words = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String(self.name),
            F=PRINTED_AND_LOCKED,
            Rect=pikepdf.Array([round(edge, 2) for edge in self.box]),
            P=page,
        )
        if self.locks:
            words.Lock = document.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.SigFieldLock, Action=pikepdf.Name.All)
            )
        field = revision.add(words)
        _append(revision, page, "/Annots", field)
        root = document.Root
        if "/AcroForm" not in root:
            root.AcroForm = revision.add(pikepdf.Dictionary(Fields=pikepdf.Array()))
            revision.touch(root)
        _append(revision, root.AcroForm if root.AcroForm.is_indirect else root, "/Fields", field, root.AcroForm)
        root.AcroForm.SigFlags = 3
        return field


def fields_of(revision: Revision) -> dict[str, pikepdf.Object]:
    """Return the signature fields by name."""
    form = revision.document.Root.get("/AcroForm", pikepdf.Dictionary())
    return {
        str(one.T): one
        for one in form.get("/Fields", pikepdf.Array())
        if one.get("/FT") == pikepdf.Name.Sig and "/T" in one
    }


@dataclass(frozen=True)
class Signing:
    """One signature to be made: in which field, in whose name, seen how, permitting what afterwards.

    `certifies`: nothing but form fields may be filled afterwards (DocMDP 2).
    """

    field: str
    name: str
    look: Look | None = None
    certifies: bool = False
    second: bool = False  # somebody must have signed before, in whichever field: a device may have made its own
    new: Field | None = None  # made together with the signature, where none was prepared

    def made(self, pdf: bytes, signer: Signer, timestamper: cms.Timestamper | None = None) -> bytes:
        """Sign. ValueError: no such field, already signed, or the holder of the key refuses."""
        revision = Revision(pdf)
        fields = fields_of(revision)
        field = fields.get(self.field)
        if field is None and self.new is not None:
            field = self.new.add(revision)
        if field is None:
            raise ValueError(str(_("This file was not prepared for signing.")))
        if "/V" in field:
            raise ValueError(str(_("This file is already signed.")))
        if self.second and not any("/V" in one for one in fields.values()):
            raise ValueError(str(_("The official has to sign before the agency.")))
        self._fill(revision, field)
        return filled(pdf, revision, field.V, lambda digest: cms.signed(digest, signer, timestamper))

    def _fill(self, revision: Revision, field: pikepdf.Object) -> None:
        document = revision.document
        x0, y0, x1, y1 = (float(edge) for edge in field.Rect)
        if self.look is not None and x1 > x0 and y1 > y0:
            field.AP = pikepdf.Dictionary(N=self.look.draw(document, x1 - x0, y1 - y0))
        rules = []
        if self.certifies:
            rules.append(_rule(pikepdf.Name.DocMDP, pikepdf.Dictionary(P=2, V=pikepdf.Name("/1.2"))))
        if "/Lock" in field:
            rules.append(
                _rule(
                    pikepdf.Name.FieldMDP,
                    pikepdf.Dictionary(Action=field.Lock.Action, V=pikepdf.Name("/1.2")),
                    Data=document.Root,
                )
            )
        words = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/ETSI.CAdES.detached"),
            Name=pikepdf.String(self.name),
            M=pikepdf.String(pdf_time(clock.now())),
        )
        if rules:
            words.Reference = pikepdf.Array(rules)
        field.V = revision.add(words)
        revision.touch(field)
        if self.certifies:
            document.Root.Perms = pikepdf.Dictionary(DocMDP=field.V)
            revision.touch(document.Root)


def filled(pdf: bytes, revision: Revision, signature: pikepdf.Object, make: Any) -> bytes:
    """Write the revision with a hole in a signature dictionary, and what `make(digest)` returns into the hole."""
    number = signature.objgen[0]
    words = signature.unparse(resolved=True).rstrip()[:-2]
    revision.raw[number] = words + RANGE + b" " * 44 + b"]" + HOLE + b"0" * (2 * RESERVED) + b">>>"
    out = revision.written()
    begin = out.index(HOLE, revision.places[number] - len(pdf)) + len(HOLE) - 1
    end = begin + 2 * RESERVED + 2
    place = out.index(RANGE, revision.places[number] - len(pdf)) + len(RANGE)
    numbers = b"0 %d %d %d" % (len(pdf) + begin, len(pdf) + end, len(out) - end)
    out[place : place + 44] = numbers.ljust(44)
    digest = hashlib.sha256(pdf)
    digest.update(memoryview(out)[:begin])
    digest.update(memoryview(out)[end:])
    content: bytes = make(digest.digest())
    if len(content) > RESERVED:
        raise ValueError(str(_("The signature is larger than the room kept for it.")))
    out[begin + 1 : begin + 1 + 2 * len(content)] = content.hex().encode()
    return b"".join((pdf, out))


def pdf_time(moment: datetime) -> str:
    """Return a moment as PDF writes it: D:20261123140509+07'00'."""
    zone = f"{moment:%z}"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def _rule(method: pikepdf.Name, words: pikepdf.Dictionary, **more: Any) -> pikepdf.Dictionary:
    words.Type = pikepdf.Name.TransformParams
    return pikepdf.Dictionary(Type=pikepdf.Name.SigRef, TransformMethod=method, TransformParams=words, **more)


def _append(
    revision: Revision, owner: pikepdf.Object, key: str, thing: pikepdf.Object, holder: pikepdf.Object | None = None
) -> None:
    """Add to a list that stands in `holder` (the owner itself, when left out), wherever the file keeps it."""
    holder = owner if holder is None else holder
    if key not in holder:
        holder[key] = pikepdf.Array()
    held = holder[key]
    held.append(thing)
    revision.touch(held if held.is_indirect else owner)
    if held.is_indirect and holder is not owner:
        revision.touch(owner)

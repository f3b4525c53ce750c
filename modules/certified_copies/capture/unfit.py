"""PDF files that are no plain scan of a paper original: signed, with forms or scripts, or with things hidden in them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.toolkit import _, lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

MOST_FIELDS = 2000
MOST_DEPTH = 20


def refuse_unfit(name: str, content: bytes) -> None:
    """ValueError with a sentence when a PDF is no plain scan; a damaged one or one with a password is refused too.

    A signed original is no case for this procedure: NĐ 45/2020 art. 3(9) speaks of a paper original (reason R12).
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            check(name, document)
    except pikepdf.PasswordError as error:
        raise ValueError(str(_("%(name)s is protected by a password; scan the paper.", name=name))) from error
    except pikepdf.PdfError as error:
        raise ValueError(str(_("%(name)s is damaged and cannot be opened.", name=name))) from error


def check(name: str, document: pikepdf.Pdf) -> None:
    """The same of a PDF that is open already."""
    if _is_signed(document):
        raise ValueError(
            str(
                _(
                    "R12: %(name)s is an electronic original with a digital signature. Check its signature, "
                    "or make a true copy; this procedure certifies copies of paper originals.",
                    name=name,
                )
            )
        )
    if _fields(document):
        raise ValueError(str(_("%(name)s has form fields, so it is no scan; scan the paper.", name=name)))
    if _runs(document):
        raise ValueError(str(_("%(name)s has scripts or hidden files; scan the paper.", name=name)))
    if any(_is_laid_over(note) for page in document.pages for note in _notes(page)):
        raise ValueError(str(_("%(name)s has notes or stamps laid over its pages; scan the paper.", name=name)))
    if not document.pages:
        raise ValueError(str(_("%(name)s has no pages.", name=name)))


def _is_signed(document: pikepdf.Pdf) -> bool:
    return "/Perms" in document.Root or any(
        field.get("/FT") == "/Sig" and field.get("/V") is not None for field in _fields(document)
    )


def _fields(document: pikepdf.Pdf) -> list[Any]:
    form = document.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return []
    return list(_below(form.get("/Fields"), [MOST_FIELDS], 0))


def _notes(page: pikepdf.Page) -> list[Any]:
    notes = page.obj.get("/Annots")
    return list(notes)[:MOST_FIELDS] if isinstance(notes, pikepdf.Array) else []


def _is_laid_over(note: Any) -> bool:
    # Programs that read the letters of a scan add links; those show nothing of their own.
    return isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") != "/Link"


def _below(fields: Any, left: list[int], depth: int) -> Iterator[Any]:
    # A hostile file may nest fields for ever, or name one as its own child.
    if not isinstance(fields, pikepdf.Array) or depth > MOST_DEPTH:
        return
    for field in fields:
        if not isinstance(field, pikepdf.Dictionary) or left[0] <= 0:
            continue
        left[0] -= 1
        yield field
        yield from _below(field.get("/Kids"), left, depth + 1)


def _runs(document: pikepdf.Pdf) -> bool:
    root = document.Root
    names = root.get("/Names")
    hidden = isinstance(names, pikepdf.Dictionary) and ("/JavaScript" in names or "/EmbeddedFiles" in names)
    # An opening action that only turns to a page is an array or a plain GoTo.
    opening = root.get("/OpenAction")
    acts = isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo"
    return hidden or acts or "/AA" in root or any("/AA" in page.obj for page in document.pages)

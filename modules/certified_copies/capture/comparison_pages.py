"""The page “Scanned pages” of a copy: look, turn, order, retake and tick, page by page beside the facts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.toolkit import _, asked_record, db, hand_out, keep, note_reading, resource_of, telling, work
from modules.certified_copies.capture.findings import findings_of
from modules.certified_copies.capture.pages import Page, pages_of
from modules.certified_copies.capture.preview import preview
from modules.certified_copies.models import OPEN, Copy
from modules.certified_copies.roles import CLERK

bp = Blueprint("certified_copies_pages", __name__, url_prefix="/certified-pages")
VERBS = {
    "turn": Page.rotate,
    "up": lambda page: page.move(-1),
    "down": lambda page: page.move(1),
    "tick": Page.tick,
    "keep": Page.keep,
    "untick": Page.untick,
    "remove": Page.remove,
}

FACTS = (Copy.title, Copy.original_number, Copy.issued_on, Copy.issuer, Copy.requester)  # shown beside the pages


@dataclass(frozen=True)
class Compared:
    """The pages of a copy, how many are ticked and how many have remarks, and whether the person may change them."""

    pages: list[Page]
    ticked: int
    remarks: int
    may: bool


def panel(copy: Copy) -> Compared | None:
    """How far the comparison is; None where nobody has scanned and nobody may."""
    pages = pages_of(db.session(), copy.id)
    if not pages and not _may(copy):
        return None
    found = findings_of(db.session(), copy, pages)
    ticked = sum(page.ticked_at is not None for page in pages)
    return Compared(pages, ticked, sum(map(bool, found.values())), _may(copy))


@bp.get("/<int:row>")
def show(row: int) -> str:
    """One page large, the others as small pictures, the facts of the copy beside it."""
    copy = asked_record(Copy, row)
    pages = pages_of(db.session(), row)
    asked = request.args.get("page", 0, int)
    page = next((one for one in pages if one.id == asked), pages[0] if pages else None)
    found = findings_of(db.session(), copy, pages)
    told = {"copy": copy, "pages": pages, "page": page, "found": found, "may": _may(copy)}
    return render_template("certified_copies/pages.html", res=resource_of(Copy), facts=FACTS, **told)


@bp.get("/<int:row>/preview.pdf")
def show_preview(row: int) -> ResponseReturnValue:
    """The copy with its statement as it will be signed; who has read a citizen's paper here is written down, too."""
    copy = asked_record(Copy, row)
    if copy.number is not None:
        abort(404)
    try:
        content = preview(copy)
    except ValueError as error:
        flash(str(error), "bad")
        return _back(row)
    with work(g.principal) as session:
        note_reading(session, copy, str(_("Preview of the statement")), g.principal.user_id)
    return hand_out(content, f"xem-truoc-{copy}.pdf")


@bp.post("/<int:row>/add")
def add(row: int) -> ResponseReturnValue:
    """Add scans behind the pages that are there; each is kept or refused by itself, with a sentence."""
    copy = open_copy(row)
    for one in request.files.getlist("files"):
        if not one.filename:
            continue
        with telling():
            with work(g.principal) as session:
                keep(session, copy, one.filename, one.read(), slot="scan")
            flash(str(_("Added %(name)s.", name=one.filename)), "good")
    return _back(row, request.args.get("page", 0, int))


@bp.post("/<int:row>/<int:number>/retake")
def retake(row: int, number: int) -> ResponseReturnValue:
    """Put another scan in the place of a page."""
    copy, file, shown = open_copy(row), request.files.get("files"), number
    with telling():
        if file is None or not file.filename:
            raise ValueError(str(_("Choose the new scan of this page first.")))
        with work(g.principal) as session:
            page = _page(session, row, number)
            shown = page.replaced_by(keep(session, copy, file.filename, file.read(), slot="scan")).id
    return _back(row, shown)


@bp.post("/<int:row>/<int:number>/<any(turn, up, down, tick, keep, untick, remove):verb>")
def change(row: int, number: int, verb: str) -> ResponseReturnValue:
    """Do one thing with a page; after a tick the next page that lacks one is shown."""
    open_copy(row)
    try:
        with work(g.principal) as session:
            VERBS[verb](_page(session, row, number))
            session.flush()
            pages = pages_of(session, row)
            missing = [page.id for page in pages if page.ticked_at is None]
            if verb == "tick" and missing:
                here = next(at for at, page in enumerate(pages) if page.id == number)
                number = next((page.id for page in pages[here:] if page.id in missing), missing[0])
    except ValueError as error:
        flash(str(error), "bad")
        return _back(row, number)
    if verb == "tick" and not missing:
        flash(str(_("Every page is compared with the original.")), "good")
    return _back(row, 0 if verb == "remove" else number)


def _may(copy: Copy) -> bool:
    return copy.state in OPEN and bool(g.principal.holds((CLERK,), copy.unit_id))


def open_copy(row: int) -> Copy:
    """Return a copy whose pages the person may change; PermissionError when not."""
    copy = asked_record(Copy, row)
    if not _may(copy):
        raise PermissionError(str(_("The pages of this copy can no longer be changed.")))
    return copy


def _page(session: Session, row: int, number: int) -> Page:
    page = session.get(Page, number)
    if page is None or page.copy_id != row:
        abort(404)
    return page


def _back(row: int, number: int = 0) -> ResponseReturnValue:
    return redirect(url_for("certified_copies_pages.show", row=row, page=number or None), 303)

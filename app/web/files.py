"""Files on a record: upload, download, page pictures. Who may open the record may open its files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.data import trail
from app.data.base import db
from app.data.stored import Attachment
from app.data.text import _
from app.engine import leaves, readings
from app.engine.keeping import keep, the_store
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Leaf, Resource
from app.web.answers import hand_out_file, telling
from app.web.page import load, may_edit

bp = Blueprint("files", __name__)


@bp.post("/<resource:res>/<int:row>/files")
def upload(res: Resource, row: int) -> ResponseReturnValue:
    """Add files to a record; each is kept or refused by itself, with a sentence."""
    record = _with_files(res, row)
    if res.scans and not may_edit(res, record):
        raise PermissionError(str(_("Scans can no longer be added in this state.")))
    for one in request.files.getlist("files"):
        if not one.filename:
            continue
        with telling():
            with work(g.principal) as session:
                keep(session, record, one.filename, one.read(), slot="scan" if res.scans else "")
            flash(str(_("Added %(name)s.", name=one.filename)), "good")
    return redirect(url_for("resource.show", res=res, row=row, _anchor="files"), 303)


@bp.get("/<resource:res>/<int:row>/files/<int:number>")
def download(res: Resource, row: int, number: int) -> ResponseReturnValue:
    """Hand out a file; each download leaves a line in the trail."""
    file = _file(res, row, number)
    with work(g.principal) as session:
        trail.note(session, file, "download")
    return hand_out_file(file, save="save" in request.args)


@bp.get("/<resource:res>/<int:row>/files/<int:number>/page-<int:page>.jpg")
def picture(res: Resource, row: int, number: int, page: int) -> ResponseReturnValue:
    """One page of a scan as a picture, 1000 pixels wide (160 with ?small), turned clockwise by ?turn degrees."""
    file = _file(res, row, number)
    width, turn = (160 if "small" in request.args else 1000), request.args.get("turn", 0, int) % 360 // 90 * 90
    _note_reading(res, row, file)
    try:
        content = the_store().cached(
            file.sha256,
            f"{page}-{width}-{turn}.jpg" if turn else f"{page}-{width}.jpg",
            lambda whole: leaves.page_picture(whole, file.kind, page, width, turn),
        )
    except ValueError:
        abort(404)
    return send_file(io.BytesIO(content), "image/jpeg")


@bp.post("/<resource:res>/<int:row>/files/<int:number>/delete")
def delete(res: Resource, row: int, number: int) -> ResponseReturnValue:
    """Take a file off a record while it may be edited; sealed files stay."""
    record, file = load(res, row), _file(res, row, number)
    if file.sealed or not may_edit(res, record):
        raise PermissionError(str(_("This file can no longer be removed.")))
    with work(g.principal) as session:
        session.delete(file)
    flash(str(_("Removed %(name)s.", name=file.name)), "good")
    return redirect(url_for("resource.show", res=res, row=row, _anchor="files"), 303)


def leaves_of(res: Resource, record: Any, files: Sequence[Attachment]) -> Sequence[Leaf]:
    """The pages that the viewer shows of a record: as its resource arranges them, else all of the scans in order."""
    arranged = res.leaves(record) if res.leaves else ()
    scans = [file for file in files if file.slot == "scan"] or [file for file in files if file.slot == "final"]
    return arranged or [Leaf(file, page) for file in scans for page in range(file.pages)]


def _note_reading(res: Resource, row: int, file: Attachment) -> None:
    """A citizen's papers are personal data on every page; one line a day says who looked through them."""
    record = db.session.get_one(res.model, row)
    if res.scans and not readings.noted_today(db.session(), record, file.name, g.principal.user_id):
        with work(g.principal) as session:
            # Again, now that nobody else writes: the pages of a scan are asked for side by side.
            readings.note_once(session, record, file.name, g.principal.user_id)


def _with_files(res: Resource, row: int) -> Any:
    """The record; 404 where none hang on it, or where they are handed out by the module's own rules alone."""
    record = load(res, row)
    if not res.attachments:
        abort(404)
    return record


def _file(res: Resource, row: int, number: int) -> Attachment:
    _with_files(res, row)
    where = (Attachment.id == number, Attachment.resource == registry.key(res), Attachment.row_id == row)
    found = db.session.scalar(select(Attachment).where(*where))
    if found is None:
        abort(404)
    return found

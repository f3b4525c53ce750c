"""Taking in a sheet: the template, the upload, the page of the trial run, and the button that writes it."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.data.base import db
from app.data.fold import normalise
from app.data.format import number as worded
from app.data.import_file import ImportFile
from app.data.text import _
from app.engine import import_jobs, importing, tables
from app.engine.registry import registry
from app.engine.xlsx import XLSX
from app.spec.words import Resource
from app.web import listing

VERDICTS = {
    "wrong": (_("With mistakes"), "rose"),
    "changed": (_("Changed"), "amber"),
    "created": (_("Added"), "green"),
    "unchanged": (_("Unchanged"), "grey"),
}


def index(res: Resource) -> str:
    """How it is done, the template, the upload, and the sheets one has sent."""
    g.principal.require("import", res)
    where = (ImportFile.user_id == g.principal.user_id, ImportFile.resource == registry.key(res))
    sent = db.session.scalars(select(ImportFile).where(*where).order_by(ImportFile.id.desc()).limit(20))
    return render_template("resource/import.html", res=res, sent=list(sent), most=tables.MOST_ROWS)


def template(res: Resource, what: str, kind: str) -> ResponseReturnValue:
    """The sheet to fill in: empty, or with the present rows."""
    from app.engine import sheet_template

    g.principal.require("import", res)
    if what == "template" and kind != "xlsx":
        abort(404)
    if what == "template":
        stream = sheet_template.template(db.session(), res)
    else:
        g.principal.require("export", res)
        try:
            stream = sheet_template.rows(db.session(), res, g.principal, kind, listing.asked())
        except ValueError as error:
            flash(str(error), "bad")
            return redirect(url_for("resource.import", res=res), 303)
    content_type = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    return send_file(stream, content_type, as_attachment=True, download_name=f"{res.slug}-{what}.{kind}")


def send(res: Resource) -> ResponseReturnValue:
    """Take a file and try it; nothing is written."""
    g.principal.require("import", res)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        flash(str(_("Choose a file first.")), "bad")
        return redirect(url_for("resource.import", res=res), 303)
    try:
        file = importing.send(res, normalise(sent.filename)[-200:], sent.read(), g.principal)
        import_jobs.send_check(file, g.principal)
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(url_for("resource.import", res=res), 303)
    return redirect(url_for("resource.import_file", res=res, number=file.id), 303)


def show(res: Resource, number: int) -> str:
    """What the trial run found, and how far the sheet has come."""
    return render_template("resource/import_file.html", res=res, file=_file(res, number), verdicts=VERDICTS)


def write(res: Resource, number: int) -> ResponseReturnValue:
    """Write what the person has seen on the page of the trial run, all of it or nothing."""
    file = _file(res, number)
    try:
        file = import_jobs.send_write(file, g.principal)
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(url_for("resource.import_file", res=res, number=number), 303)
    if not file.running:
        count = worded(file.counts.get("created", 0) + file.counts.get("changed", 0))
        flash(str(_("Taken in: %(count)s records of %(name)s.", count=count, name=file.name)), "good")
    return redirect(url_for("resource.import_file", res=res, number=number), 303)


def _file(res: Resource, number: int) -> ImportFile:
    """One's own sheet; another person's does not exist."""
    g.principal.require("import", res)
    file = db.session.get(ImportFile, number)
    if file is None or file.user_id != g.principal.user_id or file.resource != registry.key(res):
        abort(404)
    return file

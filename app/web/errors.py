"""Error pages: one sentence in Vietnamese, a way on, and nothing half-written."""

from __future__ import annotations

import errno
import logging
import secrets

from flask import Flask, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.data.base import db
from app.data.text import _
from app.web import context, problems, unsent

log = logging.getLogger(__name__)
SENTENCES = {
    400: _("The request could not be understood."),
    403: _("You have not been given this right. Ask your administrator."),
    404: _("There is no such page, or the record has moved to another unit."),
    405: _("This page cannot be used in that way."),
    409: _("Somebody else changed the record meanwhile. Open it again and repeat your change."),
    412: _("Somebody else changed the record meanwhile. Open it again and repeat your change."),
    413: _("The file is too large."),
    428: _("Say in If-Match which version you have seen."),
    429: _("Too many tries. Wait a moment."),
    500: _("Something went wrong on our side. What you typed is still in the draft."),
    503: _("The database does not answer. Nothing was saved; try again in a moment."),
}
DISK_FULL = _("The disk is full. Nothing was saved; tell your administrator.")


def init(site: Flask) -> None:
    """Answer every kind of failure with its page."""
    site.register_error_handler(HTTPException, _http)
    site.register_error_handler(PermissionError, lambda error: _page(403, str(error)))
    site.register_error_handler(StaleDataError, lambda _error: _page(409))
    site.register_error_handler(CSRFError, _expired)
    site.register_error_handler(DBAPIError, _database)
    site.register_error_handler(OSError, _file)
    site.register_error_handler(OverflowError, lambda _error: _page(400))  # SQLite's word for a number too large
    site.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> ResponseReturnValue:
    own = error.description if error.description and error.description != type(error).description else ""
    return _page(error.code or 500, own if error.code == 404 else "")


def _page(code: int, sentence: str = "", incident: str = "") -> ResponseReturnValue:
    db.session.rollback()
    if code in (301, 302, 303, 304, 307, 308):
        return "", code
    sentence = sentence or str(SENTENCES.get(code, SENTENCES[400 if code < 500 else 500]))
    if problems.wanted():
        return problems.problem(code, sentence, incident)
    if code >= 500:
        g.layout = context.BARE  # the page of a fault asks the database nothing
    if code == 503 and (page := unsent.again(sentence)):
        return page, code
    return render_template("error.html", code=code, sentence=sentence, incident=incident), code


def _expired(_error: CSRFError) -> ResponseReturnValue:
    sentence = str(_("The page was open too long. Nothing was changed; please send it again."))
    if page := unsent.again(sentence):
        return page, 400
    flash(sentence, "warn")
    return redirect(request.path, 303)


def _database(error: DBAPIError) -> ResponseReturnValue:
    if isinstance(error, DataError):
        return _page(400)  # what the database cannot even hold, such as a zero byte in a text
    log.error("database: %s", error.orig)
    sentence = outage(error)
    return _page(503, sentence) if sentence else _unforeseen(error)


def _file(error: OSError) -> ResponseReturnValue:
    sentence = outage(error)
    if not sentence:
        return _unforeseen(error)
    log.error("file store: %s", error)
    return _page(503, sentence)


def outage(error: DBAPIError | OSError) -> str:
    """Return the sentence for a database that is gone or busy and for a full disk; "" for every other fault."""
    if isinstance(error, OSError):
        return str(DISK_FULL) if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} else ""
    if "full" in str(error.orig).lower() or "no space" in str(error.orig).lower():
        return str(DISK_FULL)
    return str(SENTENCES[503]) if isinstance(error, OperationalError) or _is_busy(error) else ""


def _unforeseen(error: Exception) -> ResponseReturnValue:
    incident = secrets.token_hex(3).upper()
    log.error("incident %s on %s", incident, request.path, exc_info=error)
    return _page(500, incident=incident)


def _is_busy(error: DBAPIError) -> bool:
    """Tell whether the database only asks to try again: locked, serialization failure, deadlock."""
    code = getattr(error.orig, "sqlstate", "")
    return code in {"40001", "40P01"} or "locked" in str(error.orig)

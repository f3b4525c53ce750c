"""Printouts of one record, as the module declares them."""

from __future__ import annotations

from itertools import islice
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.data.base import db
from app.data.clock import today
from app.data.row_id import row_ids
from app.data.text import DEFAULT, _, in_language
from app.engine import pdf, query
from app.engine.registry import registry
from app.engine.signature import Signature, signature_of
from app.spec.flow import Step
from app.spec.told import words_of
from app.spec.words import Report, Resource
from app.web import listing
from app.web.answers import hand_out
from app.web.page import load

MOST = 50  # records in one bulk printout
MOST_TOGETHER = 960  # records that share pages: forty sheets of labels are drawn in some seconds


def report(res: Resource, row: int, name: str) -> ResponseReturnValue:
    """Answer with the PDF of a declared report."""
    record = load(res, row)
    try:
        content = _drawn(res, record, _find(res, name))
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(url_for("resource.show", res=res, row=row), 303)
    if content is None:
        abort(404)
    file = f"{record}-{name}.pdf".replace("/", "-")
    return hand_out(content, file)


def several(res: Resource, rows: list[int], name: str) -> ResponseReturnValue:
    """Answer with one PDF of the printouts of several records; those without this printout are left out."""
    declared = _find(res, name)
    if declared.together:
        return _shared(res, query.chosen_rows(db.session(), res, query.list_of(res), rows), declared)
    parts = [content for row in rows[:MOST] if (content := _drawn(res, load(res, row), declared)) is not None]
    if not parts:
        flash(str(_("None of the ticked records has this printout yet.")), "warn")
        return redirect(url_for("resource.index", res=res), 303)
    return hand_out(pdf.joined(parts), f"{res.slug}-{name}.pdf")


def goes_along(res: Resource, step: Step) -> Report | None:
    """Return the paper that goes along with records on which a step was taken together, where it names one."""
    return next((one for one in res.reports if step.prints and one.name == step.prints), None)


def every(res: Resource, name: str) -> ResponseReturnValue:
    """Answer with one PDF of every record of a filter, or of the `rows` that are named, for printouts that share pages."""
    g.principal.require("read", res)
    declared = _find(res, name)
    if not declared.together:
        abort(404)
    if named := row_ids(request.args.getlist("rows")):
        return several(res, named[:MOST_TOGETHER], name)
    rows = query.every_row(db.session(), res, query.list_of(res), listing.asked())
    return _shared(res, list(islice(rows, MOST_TOGETHER + 1)), declared)


def _shared(res: Resource, records: list[Any], report: Report) -> ResponseReturnValue:
    fit = [record for record in records if report.when is None or report.when(record)]
    if not fit or len(fit) > MOST_TOGETHER:
        many = _("More than %(most)s records: narrow the filter.", most=MOST_TOGETHER)
        flash(str(many if fit else _("None of the ticked records has this printout yet.")), "warn")
        return redirect(url_for("resource.index", res=res), 303)
    try:
        content = _together(res, fit, report)
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(url_for("resource.index", res=res), 303)
    return hand_out(content, f"{res.slug}-{report.name}.pdf")


def _together(res: Resource, records: list[Any], report: Report) -> bytes:
    with in_language(DEFAULT):
        context = {"records": records} | (words_of(report.context(records)) if report.context else {})
        return pdf.render(f"{registry.module_of(res).name}/{report.template}", context)


def _find(res: Resource, name: str) -> Report:
    found = next((one for one in res.reports if one.name == name), None)
    return found or abort(404)


def _drawn(res: Resource, record: Any, report: Report) -> bytes | None:
    if report.when and not report.when(record):
        return None
    if report.together:
        return _together(res, [record], report)
    with in_language(DEFAULT):  # a paper of the office speaks Vietnamese, whatever language the clerk reads
        return _of_one(res, record, report)


def _of_one(res: Resource, record: Any, report: Report) -> bytes:
    # What every document begins and ends with: who writes, on which day.
    signature = signature_of(db.session(), record, report.signed) if report.signed else Signature()
    context = {"record": record, "unit": record.unit, "today": signature.day or today(), "signature": signature}
    context |= words_of(report.context(record)) if report.context else {}
    return pdf.render(f"{registry.module_of(res).name}/{report.template}", context)

"""Printouts of one record, as the module declares them."""

from __future__ import annotations

import io
from typing import Any

from flask import abort, flash, g, redirect, send_file, url_for

from app.data.clock import today
from app.data.text import _
from app.engine import pdf
from app.engine.registry import registry
from app.spec.words import Report, Resource
from app.web.page import load

MOST = 50  # records in one bulk printout


def report(res: Resource, row: int, name: str) -> Any:
    """Answer with the PDF of a declared report."""
    record = load(res, row)
    content = _drawn(res, record, _find(res, name))
    if content is None:
        abort(404)
    file = f"{record}-{name}.pdf".replace("/", "-")
    inline = g.get("inline", True)
    return send_file(io.BytesIO(content), "application/pdf", as_attachment=not inline, download_name=file)


def several(res: Resource, rows: list[int], name: str) -> Any:
    """Answer with one PDF of the printouts of several records; those without this printout are left out."""
    declared = _find(res, name)
    parts = [content for row in rows[:MOST] if (content := _drawn(res, load(res, row), declared)) is not None]
    if not parts:
        flash(str(_("None of the ticked records has this printout yet.")), "warn")
        return redirect(url_for("resource.index", res=res), 303)
    return send_file(io.BytesIO(pdf.joined(parts)), "application/pdf", download_name=f"{res.slug}-{name}.pdf")


def _find(res: Resource, name: str) -> Report:
    found = next((one for one in res.reports if one.name == name), None)
    return found or abort(404)


def _drawn(res: Resource, record: Any, report: Report) -> bytes | None:
    if report.when and not report.when(record):
        return None
    # What every document begins and ends with: who writes, on which day.
    context = {"record": record, "unit": record.unit, "today": today()}
    context |= report.context(record) if report.context else {}
    return pdf.render(f"{registry.module_of(res).name}/{report.template}", context)

"""Printouts of one record, as the module declares them."""

from __future__ import annotations

import io
from typing import Any

from flask import abort, g, send_file

from app.engine import pdf
from app.engine.registry import registry
from app.spec.words import Resource


def report(res: Resource, row: int, name: str) -> Any:
    """Answer with the PDF of a declared report."""
    from app.web.resource import load

    record = load(res, row)
    found = next((one for one in res.reports if one.name == name), None)
    if found is None or (found.when and not found.when(record)):
        abort(404)
    module = registry.module_of(res)
    context = {"record": record} | (found.context(record) if found.context else {})
    content = pdf.render(f"{module.name}/{found.template}", context)
    file = f"{record}-{name}.pdf".replace("/", "-")
    inline = g.get("inline", True)
    return send_file(io.BytesIO(content), "application/pdf", as_attachment=not inline, download_name=file)

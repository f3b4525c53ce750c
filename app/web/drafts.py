"""Drafts: what somebody typed into a form and has not saved, kept beside the record and never in it."""

from __future__ import annotations

from typing import Any

from flask import abort, g, request
from sqlalchemy import select

from app.data.base import db
from app.data.messages import Draft
from app.data.moment import now
from app.data.record import Record
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Resource


def keep(res: Resource, row: int) -> Any:
    """Keep what the user has typed so far, beside the record and never in it. `row` 0 is a new record."""
    g.principal.require("update" if row else "create", res)
    if row and db.session.scalar(select(res.model.id).where(res.model.id == row)) is None:
        abort(404)
    content = request.get_json(silent=True) or {}
    form = _key(res, row)
    with work(g.principal) as session:
        kept = session.scalar(select(Draft).where(Draft.user_id == g.principal.user_id, Draft.form == form))
        if kept is None:
            kept = Draft(user_id=g.principal.user_id, form=form, content={})
            session.add(kept)
        kept.content = {str(k): str(v)[:20_000] for k, v in list(content.items())[:2_000]}
        kept.saved_at = now()
    return {"saved_at": kept.saved_at.isoformat()}


def _key(res: Resource, row: int) -> str:
    return f"{registry.key(res)}/{row}"


def find(res: Resource, record: Record) -> Draft | None:
    """Return what this person had typed into the form and not yet saved."""
    key = _key(res, record.id or 0)
    return db.session.scalar(select(Draft).where(Draft.user_id == g.principal.user_id, Draft.form == key))


def forget(res: Resource, version: str | None, record: Record) -> None:
    """Delete the kept draft once its form is saved; `version` "0" is the form of a new record."""
    key = _key(res, 0 if version == "0" else record.id)
    kept = db.session.scalar(select(Draft).where(Draft.user_id == g.principal.user_id, Draft.form == key))
    if kept is not None:
        db.session.delete(kept)

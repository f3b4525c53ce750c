"""Drafts: what somebody typed into a form and has not saved, kept beside the record and never in it."""

from __future__ import annotations

from collections.abc import Collection

from flask import abort, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, select

from app.data.base import db
from app.data.field import meta
from app.data.messages import Draft
from app.data.moment import now
from app.data.record import Record
from app.engine.forms import parts_of
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Resource


def keep(res: Resource, row: int) -> ResponseReturnValue:
    """Keep what the user has typed so far, beside the record and never in it. `row` 0 is a new record.

    Nothing at all drops what was kept.
    """
    g.principal.require("update" if row else "create", res)
    if row and db.session.scalar(select(res.model.id).where(res.model.id == row)) is None:
        abort(404)
    return keep_typed(_key(res, row), _personal(res))


def keep_typed(form: str, personal: Collection[str] = ()) -> ResponseReturnValue:
    """Keep what this person has typed into `form`, a name that no other form has; never the inputs named `personal`.

    For the address that `data-draft-url` of a page of one's own names; whether the person may is the page's to ask.
    """
    content = request.get_json(silent=True)
    if not isinstance(content, dict):
        abort(400)
    if not content:
        with work(g.principal) as session:
            session.execute(delete(Draft).where(Draft.user_id == g.principal.user_id, Draft.form == form))
        return {"saved_at": None}
    with work(g.principal) as session:
        kept = session.scalar(select(Draft).where(Draft.user_id == g.principal.user_id, Draft.form == form))
        if kept is None:
            kept = Draft(user_id=g.principal.user_id, form=form, content={})
            session.add(kept)
        typed = [(key, str(value)) for key, value in content.items() if key not in personal]
        kept.content = {key: value[:20_000] for key, value in typed[:2_000]}
        kept.saved_at = now()
    return {"saved_at": kept.saved_at.isoformat()}


def _personal(res: Resource) -> set[str]:
    """Personal numbers are typed anew: a draft would keep them where no reading is written down.

    So is what a model names as `undrafted`: where people may write a secret by mistake, and its rules then refuse it.
    """
    told = {column.key for part in parts_of(res) for column in part.columns if meta(column).personal}
    return told | set(res.model.undrafted)


def _key(res: Resource, row: int) -> str:
    return f"{registry.key(res)}/{row}"


def find(res: Resource, record: Record) -> Draft | None:
    """Return what this person had typed into the form and not yet saved."""
    return typed_before(_key(res, record.id or 0))


def typed_before(form: str) -> Draft | None:
    """Return what this person had typed into a form and not yet saved."""
    return db.session.scalar(select(Draft).where(Draft.user_id == g.principal.user_id, Draft.form == form))


def forget(res: Resource, version: str | None, record: Record) -> None:
    """Delete the kept draft once its form is saved; `version` "0" is the form of a new record."""
    forget_typed(_key(res, 0 if version == "0" else record.id))


def forget_typed(form: str) -> None:
    """Delete the kept draft of a form, in the unit of work that saves it."""
    kept = typed_before(form)
    if kept is not None:
        db.session.delete(kept)

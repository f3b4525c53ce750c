"""The API for programs: the resources of all modules as JSON, with the same rights, rules and sentences as the screens.

A call carries a token of a person (`Authorization: Bearer …`), never a cookie. See `docs/API.md`.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import desc
from sqlalchemy.orm import Session

from app.data.base import db
from app.data.text import _
from app.engine import forms, openapi, query, readings, saving, steps, tokens, wire
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Resource
from app.web import calls, page
from app.web.problems import problem

bp = Blueprint("api", __name__, url_prefix="/api")
MOST = 200


@bp.get("")
def index() -> str:
    """The page for people who write programs: what there is, and how to begin."""
    mine = {key: one for key, one in registry.open_resources().items() if g.principal.may("read", one)}
    return render_template("api/index.html", resources=mine, base=openapi.BASE)


@bp.get("/v1/openapi.json")
def describe() -> ResponseReturnValue:
    """The description for programs."""
    return jsonify(openapi.document())


@bp.get("/v1/<resource:res>")
def rows(res: Resource) -> ResponseReturnValue:
    """A page of records, the newest first; `cursor` of the answer leads to the next."""
    g.principal.require("read", res)
    wanted = {key: request.args.getlist(key) for key in request.args if key not in {"q", "limit", "cursor"}}
    unknown = set(wanted) - {column.key for column in res.filters}
    if unknown:
        raise ValueError(str(_("There is no such field: %(names)s", names=", ".join(sorted(unknown)))))
    limit = min(max(request.args.get("limit", 80, type=int), 1), MOST)
    statement = query.filtered(res, query.Asked(request.args.get("q", "")[:200], wanted))
    before = calls.row_of(request.args.get("cursor", ""))
    if before is not None:
        statement = statement.where(res.model.id < before)
    statement = wire.loaded(res, statement).order_by(desc(res.model.id)).limit(limit + 1)
    found = list(db.session.scalars(statement).unique())
    more = found[limit - 1].id if len(found) > limit else None
    return jsonify(rows=[wire.shown(res, row) for row in found[:limit]], next=calls.cursor_of(more))


@bp.post("/v1/<resource:res>")
def create(res: Resource) -> ResponseReturnValue:
    """Make a record."""
    g.principal.require("create", res)

    def act(session: Session) -> calls.Made:
        record = res.model()
        form = _form(session, res, record, _body())
        saving.save(session, res, record, form, g.principal)
        return _fresh(res, record), 201

    return calls.once(act)


@bp.get("/v1/<resource:res>/<int:row>")
def show(res: Resource, row: int) -> ResponseReturnValue:
    """One record; personal numbers are clear for a token with that scope, and each reading is written down."""
    record = page.load(res, row)
    clear = g.principal.opens(tokens.PERSONAL)
    if clear and wire.personal_of(res):
        with work(g.principal) as session:
            for name in wire.personal_of(res):
                readings.note(session, record, name)
    return calls.tagged(wire.shown(res, record, clear=clear), 200)


@bp.patch("/v1/<resource:res>/<int:row>")
def change(res: Resource, row: int) -> ResponseReturnValue:
    """Change some members of a record; those not named stay."""
    record = page.load(res, row)
    saving.require_editable(res, record, g.principal)
    calls.match_version(record)
    with work(g.principal) as session:
        present = wire.present(res, record)
        form = _form(session, res, record, present | _body(), known=present)
        saving.save(session, res, record, form, g.principal)
        body = _fresh(res, record)
    return calls.tagged(body, 200)


@bp.delete("/v1/<resource:res>/<int:row>")
def delete(res: Resource, row: int) -> ResponseReturnValue:
    """Delete a record that may be edited, if the role allows it."""
    record = page.load(res, row)
    g.principal.require("delete", res, record.unit_id)
    saving.require_editable(res, record, g.principal)
    calls.match_version(record)
    with work(g.principal) as session:
        saving.remove(session, res, record)
    return "", 204


@bp.post("/v1/<resource:res>/<int:row>/steps/<step>")
def take(res: Resource, row: int, step: str) -> ResponseReturnValue:
    """Take a step; the body holds what the step asks for, and its reason."""
    record = page.load(res, row)
    declared = page.step_of(res, step)
    if not g.principal.opens(f"{registry.module_of(res).name}:write"):
        raise PermissionError(str(_("The token has no scope for this.")))

    def act(session: Session) -> calls.Made:
        body = _body()
        reason = str(body.pop("reason", ""))
        parts = wire.parts_of_step(declared)
        form = forms.build(session, parts, record, wire.posted(parts, body))
        _check(form)
        steps.take(session, res, record, step, g.principal, reason, lambda: form.apply(record))
        return _fresh(res, record), 200

    return calls.once(act)


class Refused(Exception):
    """What a form refused: (field, sentence) for each."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__(errors)
        self.errors = errors


@bp.errorhandler(Refused)
def _refused(error: Refused) -> ResponseReturnValue:
    db.session.rollback()
    return problem(422, str(_("Please look at %(count)s places", count=len(error.errors))), errors=error.errors)


@bp.errorhandler(ValueError)
def _not_now(error: ValueError) -> ResponseReturnValue:
    db.session.rollback()
    return problem(422, str(error))


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True) if request.data else {}
    if not isinstance(body, dict):
        raise ValueError(str(_("The body must be a JSON object.")))  # noqa: TRY004 - a sentence for the caller
    return body


def _form(session: Session, res: Resource, record: Any, body: dict[str, Any], known: Any = ()) -> forms.RecordForm:
    parts = forms.parts_of(res)
    form = forms.build(session, parts, record, wire.posted(parts, body, known))
    _check(form)
    return form


def _check(form: forms.RecordForm) -> None:
    if not form.validate():
        raise Refused(form.sentences())


def _fresh(res: Resource, record: Any) -> dict[str, Any]:
    """The record as it now stands in the database, with what its rows refer to."""
    session = db.session()
    session.flush()
    session.expire(record)
    return wire.shown(res, page.load(res, record.id))

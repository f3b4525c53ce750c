"""Filling in the request of a dossier, and putting its letter into the results store."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.toolkit import (
    _,
    address_of,
    asked_record,
    db,
    draft_of,
    forget_draft,
    keep,
    keep_draft,
    normalise,
    resource_of,
    telling,
    work,
)
from modules.dossiers.configured import matters
from modules.dossiers.configured.filling import Blank, blanks, save
from modules.dossiers.configured.kinds import FieldKind, choices_of, lacks
from modules.dossiers.configured.matters import Matter
from modules.dossiers.configured.panels import MAKERS, blocks_of, may_fill
from modules.dossiers.configured.papers import draw, has_letter
from modules.dossiers.configured.request_forms import RequestForm
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.store.results import SLOT, StoredResult

bp = Blueprint("dossiers_content", __name__, url_prefix="/dossiers/dossiers/<int:row>")
LONGEST_REASON = 500


@bp.get("/content")
def show(row: int) -> ResponseReturnValue:
    """The form with its answers."""
    dossier, matter, form = _asked(row)
    filled = blanks(form, matters.answers_of(db.session(), matter))
    return _page(dossier, matter, form, filled)


@bp.post("/content")
def put(row: int) -> ResponseReturnValue:
    """Keep the answers, or show what is wrong with them; nothing typed is lost."""
    dossier, matter, form = _asked(row)
    filled = blanks(form, matters.answers_of(db.session(), matter), request.form)
    reason = normalise(request.form.get("reason", ""))
    if request.form.get("version") != str(matter.version if matter else 0):
        return _page(dossier, matter, form, filled, overtaken=True), 409
    wrong = _refuse(dossier, filled, reason)
    if wrong or any(one.error for one in filled):
        return _page(dossier, matter, form, filled, reason_error=wrong), 422
    with work(g.principal) as session:
        save(session, dossier, form, filled, reason)
        forget_draft(_draft(row))
    flash(str(_("The request of %(dossier)s has been saved.", dossier=dossier)), "good")
    return redirect(address_of(Dossier, row, panel="content"), 303)


@bp.post("/content/draft")
def draft(row: int) -> ResponseReturnValue:
    """Keep what is typed and not saved yet, but no personal number."""
    _dossier, _matter, form = _asked(row)
    return keep_draft(_draft(row), [one.id for one in blanks(form, {}) if one.field.kind is FieldKind.CITIZEN])


@bp.post("/letter")
def store(row: int) -> ResponseReturnValue:
    """Keep the letter as the file of the result, and put it into the store where the person is known."""
    dossier = asked_record(Dossier, row)
    g.principal.require_role(MAKERS, dossier.competent_id)
    with telling():
        if dossier.solved_at is None or not has_letter(dossier):
            raise ValueError(str(_("The dossier has no result yet.")))
        content, name = draw(dossier), f"{dossier}.pdf".replace("/", "-")
        with work(g.principal) as session:
            keep(session, dossier, name, content, slot=SLOT, sealed=True)
            StoredResult.put_finished(session, dossier)
        flash(str(_("The letter is kept as the file of the result.")), "good")
    return redirect(address_of(Dossier, row, panel="result"), 303)


def _draft(row: int) -> str:
    return f"dossiers.content/{row}"


def _asked(row: int) -> tuple[Dossier, Matter | None, RequestForm]:
    dossier, session = asked_record(Dossier, row), db.session()
    if not may_fill(dossier):
        raise PermissionError(str(_("The request of this dossier is not yours to fill in, or its result is made.")))
    matter = Matter.of(session, row)
    form = matters.form_of(session, dossier, matter)
    return dossier, matter, form or abort(404)


def _refuse(dossier: Dossier, filled: list[Blank], reason: str) -> str:
    """After reception all must be answered, and a reason be given; returns what is wrong with the reason."""
    if dossier.received_at is None:
        return ""
    for one in filled:
        if one.field.required and not one.kept and not one.error:
            one.error = lacks(one.field)
    if not reason:
        return str(_("Write why the request is corrected."))
    return "" if len(reason) <= LONGEST_REASON else str(_("At most %(most)s characters; there are %(count)s.", most=LONGEST_REASON, count=len(reason)))  # fmt: skip


def _page(
    dossier: Dossier, matter: Matter | None, form: RequestForm, filled: list[Blank], *,
    reason_error: str = "", overtaken: bool = False,
) -> str:  # fmt: skip
    by_code = {one.field.code: one for one in filled}
    blocks = [(title, [by_code[one.code] for one in some]) for title, some in blocks_of(form.fields)]
    faults = [(one.id, one.field.label, one.error) for one in filled if one.error]
    faults += [("reason", "", reason_error)] if reason_error else []
    return render_template(
        "dossiers/content_form.html", dossier=dossier, form=form, blocks=blocks, faults=faults, overtaken=overtaken,
        version=matter.version if matter else 0, reason=request.form.get("reason", ""), reason_error=reason_error,
        back=address_of(Dossier, dossier.id, panel="content"), action=url_for("dossiers_content.put", row=dossier.id),
        res=resource_of(Dossier), choices_of=choices_of,
        draft=draft_of(_draft(dossier.id)) if request.method == "GET" else None,
    )  # fmt: skip

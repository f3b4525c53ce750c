"""Anybody's page: is this paper from the register genuine, and does it still hold? It names nobody who has not the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import PerMinute, as_system, public
from modules.civil_registration.annotations.notes import changes_of
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import State
from modules.civil_registration.extracts.extract import Extract
from modules.civil_registration.extracts.extract import State as Handed
from modules.signing.code import hash_of, normal

bp = Blueprint("civil_registration_check", __name__)
_calls = PerMinute()


@bp.get("/ho-tich", strict_slashes=False)
@public
def form() -> ResponseReturnValue:
    """Ask for the code that stands on the certificate."""
    typed = request.args.get("code", "").strip()
    if typed:
        return redirect(url_for("civil_registration_check.check", code=typed.replace("/", "")[:40]))
    return render_template("civil_registration/check.html", found=None, asked=False)


@bp.get("/ho-tich/<code>")
@public
def check(code: str) -> ResponseReturnValue:
    """Tell whether the certificate behind a code holds; an unknown code and one not yet sealed look the same."""
    if not _calls.admit_caller(current_app.config["LOOKUPS_PER_MINUTE"]):
        abort(429)
    found = _found(code)
    later = changes_of(found.case.event, found.case.id) if found and not found.extract else []
    return render_template("civil_registration/check.html", found=found, later=later, asked=True), 200 if found else 404


@dataclass(frozen=True)
class Shown:
    """What anybody may know of such a paper: whether it holds, its entry, and the number of a copy of an extract."""

    case: Case
    extract: Extract | None = None

    @property
    def holds(self) -> bool:
        """Whether nobody has revoked the entry."""
        return self.case.state is not State.REVOKED


def _found(code: str) -> Shown | None:
    try:
        known = hash_of(normal(code))
    except ValueError:
        return None
    with as_system() as session:
        for kind in KINDS.values():
            where = (kind.code_hash == known, kind.state.in_((State.REGISTERED, State.ISSUED, State.REVOKED)))
            found: Case | None = session.scalar(select(kind).where(*where).options(joinedload(kind.unit)))
            if found is not None:
                return Shown(found)
        given = (Extract.code_hash == known, Extract.state.in_((Handed.SEALED, Handed.ISSUED)))
        extract = session.scalar(select(Extract).where(*given).options(joinedload(Extract.unit)))
        if extract is not None:
            of: Any = KINDS[extract.event]
            return Shown(
                session.scalars(select(of).where(of.id == extract.case_id).options(joinedload(of.unit))).one(), extract
            )
    return None

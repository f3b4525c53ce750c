"""What stands on a visit's page: its copies with their states, what they cost, one more original."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import _, address_of, asked_record, clock, db, keep, normalise, row_id, telling, whole_number, work
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import OPEN, Copy
from modules.certified_copies.reception.answers import answers_of
from modules.certified_copies.reception.conditions import Condition
from modules.certified_copies.reception.papers import PaperType
from modules.certified_copies.reception.visits import Progress, Visit
from modules.certified_copies.roles import CLERK
from modules.fees.pages import Owed, panel

bp = Blueprint("certified_copies_desk", __name__, url_prefix="/certified-reception")
MOST = 1000  # copies of one visit that its page shows


def copies_of(visit: Visit) -> list[Copy]:
    """Return the copies of a visit in the order in which they were entered."""
    found = select(Copy).where(Copy.visit_id == visit.id).options(joinedload(Copy.paper_type))
    return list(db.session.scalars(found.order_by(Copy.id).limit(MOST)))


@dataclass(frozen=True)
class Originals:
    """The copies of a visit, what is said of their conditions, and what the reader may do about them.

    By the id of a copy: `answers` how many conditions are answered, `refusing` the codes of those that refuse. `asked`:
    how many conditions are in force. `later`: the answer comes on another day, so that a slip is due.
    """

    copies: list[Copy]
    answers: dict[int, int]
    refusing: dict[int, list[str]]
    asked: int
    may_add: bool
    open_ones: bool
    papers: list[PaperType]
    later: bool


def originals_of(visit: Visit) -> Originals:
    """The table of a visit's copies, and the line with which a clerk adds one."""
    may_add = visit.state is Progress.RECEIVED and g.principal.holds((CLERK,), visit.unit_id)
    papers = select(PaperType).where(PaperType.valid_on(clock.today()), PaperType.copyable).order_by(PaperType.name)
    copies = copies_of(visit)
    given = answers_of(db.session(), *copies)
    return Originals(
        copies=copies,
        answers={row: len(said) for row, said in given.items()},
        refusing={row: [one.condition.code for one in said.values() if one.refuses] for row, said in given.items()},
        asked=len(Condition.on(db.session(), clock.today())),
        may_add=may_add,
        open_ones=may_add and any(copy.state in OPEN and not given[copy.id] for copy in copies),
        papers=list(db.session.scalars(papers)) if may_add else [],
        later=visit.later(),
    )


def fees_of(visit: Visit) -> Owed:
    """What is owed for all copies of a visit, to be paid with one receipt."""
    ids = db.session.scalars(select(Copy.id).where(Copy.visit_id == visit.id).limit(MOST))
    return panel(COPIES, *ids)


@bp.post("/<int:row>/originals")
def add(row: int) -> ResponseReturnValue:
    """Take in one more original of a person who is still here."""
    visit, typed = asked_record(Visit, row, by=(CLERK,)), request.form
    copies = whole_number(typed.get("copies", "").strip() or 1, 1, MOST)
    with telling():
        if copies is None:
            raise ValueError(str(_("Copies are counted from 1 to %(most)s.", most=MOST)))
        words = {
            "title": typed.get("title", "").strip()[:200],
            "paper_type_id": row_id(request.form.get("paper_type_id", "")),
        }
        with work(g.principal):
            copy = Copy(copies=copies, **words)
            visit.add(copy)
    return _to(row)


@bp.post("/<int:row>/scans")
def add_scans(row: int) -> ResponseReturnValue:
    """Take in scans, each an original of its own, named like its file; one that cannot be taken holds up no other.

    With `more` only the sentences come back: the page of a visit with a thousand originals is drawn once, at the end.
    """
    visit = asked_record(Visit, row, by=(CLERK,))
    taken = 0
    for file in request.files.getlist("files"):
        name = normalise(file.filename or "")
        try:
            with work(g.principal) as session:
                copy = Copy(
                    title=PurePath(name).stem[:200],
                    copies=1,
                    paper_type_id=row_id(request.form.get("paper_type_id", "")),
                )
                visit.add(copy)
                keep(session, copy, name, file.read(), slot="scan")
            taken += 1
        except ValueError as error:
            db.session.rollback()
            sentence = str(error)
            flash(sentence if sentence.startswith(name) else f"{name}: {sentence}", "bad")
    if taken:
        flash(str(_("%(many)s originals taken in.", many=taken)), "good")
    return render_template("components/flashes.html") if request.form.get("more") else _to(row)


def _to(row: int) -> ResponseReturnValue:
    return redirect(address_of(Visit, row, panel="originals"), 303)

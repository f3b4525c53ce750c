"""Searching what dossiers ask: those of one procedure by the answers to its form."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from app.toolkit import as_system, fold
from modules.dossiers.configured.issued import Stage
from modules.dossiers.configured.kinds import ANSWERS, FieldKind, read
from modules.dossiers.configured.matters import FOUND_BY, Answer, Matter
from modules.dossiers.configured.request_forms import FormField, RequestForm
from modules.dossiers.desk.dossier import Dossier
from modules.procedures.catalogue.procedures import Procedure

WORDS = (FieldKind.TEXT, FieldKind.LONG)  # found by a part of them; all else by the whole answer


@dataclass(frozen=True)
class Line:
    """A dossier with its answers in the order of the columns; a personal number is masked."""

    dossier: Dossier
    answers: Sequence[str]


@dataclass(frozen=True)
class Search:
    """Which dossiers are looked for: of one procedure, in some units (None: all), by a field and what was typed."""

    procedure_id: int
    units: Collection[int] | None
    code: str = ""
    typed: str = ""

    @cached_property
    def fields(self) -> list[FormField]:
        """The questions of all its forms, the newest words of each; those of the newest form come first."""
        with as_system() as session:
            rows = select(RequestForm).options(selectinload(RequestForm.fields))
            rows = rows.where(RequestForm.procedure_id == self.procedure_id, RequestForm.state != Stage.DRAFTED)
            forms = session.scalars(rows.order_by(RequestForm.valid_from.desc(), RequestForm.id.desc())).all()
            found: dict[str, FormField] = {}
            for form in forms:
                for one in form.fields:
                    found.setdefault(one.code, one)
        return list(found.values())

    @property
    def asked(self) -> list[FormField]:
        """The questions by which may be searched; nobody is looked up by his personal number here."""
        return [one for one in self.fields if one.kind is not FieldKind.CITIZEN]

    def count(self, session: Session) -> int:
        """Return how many there are."""
        with as_system():
            return session.scalar(select(func.count()).select_from(self._rows().order_by(None).subquery())) or 0

    def lines(self, session: Session, columns: Sequence[FormField], most: int, begin: int = 0) -> list[Line]:
        """Return so many of them from one on, newest first, with their answers; three queries for any number."""
        with as_system():
            dossiers = session.scalars(self._rows().offset(begin).limit(most)).all()
            matters = select(Matter.dossier_id, Answer).join(Answer, Answer.matter_id == Matter.id)
            of_these = matters.where(Matter.dossier_id.in_([one.id for one in dossiers]))
            given = {(row, answer.code): answer for row, answer in session.execute(of_these)}
        kinds = [(one.code, one.kind) for one in columns]
        return [
            Line(one, [given[key].told(kind) if (key := (one.id, code)) in given else "" for code, kind in kinds])
            for one in dossiers
        ]

    def _rows(self) -> Select[Dossier]:
        found = select(Dossier).join(Matter, Matter.dossier_id == Dossier.id)
        found = found.where(Dossier.procedure_id == self.procedure_id)
        if self.units is not None:
            found = found.where(or_(Dossier.unit_id.in_(self.units), Dossier.competent_id.in_(self.units)))
        if self.typed.strip():
            answers = select(Answer.matter_id).where(self._meets(), Answer.code.in_([one.code for one in self.asked]))
            found = found.where(Matter.id.in_(answers))
        return found.order_by(Dossier.id.desc())

    def _meets(self) -> ColumnElement[bool]:
        part = Answer.found_by.contains(fold(self.typed)[:FOUND_BY], autoescape=True)
        field = next((one for one in self.asked if one.code == self.code), None)
        if field is None:
            return part
        own = Answer.code == field.code
        return own & (part if field.kind in WORDS else Answer.found_by == _kept(field, self.typed))


def _kept(field: FormField, typed: str) -> str:
    """What was typed, as an answer of this kind is found: a day, a number and a yes as they are kept."""
    yes = {fold(str(label)): code for code, label in ANSWERS.items()}
    if field.kind is FieldKind.YES_NO:
        return yes.get(fold(typed), fold(typed))
    options = {fold(option): option for option in field.options}
    try:
        return fold(read(field, options.get(fold(typed), typed)))[:FOUND_BY]
    except ValueError:
        return fold(typed)[:FOUND_BY]


def with_forms(session: Session) -> list[Procedure]:
    """Return the procedures that have or had a form, by code."""
    with as_system():
        of_forms = select(RequestForm.procedure_id).where(RequestForm.state != Stage.DRAFTED)
        return list(session.scalars(select(Procedure).where(Procedure.id.in_(of_forms)).order_by(Procedure.code)))

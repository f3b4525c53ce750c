"""The whole report of a period: rows by unit (in groups) or by procedure, their sum, and the index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import COMMUNE_LEVEL, Unit, UnitKind, _, db
from modules.dossiers.figures.counting import By, Question
from modules.dossiers.figures.figures import Figure
from modules.dossiers.figures.index import Catalogue, Index, index_of
from modules.dossiers.figures.index_rules import IndexRule
from modules.dossiers.figures.tally import Tally
from modules.procedures.catalogue.procedures import Procedure

GROUPS = (
    (_("Departments and branches"), (UnitKind.CITY, UnitKind.DEPARTMENT, UnitKind.OFFICE)),
    (_("Districts"), (UnitKind.DISTRICT,)),
    (_("Wards, communes and special zones"), COMMUNE_LEVEL),
)


@dataclass(frozen=True)
class PeriodReport:
    """What a page, a sheet and a paper say."""

    question: Question
    by: By
    groups: list[tuple[str, list[Tally]]]

    @classmethod
    def of(cls, session: Session, question: Question, by: By) -> PeriodReport:
        """Count, and name the rows."""
        found = question.count(session, by)
        named = _units(session, found) if by is By.UNIT else [("", _procedures(session, found))]
        return cls(question, by, named)

    @property
    def rows(self) -> list[Tally]:
        """The rows of all groups."""
        return [row for _group, rows in self.groups for row in rows]

    @cached_property
    def total(self) -> Tally:
        """All rows added up."""
        return sum(self.rows, Tally(str(_("Total"))))

    @property
    def has_duty(self) -> bool:
        """Whether anything is owed, so that shares of payment can be taken."""
        return self.total[Figure.DUTY] > 0

    @cached_property
    def index(self) -> Index:
        """The index of all that is counted here."""
        return index_of(self.rules, self.total, self.catalogue)

    def index_by_row(self) -> list[tuple[Tally, Index]]:
        """The index of each row."""
        return [(row, index_of(self.rules, row, self.catalogue)) for row in self.rows]

    @cached_property
    def rules(self) -> list[IndexRule]:
        """The rules of the last day."""
        return IndexRule.all_of(db.session(), self.question.period.last)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue of the last day."""
        return Catalogue.of(db.session(), self.question.period.last)


def _units(session: Session, found: dict[int, Tally]) -> list[tuple[str, list[Tally]]]:
    units = session.scalars(select(Unit).where(Unit.id.in_(found)))
    ranks = {kind: rank for rank, (_name, kinds) in enumerate(GROUPS) for kind in kinds}
    ordered = sorted(units, key=lambda one: (ranks[one.kind], one.code))
    groups = []
    for rank, members in groupby(ordered, lambda one: ranks[one.kind]):
        rows = [_named(found[one.id], str(one), one.code, one.id) for one in members]
        groups.append((str(GROUPS[rank][0]), rows))
    return groups


def _procedures(session: Session, found: dict[int, Tally]) -> list[Tally]:
    rows = session.execute(select(Procedure.id, Procedure.code, Procedure.name).order_by(Procedure.code))
    return [_named(found[row], name, code, row) for row, code, name in rows if row in found]


def _named(tally: Tally, name: str, code: str, key: int) -> Tally:
    tally.name, tally.code, tally.key = name, code, key
    return tally

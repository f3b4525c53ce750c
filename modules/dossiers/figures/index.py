"""Bộ chỉ số phục vụ (QĐ 766/QĐ-TTg): points from counted shares; a share of nothing is not computable and says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from modules.dossiers.figures.figures import Figure
from modules.dossiers.figures.index_rules import IndexRule, Measure, Section
from modules.dossiers.figures.tally import Tally
from modules.procedures.catalogue.online import OnlineService, ServiceLevel
from modules.procedures.figures.coverage import Lack, count

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Catalogue:
    """What the index needs of the catalogue of a day; the same for every unit."""

    procedures: int
    public: int
    online: int
    services: int
    paying: int

    @classmethod
    def of(cls, session: Session, day: date) -> Catalogue:
        """Count it, in a handful of statements."""
        counted = count(session, day)
        handed_in = select(func.count(), func.count().filter(OnlineService.pays)).select_from(OnlineService)
        handed_in = handed_in.join(ServiceLevel, ServiceLevel.id == OnlineService.level_id)
        services, paying = session.execute(handed_in.where(OnlineService.valid_on(day), ServiceLevel.handed_in)).one()
        lacks, total = counted.lacks, counted.total
        return cls(total, total - lacks[Lack.PUBLIC], total - lacks[Lack.ONLINE], services, paying)


@dataclass(frozen=True)
class Points:
    """What one rule gives; `points` is None where there is nothing to take a share of."""

    rule: IndexRule
    part: int
    whole: int

    @property
    def share(self) -> Decimal | None:
        """The share in percent, to two places."""
        return (100 * Decimal(self.part) / self.whole).quantize(CENT, ROUND_HALF_UP) if self.whole else None

    @property
    def points(self) -> Decimal | None:
        """The share against that at which all points are given, times the points."""
        if not self.whole:
            return None
        reached = min(Decimal(1), 100 * Decimal(self.part) / self.whole / self.rule.full_at)
        return (reached * self.rule.weight).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Index:
    """All points of one unit, or of the city."""

    points: Sequence[Points]

    @property
    def columns(self) -> list[tuple[Section, Decimal | None, Decimal]]:
        """Each column with its points (None: none of its measures is computable) and the points there are."""
        return [(section, self.of(section), self.most(section)) for section in Section]

    @property
    def sections(self) -> list[tuple[Section, list[Points]]]:
        """The measures by column."""
        return [(section, [one for one in self.points if one.rule.section is section]) for section in Section]

    @property
    def total(self) -> Decimal:
        """The sum of what could be computed."""
        return sum((one.points or Decimal(0) for one in self.points), Decimal(0))

    @property
    def reachable(self) -> Decimal:
        """The points of the measures that could be computed: what `total` is out of."""
        return sum((one.rule.weight for one in self.points if one.points is not None), Decimal(0))

    def of(self, section: Section) -> Decimal | None:
        """Return the points of a column."""
        found = [one.points for one in self.points if one.rule.section is section and one.points is not None]
        return sum(found, Decimal(0)) if found else None

    def most(self, section: Section) -> Decimal:
        """Return the points that a column gives at most."""
        return sum((one.rule.weight for one in self.points if one.rule.section is section), Decimal(0))


def index_of(rules: Sequence[IndexRule], tally: Tally, catalogue: Catalogue) -> Index:
    """Return the index of one row of the report."""
    return Index([Points(rule, *_share(rule.measure, tally, catalogue)) for rule in rules])


def _share(measure: Measure, tally: Tally, catalogue: Catalogue) -> tuple[int, int]:
    """Part and whole; nothing of nothing for what the house keeps no rows about."""
    received, solved = tally[Figure.RECEIVED], tally[Figure.SOLVED]
    judged = solved + tally[Figure.OPEN]
    shares = {
        Measure.PUBLIC: (catalogue.public, catalogue.procedures),
        # One that has not ended is judged at the end of the period.
        Measure.IN_TIME: (judged - tally[Figure.LATE] - tally[Figure.OPEN_LATE], judged),
        Measure.ONLINE_RESULT: (tally[Figure.ONLINE_DIGITAL], solved),
        Measure.ONLINE_SERVICE: (catalogue.online, catalogue.procedures),
        Measure.PAYS_ONLINE: (catalogue.paying, catalogue.services),
        Measure.PAID_ONLINE: (tally[Figure.PAID_ONLINE], tally[Figure.DUTY]),
        Measure.DIGITAL_RESULT: (tally[Figure.DIGITAL], solved),
        Measure.DIGITISED: (tally[Figure.DIGITISED], received),
        Measure.REUSED: (tally[Figure.REUSED], received),
        Measure.POPULATION: (tally[Figure.BY_POPULATION], received),
    }
    return shares.get(measure, (0, 0))

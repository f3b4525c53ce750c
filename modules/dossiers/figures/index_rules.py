"""What the index of QĐ 766/QĐ-TTg measures and how much each measure weighs; dated rows, since it is changed by decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Dated, Record, _, field


class Section(Choice):
    """The six columns of the index, in the order of the national portal."""

    PUBLICITY = "publicity", _("Open and transparent")
    PROGRESS = "progress", _("Progress of handling")
    ONLINE = "online", _("Online services")
    PAYMENT = "payment", _("Online payment")
    SATISFACTION = "satisfaction", _("Satisfaction")
    DIGITISATION = "digitisation", _("Digitised dossiers")


class Measure(Choice):
    """A share that is measured: part and whole are counted (index.py)."""

    PUBLIC = "public", _("Procedures in force that are public on the portal")
    IN_TIME = "in_time", _("Dossiers solved, or still open, in time")
    ONLINE_RESULT = "online_result", _("Solved dossiers handed in online with an electronic result")
    ONLINE_SERVICE = "online_service", _("Procedures in force that can be handed in online")
    PAYS_ONLINE = "pays_online", _("Online services at which fees are paid online")
    PAID_ONLINE = "paid_online", _("Dossiers with a financial duty that were paid online")
    SATISFIED = "satisfied", _("Petitions and votes without discontent")
    DIGITAL_RESULT = "digital_result", _("Solved dossiers with an electronic result")
    DIGITISED = "digitised", _("Received dossiers with digitised papers")
    CERTIFIED = "certified", _("Electronic certified copies provided")
    REUSED = "reused", _("Received dossiers with papers used again")
    IN_STORE = "in_store", _("Results sent to the national store")
    POPULATION = "population", _("Received dossiers that use population data")
    POPULATION_CHECKED = "population_checked", _("Applicants checked against population data")


class IndexRule(Dated, Record):
    """One measure of the index: its column, its points, and the share at which they are given in full."""

    __tablename__ = "dossiers_index_rule"

    section: Mapped[Section] = field.choice(_("Column of the index"), Section, required=True)
    measure: Mapped[Measure] = field.choice(_("What is measured"), Measure, required=True)
    weight: Mapped[Decimal] = field.number(_("Points"), required=True)
    full_at: Mapped[Decimal] = field.number(
        _("Full points from this percentage"), required=True, help=_("Below it, points are given in proportion.")
    )
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return str(self.measure)

    @classmethod
    def all_of(cls, session: Session, day: date) -> list[IndexRule]:
        """Return the rules of a day, in the order of the columns."""
        found = session.scalars(select(cls).where(cls.valid_on(day)).order_by(cls.id))
        return sorted(found, key=lambda one: list(Section).index(one.section))

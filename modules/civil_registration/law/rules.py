"""Quy định đăng ký: how long one has to declare, who may, which ages are looked at twice; dated rows with their source."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, _, field, format_day, standing
from modules.civil_registration.cases.kinds import Event, Relation


class Limits(NamedTuple):
    """What a rule says: days to declare; ages of a mother, and of a father, outside which somebody looks again."""

    days: int
    mother: tuple[int, int]
    father: tuple[int, int]


class DeclarationRule(Dated, Record):
    """Thời hạn và điều kiện đăng ký of births or deaths, from a day to a day."""

    __tablename__ = "civil_registration_rule"

    event: Mapped[Event] = field.choice(_("Event"), Event, required=True)
    days: Mapped[int] = field.whole(_("Days to declare"), low=1, high=999, required=True)
    mother_from: Mapped[int] = field.whole(_("Age of a mother from"), high=99, required=True, default=12)
    mother_to: Mapped[int] = field.whole(_("Age of a mother to"), high=99, required=True, default=55)
    father_from: Mapped[int] = field.whole(_("Age of a father from"), high=99, required=True, default=14)
    father_to: Mapped[int] = field.whole(_("Age of a father to"), high=120, required=True, default=75)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return f"{self.event}: {self.source}"

    @classmethod
    def of(cls, session: Session, event: Event, day: date) -> Limits:
        """Return what is law for an event on a day; ValueError when no row is in force."""
        found = _limits(session, event, day)
        if found is None:
            raise ValueError(
                str(_("No rule for “%(event)s” is in force on %(day)s.", event=event, day=format_day(day)))
            )
        return found


class DeclarerRight(Dated, Record):
    """Người có quyền, trách nhiệm đi đăng ký: one relation to whom is registered, from a day to a day."""

    __tablename__ = "civil_registration_declarer"

    event: Mapped[Event] = field.choice(_("Event"), Event, required=True)
    relation: Mapped[Relation] = field.choice(_("Relation"), Relation, required=True)
    condition: Mapped[str | None] = field.text(_("Condition of the right"), max=300)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return f"{self.event}: {self.relation}"

    @classmethod
    def of(cls, session: Session, event: Event, day: date) -> frozenset[Relation]:
        """Return who may declare an event on a day."""
        return _declarers(session, event, day)


@standing(DeclarationRule)
def _limits(session: Session, event: Event, day: date) -> Limits | None:
    rule = DeclarationRule
    found = select(rule).where(rule.event == event, rule.valid_on(day)).order_by(rule.valid_from.desc()).limit(1)
    row = session.scalar(found)
    if row is None:
        return None
    return Limits(row.days, (row.mother_from, row.mother_to), (row.father_from, row.father_to))


@standing(DeclarerRight)
def _declarers(session: Session, event: Event, day: date) -> frozenset[Relation]:
    right = DeclarerRight
    return frozenset(session.scalars(select(right.relation).where(right.event == event, right.valid_on(day))))

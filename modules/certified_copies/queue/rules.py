"""How a unit signs: dated rows by its own decision; without one each copy is opened, and never by whoever received it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, _, clock, field


class SigningRule(Dated, Record):
    """Quy định ký của đơn vị: may the receiver certify himself; how many of a batch must be opened."""

    __tablename__ = "certified_copies_signing_rule"

    same_person: Mapped[bool] = field.yes_no(
        _("Who received may certify"), help=_("Each use is written on the copy and counted in the figures.")
    )
    sample_percent: Mapped[int | None] = field.whole(
        _("Sample of a batch (%)"), low=1, high=100, help=_("Empty: every copy is opened before it is signed.")
    )
    sample_least: Mapped[int | None] = field.whole(_("Copies in a sample at least"), low=1, high=1000, default=5)
    course: Mapped[str | None] = field.text(
        _("Training certificate to be held"),
        max=20,
        help=_("Code of a course, as CT-DT, that clerks and officials need to receive and certify; empty: none"),
    )
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return self.source

    def drawn_from(self, many: int) -> int:
        """Return how many of so many copies must be opened."""
        share = -(-many * (self.sample_percent or 100) // 100)
        return min(many, max(share, self.sample_least or 1))


def rule_of(session: Session, unit_id: int) -> SigningRule | None:
    """Return the rule in force today in a unit, the newest if there are several; None when it has decided nothing."""
    found = select(SigningRule).where(SigningRule.unit_id == unit_id, SigningRule.valid_on(clock.today()))
    return session.scalar(found.order_by(SigningRule.valid_from.desc(), SigningRule.id.desc()).limit(1))


def may_be_same(session: Session, unit_id: int) -> bool:
    """Whether a unit lets whoever received a copy certify it, too."""
    rule = rule_of(session, unit_id)
    return rule is not None and rule.same_person

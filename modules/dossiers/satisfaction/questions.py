"""Phiếu đánh giá: its questions as dated rows, in the order of the published form."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Dated, Record, Text, _, field


class Kind(Choice):
    """How a question is answered."""

    VISITS = "visits", _("Number of visits")
    YES_NO = "yes_no", _("Yes or no")
    FIVE = "five", _("Five points")

    @property
    def options(self) -> tuple[tuple[int, Text], ...]:
        """The answers with what they say, the best first."""
        return OPTIONS[self]

    @property
    def values(self) -> frozenset[int]:
        """The answers that there are."""
        return frozenset(value for value, _label in self.options)

    @property
    def good(self) -> frozenset[int]:
        """The answers that count as good: at most one visit, yes, four or five points."""
        return {Kind.VISITS: frozenset((0, 1)), Kind.YES_NO: frozenset((1,)), Kind.FIVE: frozenset((4, 5))}[self]


OPTIONS: dict[Kind, tuple[tuple[int, Text], ...]] = {
    Kind.VISITS: ((0, _("None")), (1, _("Once")), (2, _("Twice or more"))),
    Kind.YES_NO: ((1, _("Yes")), (0, _("No"))),
    Kind.FIVE: (
        (5, _("Very satisfied")), (4, _("Satisfied")), (3, _("Neutral")), (2, _("Dissatisfied")),
        (1, _("Very dissatisfied")),
    ),
}  # fmt: skip


class Question(Dated, Record):
    """Câu hỏi đánh giá: asked from a day to a day; a new wording keeps the code, so that results stay comparable."""

    __tablename__ = "dossiers_question"
    searched = ("code", "wording")

    code: Mapped[str] = field.text(
        _("Code"), max=30, required=True, help=_("The same for every wording of a question; results are counted by it.")
    )
    position: Mapped[int] = field.whole(_("Order"), low=1, high=99, required=True)
    wording: Mapped[str] = field.text(_("Question"), max=300, required=True)
    short: Mapped[str] = field.text(_("Heading in results"), max=60, required=True)
    kind: Mapped[Kind] = field.choice(_("Answered by"), Kind, required=True)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return self.wording

    @classmethod
    def asked_on(cls, session: Session, day: date) -> list[Question]:
        """Return the questions of a day in their order."""
        return list(session.scalars(select(cls).where(cls.valid_on(day)).order_by(cls.position, cls.id)))

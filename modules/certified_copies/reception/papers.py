"""Kinds of originals: whether they may be copied, whether the state holds them already; dated rows with a source."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Mapped

from app.toolkit import Dated, Record, _, clock, db, field


class PaperType(Dated, Record):
    """Loại giấy tờ: what the law says of one kind of original, from a day to a day."""

    __tablename__ = "certified_copies_paper_type"
    searched = ("code", "name")

    code: Mapped[str] = field.text(_("Code"), max=20, required=True)
    name: Mapped[str] = field.text(_("Kind of paper"), required=True)
    copyable: Mapped[bool] = field.yes_no(_("May be copied"), default=True)
    all_pages: Mapped[bool] = field.yes_no(_("All pages with information are needed"), default=True)
    in_database: Mapped[bool] = field.yes_no(_("Lies in VNeID or a national database"))
    typical_pages: Mapped[int | None] = field.whole(_("Usual number of pages"), low=1, high=1000)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def offered(cls) -> ColumnElement[bool]:
        """The kinds that may be copied today."""
        return cls.copyable & cls.valid_on(clock.today())

    @classmethod
    def admitted(cls, number: int) -> PaperType:
        """Return a kind that may be copied today; ValueError when it may not."""
        found = db.session.scalar(select(cls).where(cls.id == number, cls.valid_on(clock.today())))
        if found is None:
            raise ValueError(str(_("This kind of paper is no longer in force; choose another one.")))
        if not found.copyable:
            raise ValueError(str(_("“%(name)s” may not be copied: %(source)s.", name=found.name, source=found.source)))
        return found

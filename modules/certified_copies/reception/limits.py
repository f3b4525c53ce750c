"""How long a copy may take, why longer, how often papers may be asked for: dated rows (NĐ 23/2015 art. 7 and 21)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, Term, _, field, working_days

PROCEDURE = "2.000815"


class TimeLimit(Dated, Record):
    """Thời hạn giải quyết: working days of a procedure, the hour that makes it the next day, the longest extension."""

    __tablename__ = "certified_copies_time_limit"

    procedure: Mapped[str] = field.text(_("Code of the procedure"), max=30, required=True)
    days: Mapped[int] = field.whole(_("Working days"), high=100, required=True, help=_("0: the same day"))
    cut_off: Mapped[str | None] = field.hour(
        _("Cut-off"), help=_("As 15:00: what comes later counts from the next working day")
    )
    longest: Mapped[int] = field.whole(
        _("Longest extension without an agreement (working days)"), high=30, required=True
    )
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return self.procedure

    @classmethod
    def of(cls, session: Session, day: date, procedure: str = PROCEDURE) -> TimeLimit:
        """Return the limit of a procedure on a day; ValueError when nobody has set one."""
        where = (cls.procedure == procedure, cls.valid_on(day))
        found = session.scalar(select(cls).where(*where).order_by(cls.valid_from.desc()).limit(1))
        if found is None:
            raise ValueError(str(_("No time limit is in force for procedure %(code)s.", code=procedure)))
        return found

    def term(self, more: int = 0) -> Term:
        """Return the term, longer by so many working days."""
        return working_days(self.days + more, cut_off=self.cut_off, law=self.source)


class SupplementLimit(Dated, Record):
    """Số lần yêu cầu bổ sung: how often a requester of a procedure may be asked to add papers."""

    __tablename__ = "certified_copies_supplement_limit"

    procedure: Mapped[str] = field.text(_("Code of the procedure"), max=30, required=True)
    times: Mapped[int] = field.whole(_("Times papers may be asked for"), high=10, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return self.procedure

    @classmethod
    def of(cls, session: Session, day: date, procedure: str = PROCEDURE) -> int:
        """Return how often papers may be asked for on a day; without a row never."""
        where = (cls.procedure == procedure, cls.valid_on(day))
        return session.scalar(select(cls.times).where(*where).order_by(cls.valid_from.desc()).limit(1)) or 0


class ExtensionReason(Dated, Record):
    """Lý do kéo dài: why a copy may be handed back later than the law's usual day."""

    __tablename__ = "certified_copies_extension_reason"

    code: Mapped[str] = field.text(_("Code"), max=20, required=True)
    text: Mapped[str] = field.text(_("Reason"), max=400, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"

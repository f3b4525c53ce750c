"""What a good scan is: dated rows with their source, measured against at each page."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, _, clock, field, seed_row
from modules.certified_copies.reception.catalogue_screens import catalogue


class ScanRule(Dated, Record):
    """Yêu cầu bản quét: from what on the clerk is warned of a page, or asked whether it stays."""

    __tablename__ = "certified_copies_scan_rule"

    least_dpi: Mapped[int] = field.whole(_("Dots per inch at least"), low=50, high=1200, required=True)
    colour: Mapped[bool] = field.yes_no(_("Scan in colour"))
    most_skew: Mapped[int] = field.whole(_("Skew at most (degrees)"), low=1, high=45, required=True)
    blurred: Mapped[int] = field.whole(_("Blurred below the sharpness"), high=100, required=True)
    unreadable: Mapped[int] = field.whole(_("Unreadable below the sharpness"), high=100, required=True)
    blank: Mapped[int] = field.whole(_("Blank below so much writing (per ten thousand)"), high=10_000, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return self.source


def rule_today(session: Session) -> ScanRule | None:
    """Return the rule in force, the newest if there are several; None: nobody is warned."""
    found = select(ScanRule).where(ScanRule.valid_on(clock.today()))
    return session.scalar(found.order_by(ScanRule.valid_from.desc(), ScanRule.id.desc()).limit(1))


def seed(session: Session, city: int) -> None:
    """200 dpi and colour are law; the other bounds were found by trying, and are a beginning."""
    seed_row(
        session,
        "certified_copies.scan_rule.1",
        ScanRule,
        unit_id=city,
        least_dpi=200,
        colour=True,
        most_skew=2,
        blurred=30,
        unreadable=10,
        blank=10,
        source="NĐ 30/2020/NĐ-CP, Phụ lục I: PDF, ảnh màu, tối thiểu 200 dpi; các mức khác do thành phố chọn",
        valid_from=date(2020, 3, 5),
        valid_to=None,
    )


scan_rules = catalogue(
    ScanRule,
    _("What a good scan is"),
    _("New requirement for scans"),
    "scan-rules",
    "scan",
    [
        ScanRule.least_dpi,
        ScanRule.colour,
        ScanRule.most_skew,
        ScanRule.blurred,
        ScanRule.unreadable,
        ScanRule.blank,
    ],
)

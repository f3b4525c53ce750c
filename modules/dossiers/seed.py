"""What a new house begins with: the rule of the desk that is in force, and those of the index."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.dossiers.escalation.rules import EscalationRule, Moment, Told
from modules.dossiers.figures.index_rules import IndexRule, Measure, Section
from modules.dossiers.journey.rules import DeskRule
from modules.dossiers.satisfaction import seed as ratings

# Column, measure, points, share from which all points are given. How the 12 points of online services and the 18 of
# publicity are split among their measures is not in our sources.
INDEX = (
    (Section.PUBLICITY, Measure.PUBLIC, 18, 100),
    (Section.PROGRESS, Measure.IN_TIME, 20, 100),
    (Section.ONLINE, Measure.ONLINE_RESULT, 4, 50),
    (Section.ONLINE, Measure.ONLINE_SERVICE, 4, 80),
    (Section.ONLINE, Measure.PAYS_ONLINE, 4, 80),
    (Section.PAYMENT, Measure.PAID_ONLINE, 10, 80),
    (Section.SATISFACTION, Measure.SATISFIED, 18, 100),
    (Section.DIGITISATION, Measure.DIGITAL_RESULT, 6, 80),
    (Section.DIGITISATION, Measure.DIGITISED, 4, 80),
    (Section.DIGITISATION, Measure.CERTIFIED, 2, 80),
    (Section.DIGITISATION, Measure.REUSED, 2, 80),
    (Section.DIGITISATION, Measure.IN_STORE, 4, 80),
    (Section.DIGITISATION, Measure.POPULATION, 2, 80),
    (Section.DIGITISATION, Measure.POPULATION_CHECKED, 2, 80),
)
DECISION = "QĐ 766/QĐ-TTg ngày 23/6/2022"
UNSURE = {
    Section.PUBLICITY: "; cách chấm chi tiết cần đối chiếu",
    Section.ONLINE: "; cách chia 12 điểm cần đối chiếu",
    Section.PAYMENT: "; ngưỡng điểm tối đa cần đối chiếu",
}

# counted from, working hours, who is told
ESCALATION = [
    (Moment.NEAR, 2, Told.HANDLER),
    (Moment.LATE, 0, Told.HANDLER),
    (Moment.LATE, 1, Told.LEADER),
    (Moment.LATE, 4, Told.HEAD),
    (Moment.LATE, 16, Told.OVERSEER),
]
OWN_RULE = "Quy chế nội bộ của Trung tâm Phục vụ hành chính công (cần đơn vị ban hành)"


def load(session: Session) -> None:
    """Write the starting rows; what an administrator changed or deleted stays so."""
    city = unit_of(session, "79").id
    words = {"cut_off": "15:00", "supplements": 1, "extensions": 1, "valid_from": date(2018, 6, 21)}
    source = "NĐ 61/2018/NĐ-CP, nay là NĐ 118/2025/NĐ-CP; sau 15 giờ: theo luật chuyên ngành (cần đối chiếu)"
    seed_row(session, "dossiers.desk_rule", DeskRule, unit_id=city, source=source, **words)
    for section, measure, weight, full in INDEX:
        source = DECISION + UNSURE.get(section, "")
        words = {"weight": Decimal(weight), "full_at": Decimal(full), "source": source, "valid_from": date(2022, 6, 23)}
        key = f"dossiers.index_rule.{measure.value}"
        seed_row(session, key, IndexRule, unit_id=city, section=section, measure=measure, **words)
    ratings.load(session)
    for moment, hours, told in ESCALATION:
        words = {"moment": moment, "hours": hours, "told": told, "valid_from": date(2025, 7, 1), "source": OWN_RULE}
        key = f"dossiers.escalation_rule.{moment.value}.{hours}"
        seed_row(session, key, EscalationRule, unit_id=city, **words)

"""The questions of the published form, and how long a vote is open; both to be edited."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.dossiers.satisfaction.questions import Kind, Question
from modules.dossiers.satisfaction.rules import VoteRule

FORM = "Phiếu khảo sát công bố trên Cổng dịch vụ công của Bộ (dichvucong.mic.gov.vn); KH 1576/KH-UBND năm 2019, QĐ 25/2020/QĐ-UBND của UBND Thành phố"  # fmt: skip
QUESTIONS: list[tuple[str, str, str, Kind]] = [
    ("visits", "Quý ông/bà phải đến cơ quan bao nhiêu lần để giải quyết hồ sơ này?", "Đi lại không quá một lần", Kind.VISITS),
    ("papers", "Thành phần hồ sơ có được công khai rõ ràng không?", "Công khai rõ ràng", Kind.YES_NO),
    ("status", "Việc tra cứu tình trạng hồ sơ có dễ dàng không?", "Tra cứu dễ dàng", Kind.YES_NO),
    ("attitude", "Thái độ phục vụ của công chức, viên chức", "Thái độ phục vụ", Kind.FIVE),
    ("updated", "Thông tin về thủ tục được cập nhật kịp thời", "Cập nhật thông tin", Kind.FIVE),
    ("easy", "Thông tin về thủ tục dễ tìm", "Dễ tìm", Kind.FIVE),
    ("speed", "Thời gian giải quyết hồ sơ", "Thời gian giải quyết", Kind.FIVE),
    ("convenience", "Mức độ thuận tiện khi thực hiện thủ tục", "Thuận tiện", Kind.FIVE),
]  # fmt: skip
BEGIN = date(2020, 1, 1)


def load(session: Session) -> None:
    """Write the starting rows."""
    city = unit_of(session, "79").id
    for position, (code, wording, short, kind) in enumerate(QUESTIONS, 1):
        words = {"code": code, "position": position, "wording": wording, "short": short, "kind": kind}
        seed_row(
            session, f"dossiers.question.{code}", Question, unit_id=city, source=FORM, valid_from=BEGIN, **words
        )  # fmt: skip
    rule = {"days": 30, "minutes": 5, "source": "Quy ước của hệ thống; văn bản không ấn định", "valid_from": BEGIN}
    seed_row(session, "dossiers.vote_rule", VoteRule, unit_id=city, **rule)

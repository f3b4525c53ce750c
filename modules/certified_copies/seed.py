"""What a new house begins with: fees, catalogues, scan rules, terms of keeping and the comparison list, all as rows."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.certified_copies import fee
from modules.certified_copies.after import seed as kept
from modules.certified_copies.capture import rules
from modules.certified_copies.comparison import CheckItem
from modules.certified_copies.own.models import PAPER as OWN
from modules.certified_copies.reception import seed as reception_seed
from modules.signing.appearance import Appearance, Manner
from modules.signing.models import Holder

LAW = "NĐ 23/2015/NĐ-CP, điều 20 và 22"
CHECKS = [
    "Bản chính do cơ quan có thẩm quyền cấp",
    "Không tẩy xóa, sửa chữa, thêm bớt nội dung",
    "Không hư hỏng, cũ nát, nội dung xác định được",
    "Không thuộc bí mật nhà nước hoặc loại không được sao chụp",
    "Bản quét đủ trang, rõ chữ, rõ dấu",
    "Người yêu cầu đúng người nộp, đã xem giấy tờ tùy thân",
]


def load(session: Session) -> None:
    """The comparison list as a start; administrators change it by rows."""
    city = unit_of(session, "79").id
    fee.seed(session, city)
    reception_seed.load(session, city)
    rules.seed(session, city)
    kept.load(session, city)
    seed_row(
        session,
        "certified_copies.appearance.own",
        Appearance,
        unit_id=city,
        paper=OWN,
        holder=Holder.AGENCY,
        manner=Manner.CORNER,
        width=116,
        size=10,
        source="NĐ 30/2020/NĐ-CP, Phụ lục I, mục II",
        valid_from=date(2020, 3, 5),
        valid_to=None,
    )
    for position, text in enumerate(CHECKS, 1):
        seed_row(
            session,
            f"certified_copies.check.{position}",
            CheckItem,
            unit_id=city,
            text=text,
            source=LAW,
            position=position,
            valid_from=date(2015, 4, 10),
            valid_to=None,
        )

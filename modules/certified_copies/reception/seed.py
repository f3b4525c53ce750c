"""What a new house begins with: kinds of papers, the time limit, reasons to promise a later day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.toolkit import seed_row
from modules.certified_copies.reception import conditions_seed
from modules.certified_copies.reception.limits import PROCEDURE, ExtensionReason, SupplementLimit, TimeLimit
from modules.certified_copies.reception.papers import PaperType

LAW = "NĐ 23/2015/NĐ-CP, điều 18, 20, 22"
IN_VNEID = "NĐ 280/2025/NĐ-CP (bổ sung khoản 8, 9 điều 9 NĐ 23/2015): không yêu cầu bản chính khi đã có trên VNeID"
ONCE = "NĐ 118/2025/NĐ-CP và TT 03/2025/TT-VPCP (Mẫu 02): chỉ yêu cầu bổ sung hồ sơ một lần (cần đối chiếu điều, khoản)"
NEVER = "NĐ 23/2015/NĐ-CP, điều 22 khoản 3"
# code, name, lies in VNeID or a national database, usual pages
PAPERS = [
    ("GKS", "Giấy khai sinh", True, 1),
    ("GKH", "Giấy chứng nhận kết hôn", True, 1),
    ("CC", "Thẻ căn cước, căn cước công dân", True, 2),
    ("GPLX", "Giấy phép lái xe", True, 2),
    ("DKX", "Giấy chứng nhận đăng ký xe", True, 2),
    ("BHYT", "Thẻ bảo hiểm y tế", True, 1),
    ("BTN", "Bằng tốt nghiệp", False, 1),
    ("HB", "Học bạ", False, 24),
    ("BD", "Bảng điểm", False, 2),
    ("CCHI", "Chứng chỉ, chứng nhận", False, 1),
    ("QSDD", "Giấy chứng nhận quyền sử dụng đất", False, 4),
    ("DKKD", "Giấy chứng nhận đăng ký doanh nghiệp", False, 2),
    ("HC", "Hộ chiếu", False, 2),
    ("QD", "Quyết định của cơ quan, tổ chức", False, 2),
    ("HD", "Hợp đồng, văn bản có công chứng hoặc chứng thực", False, 6),
    ("KHAC", "Giấy tờ khác do cơ quan có thẩm quyền cấp", False, 1),
]
REASONS = [
    ("KD1", "Cùng một lúc yêu cầu chứng thực bản sao từ nhiều loại bản chính giấy tờ, văn bản"),
    ("KD2", "Bản chính có nhiều trang"),
    ("KD3", "Yêu cầu số lượng nhiều bản sao"),
    ("KD4", "Nội dung giấy tờ, văn bản phức tạp, khó kiểm tra, đối chiếu"),
]


def load(session: Session, city: int) -> None:
    """Rows that the keeper of rules changes; a new decree is a new row with its own first day."""
    conditions_seed.load(session, city)
    begin: dict[str, Any] = {"unit_id": city, "valid_from": date(2015, 4, 10), "valid_to": None}
    for code, name, in_database, pages in PAPERS:
        words = {"code": code, "name": name, "in_database": in_database, "typical_pages": pages}
        source = IN_VNEID if in_database else LAW
        key = f"certified_copies.paper.{code}"
        seed_row(session, key, PaperType, **begin, **words, source=source, copyable=True, all_pages=True)
    secret: dict[str, Any] = {"code": "MAT", "name": "Giấy tờ mật hoặc ghi rõ không được sao chụp", "source": NEVER}
    seed_row(session, "certified_copies.paper.MAT", PaperType, **begin, **secret, copyable=False, typical_pages=None)
    for code, text in REASONS:
        key = f"certified_copies.extension.{code}"
        seed_row(session, key, ExtensionReason, **begin, code=code, text=text, source="NĐ 23/2015/NĐ-CP, điều 21")
    seed_row(
        session,
        "certified_copies.limit",
        TimeLimit,
        **begin,
        procedure=PROCEDURE,
        days=0,
        cut_off="15:00",
        longest=2,
        source="NĐ 23/2015/NĐ-CP, điều 7 và 21",
    )
    supplements: dict[str, Any] = {"procedure": PROCEDURE, "times": 1, "source": ONCE}
    begin |= {"valid_from": date(2025, 7, 1)}  # the decree's own first day
    seed_row(session, "certified_copies.supplements", SupplementLimit, **begin, **supplements)

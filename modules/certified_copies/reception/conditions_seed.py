"""R01–R12 as a new house begins with them; the keeper of rules changes them by rows."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import seed_row
from modules.certified_copies.reception.conditions import Condition, Outcome, Said

DECREE = "NĐ 23/2015/NĐ-CP, điều 22 khoản {}"
# code, condition (yes: it holds), reason on the slip, source, what follows, what the clerk does
CONDITIONS = [
    (
        "R01",
        "Bản chính không bị tẩy xóa, sửa chữa, thêm, bớt nội dung không hợp lệ",
        "Bản chính bị tẩy xóa, sửa chữa, thêm, bớt nội dung không hợp lệ",
        DECREE.format(1),
        Outcome.REFUSE,
        None,
    ),
    (
        "R02",
        "Bản chính không hư hỏng, cũ nát, xác định được nội dung",
        "Bản chính bị hư hỏng, cũ nát, không xác định được nội dung",
        DECREE.format(2),
        Outcome.REFUSE,
        None,
    ),
    (
        "R03",
        "Bản chính không đóng dấu mật, không ghi rõ “không được sao chụp”",
        "Bản chính đóng dấu mật của cơ quan, tổ chức có thẩm quyền, hoặc ghi rõ không được sao chụp",
        DECREE.format(3),
        Outcome.REFUSE,
        None,
    ),
    (
        "R04",
        "Nội dung không trái pháp luật, đạo đức xã hội",
        "Bản chính có nội dung trái pháp luật, đạo đức xã hội, hoặc thuộc các nội dung luật cấm chứng thực",
        DECREE.format(4),
        Outcome.REFUSE,
        "Nội dung cấm: tuyên truyền, kích động chiến tranh, chống chế độ, xuyên tạc lịch sử, xúc phạm danh dự, nhân phẩm, uy tín của cá nhân, tổ chức, vi phạm quyền công dân.",
    ),
    (
        "R05",
        "Giấy tờ nước ngoài đã hợp pháp hóa lãnh sự hoặc được miễn; giấy tờ trong nước: có",
        "Giấy tờ do cơ quan nước ngoài cấp chưa được hợp pháp hóa lãnh sự và không thuộc trường hợp được miễn",
        "NĐ 23/2015/NĐ-CP, điều 20 khoản 1 và điều 22 khoản 5",
        Outcome.REFUSE,
        None,
    ),
    (
        "R06",
        "Giấy tờ do cá nhân lập có xác nhận và đóng dấu của cơ quan, tổ chức có thẩm quyền; giấy tờ khác: có",
        "Giấy tờ, văn bản do cá nhân tự lập, không có xác nhận và đóng dấu của cơ quan, tổ chức có thẩm quyền",
        DECREE.format(6),
        Outcome.REFUSE,
        None,
    ),
    (
        "R07",
        "Giấy tờ xuất trình là bản chính",
        "Giấy tờ xuất trình không phải là bản chính",
        "NĐ 23/2015/NĐ-CP, điều 18",
        Outcome.REFUSE,
        None,
    ),
    (
        "R08",
        "Bản quét đủ các trang có thông tin, đọc được, đúng với bản chính",
        "Bản quét không đủ các trang có thông tin của bản chính, không đọc được hoặc không đúng với bản chính",
        "TT 01/2020/TT-BTP",
        Outcome.REFUSE,
        "Trước hết hãy quét lại; chỉ từ chối khi bản chính không cho phép quét đủ và rõ.",
    ),
    (
        "R09",
        "Không có dấu hiệu bản chính bị làm giả hoặc được cấp sai thẩm quyền",
        "Bản chính có dấu hiệu giả mạo hoặc được cấp sai thẩm quyền",
        "NĐ 23/2015/NĐ-CP, điều 9",
        Outcome.HOLD,
        "Lập biên bản, tạm giữ và chuyển cơ quan có thẩm quyền xử lý.",
    ),
    (
        "R10",
        "Việc chứng thực không liên quan đến bản thân, người thân thích của người ký",
        "Người ký không được chứng thực việc liên quan đến bản thân, người thân thích",
        "NĐ 23/2015/NĐ-CP, điều 9",
        Outcome.REASSIGN,
        "Không từ chối người yêu cầu: chọn người ký bị hạn chế ở dưới, hồ sơ chuyển người khác ký.",
    ),
    (
        "R11",
        "Giấy tờ không thuộc loại đã có trên VNeID, cơ sở dữ liệu quốc gia",
        "Giấy tờ đã có trên VNeID, cơ sở dữ liệu quốc gia",
        "NĐ 23/2015/NĐ-CP, điều 9 khoản 8 và 9, bổ sung tại NĐ 280/2025/NĐ-CP",
        Outcome.OFFER,
        "Không yêu cầu xuất trình bản chính; đề nghị người yêu cầu dùng dữ liệu trên VNeID. Họ vẫn cần bản sao thì làm tiếp.",
    ),
    (
        "R12",
        "Bản chính là văn bản giấy",
        "Bản chính là văn bản điện tử đã ký số, không thuộc thủ tục này",
        "NĐ 45/2020/NĐ-CP, điều 3 khoản 9",
        Outcome.REFUSE,
        "Hướng dẫn kiểm tra chữ ký số, chuyển đổi hoặc sao y.",
    ),
]


def load(session: Session, city: int) -> None:
    """Twelve rows, each refusing on “no”."""
    for position, (code, text, reason, source, outcome, advice) in enumerate(CONDITIONS, 1):
        seed_row(
            session,
            f"certified_copies.condition.{code}",
            Condition,
            unit_id=city,
            code=code,
            position=position,
            text=text,
            refuses=Said.NO,
            outcome=outcome,
            reason=reason,
            advice=advice,
            source=source,
            valid_from=date(2015, 4, 10),
            valid_to=None,
        )

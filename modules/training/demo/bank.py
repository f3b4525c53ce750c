"""Questions and materials of two courses, as a trainer would write them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Sheet, clock, keep, unit_of, workbook
from modules.training.catalogue.courses import Course
from modules.training.quizzes.materials import Material
from modules.training.quizzes.questions import Form, Option, Question

# course, question, (option, right) …; or the words that count as right
CHOICES: list[tuple[str, str, list[tuple[str, bool]]]] = [
    ("CT-DT", "Bản sao điện tử được chứng thực từ bản chính phải có những chữ ký số nào?",
     [("Chữ ký số của người thực hiện chứng thực", True), ("Chữ ký số của cơ quan thực hiện chứng thực", True),
      ("Chữ ký số của người yêu cầu chứng thực", False), ("Chữ ký số của người tiếp nhận hồ sơ", False)]),
    ("CT-DT", "Trường hợp nào sau đây không được chứng thực bản sao từ bản chính?",
     [("Bản chính bị tẩy xóa, sửa chữa, thêm bớt nội dung", True),
      ("Bản chính đóng dấu mật hoặc ghi rõ không được sao chụp", True),
      ("Bản chính do cơ quan, tổ chức có thẩm quyền cấp", False), ("Bản chính là văn bằng đã cấp trên 10 năm", False)]),
    ("CT-DT", "Người thực hiện chứng thực đối chiếu bản quét với giấy tờ nào?",
     [("Bản chính giấy do người yêu cầu xuất trình", True), ("Bản sao y có công chứng", False),
      ("Ảnh chụp do người yêu cầu gửi trước", False)]),
    ("CT-DT", "Yêu cầu chứng thực bản sao tiếp nhận trước 15 giờ được trả kết quả khi nào?",
     [("Ngay trong ngày làm việc", True), ("Trong 02 ngày làm việc", False), ("Trong 03 ngày làm việc", False)]),
    ("CT-DT", "Cán bộ tiếp nhận phát hiện bản chính có dấu hiệu giả mạo thì làm gì?",
     [("Từ chối, lập biên bản và chuyển cơ quan có thẩm quyền", True), ("Vẫn chứng thực và ghi chú vào sổ", False),
      ("Trả lại, không cần ghi nhận", False)]),
    ("CT-DT", "Bản sao điện tử sau khi đã đóng dấu cơ quan mà có sai sót thì xử lý thế nào?",
     [("Ra quyết định hủy bỏ và cấp bản khác", True), ("Sửa trực tiếp trên tệp rồi ký lại", False),
      ("Xóa tệp khỏi hệ thống", False)]),
    ("DD-VN", "Công dân đăng ký tài khoản định danh điện tử mức độ 2 ở đâu?",
     [("Tại cơ quan Công an", True), ("Trên trang của ngân hàng", False), ("Chỉ cần cài ứng dụng tại nhà", False)]),
    ("DD-VN", "Giấy tờ nào có thể tích hợp và xuất trình trên ứng dụng VNeID?",
     [("Thẻ căn cước", True), ("Giấy phép lái xe", True), ("Thẻ bảo hiểm y tế", True), ("Vé xem phim", False)]),
    ("DD-VN", "Khi hỗ trợ công dân cài VNeID, cán bộ được làm việc nào?",
     [("Hướng dẫn để công dân tự thao tác trên máy của mình", True), ("Giữ hộ mật khẩu cho công dân", False),
      ("Đăng nhập thay bằng máy của cán bộ", False)]),
    ("DD-VN", "Dấu hiệu nào cho thấy cuộc gọi yêu cầu cập nhật VNeID là lừa đảo?",
     [("Yêu cầu cài tệp ứng dụng từ đường dẫn lạ", True), ("Yêu cầu đọc mã OTP", True),
      ("Mời đến trụ sở Công an có hẹn trước bằng giấy mời", False)]),
]  # fmt: skip
WORDS: list[tuple[str, str, str]] = [
    (
        "CT-DT",
        "Tên loại sổ ghi số chứng thực bản sao từ bản chính?",
        "Sổ chứng thực bản sao từ bản chính\nsổ chứng thực",
    ),
    ("CT-DT", "Khuôn dạng tệp của bản sao điện tử được ký số?", "PDF\ntệp PDF"),
    ("DD-VN", "Tên ứng dụng định danh điện tử quốc gia?", "VNeID\nVN eID"),
    ("DD-VN", "Tài khoản định danh điện tử của công dân có mấy mức độ (ghi bằng chữ)?", "hai\nhai mức độ\n2"),
]
MATERIALS = [
    (
        "CT-DT",
        "Phiếu thực hành: đối chiếu bản quét với bản chính",
        "2.1",
        ("Đủ trang", "Rõ chữ, rõ dấu", "Không tẩy xóa"),
    ),
    ("CT-DT", "Phiếu thực hành: ký số và đóng dấu", "1.0", ("Chữ ký người ký", "Dấu cơ quan", "Mã tra cứu")),
    ("DD-VN", "Phiếu hướng dẫn công dân kích hoạt VNeID", "3.0", ("Cài ứng dụng", "Kích hoạt", "Đổi mật khẩu")),
]


def load(session: Session) -> dict[str, int]:
    """Write the questions and materials; returns the ids of all courses by code."""
    city, courses = unit_of(session, "79").id, dict(session.execute(select(Course.code, Course.id)).all())
    for code, text, given in CHOICES:
        options = [Option(position=at, text=words, right=right) for at, (words, right) in enumerate(given, 1)]
        form = Form.MULTIPLE if sum(right for _words, right in given) > 1 else Form.SINGLE
        session.add(Question(unit_id=city, course_id=courses[code], form=form, text=text, points=1, options=options))
    for code, text, accepted in WORDS:
        told = {"form": Form.TEXT, "text": text, "accepted": accepted, "points": 2}
        session.add(Question(unit_id=city, course_id=courses[code], **told))
    for code, title, edition, lines in MATERIALS:
        day = clock.today() - timedelta(days=60)
        row = Material(unit_id=city, course_id=courses[code], title=title, edition=edition, issued_on=day)
        session.add(row)
        session.flush()
        sheet = Sheet(title[:30].replace(":", ""), {"Việc phải kiểm tra": 40, "Đạt": 10}, [[one, ""] for one in lines])
        keep(session, row, f"phieu-{row.id}.xlsx", workbook(sheet).getvalue())
    return courses

"""What a new house begins with: subjects, positions, courses, ranks, rates and regions; all rows that people may change."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.training.catalogue.courses import Course, CoursePart, Requirement, Subject, Tone
from modules.training.catalogue.people import Position
from modules.training.catalogue.trainers import Cost, Rank, Rate
from modules.training.catalogue.venues import Journey, Region

UNSURE = "cần đối chiếu văn bản của địa phương trước khi dùng"
SINCE = date(2025, 7, 1)
SUBJECTS = [
    ("Hộ tịch, chứng thực", Tone.RED),
    ("Định danh, VNeID", Tone.BLUE),
    ("Liên thông, dữ liệu", Tone.VIOLET),
    ("Kỹ năng số", Tone.GREEN),
    ("An toàn thông tin", Tone.AMBER),
]
POSITIONS = [
    ("LD", "Lãnh đạo UBND phường, xã"),
    ("TPHT", "Công chức Tư pháp - Hộ tịch"),
    ("VPTK", "Công chức Văn phòng - Thống kê"),
    ("MC", "Cán bộ Trung tâm phục vụ hành chính công"),
    ("VT", "Văn thư"),
    ("CA", "Công an phường, xã"),
    ("TCNS", "Thành viên tổ công nghệ số cộng đồng"),
]
# code, name, subject, months of validity, tested, what it trains, parts with their periods
COURSES: list[tuple[str, str, int, int | None, bool, str, list[tuple[str, int]]]] = [
    ("CT-DT", "Chứng thực bản sao điện tử từ bản chính", 0, 36, True, "2.000815",
     [("Cơ sở pháp lý và điều kiện chứng thực", 4), ("Quét, đối chiếu, ký số và đóng dấu", 4)]),
    ("HT-KS", "Đăng ký khai sinh và liên thông", 0, 24, True, "3.000722",
     [("Quy định mới về đăng ký khai sinh", 4), ("Thực hành trên hồ sơ mẫu", 4)]),
    ("HT-KT", "Đăng ký khai tử và liên thông", 0, 24, True, "2.002913",
     [("Quy định mới về đăng ký khai tử", 4), ("Thực hành trên hồ sơ mẫu", 4)]),
    ("DD-VN", "Hướng dẫn công dân dùng VNeID", 1, 24, True, "VNeID",
     [("Định danh điện tử mức 2", 4)]),
    ("DD-XT", "Xác thực điện tử tại quầy", 1, 24, True, "VNeID",
     [("Đọc thẻ căn cước gắn chip và xác thực", 4)]),
    ("LT-DL", "Tra cứu, khai thác CSDL quốc gia về dân cư", 2, 12, True, "CSDL quốc gia về dân cư",
     [("Quy định khai thác dữ liệu", 4), ("Tra cứu, đối chiếu và ghi nhật ký", 4)]),
    ("LT-LS", "Rà soát, làm sạch dữ liệu hộ tịch", 2, None, True, "Phần mềm hộ tịch",
     [("Số hóa sổ hộ tịch và xử lý sai lệch", 8)]),
    ("KN-MC", "Giải quyết hồ sơ trên Cổng dịch vụ công", 3, 24, True, "Cổng dịch vụ công quốc gia",
     [("Tiếp nhận, số hóa và trả kết quả", 8)]),
    ("KN-KS", "Soạn thảo, ký số văn bản", 3, 36, True, "Phần mềm quản lý văn bản",
     [("Thể thức văn bản và ký số", 4)]),
    ("KN-BC", "Bảng tính cho báo cáo Đề án 06", 3, None, False, "Báo cáo định kỳ",
     [("Lập và kiểm tra biểu báo cáo", 4)]),
    ("AT-CB", "An toàn thông tin cơ bản", 4, 12, True, "Máy trạm tại đơn vị",
     [("Mật khẩu, thiết bị, tệp lạ", 4)]),
    ("AT-LD", "Nhận diện lừa đảo trực tuyến", 4, 12, False, "Tuyên truyền tại địa bàn",
     [("Các thủ đoạn và cách báo tin", 4)]),
]  # fmt: skip
MANDATORY = {
    "CT-DT": ("LD", "TPHT"),
    "HT-KS": ("TPHT",),
    "HT-KT": ("TPHT",),
    "DD-VN": ("MC", "CA", "TCNS"),
    "DD-XT": ("MC",),
    "LT-DL": ("TPHT", "CA"),
    "LT-LS": ("TPHT",),
    "KN-MC": ("MC", "VPTK"),
    "KN-KS": ("LD", "VT", "VPTK"),
    "KN-BC": ("VPTK",),
    "AT-CB": ("LD", "TPHT", "VPTK", "MC", "VT", "CA"),
    "AT-LD": ("TCNS", "CA"),
}
RANKS = [
    "Lãnh đạo cấp tỉnh, giáo sư, chuyên gia cao cấp",
    "Lãnh đạo sở, phó giáo sư, tiến sĩ",
    "Chuyên viên chính, giảng viên chính",
    "Cán bộ, công chức cấp huyện, cấp xã và tương đương",
]
TT36 = f"Thông tư 36/2018/TT-BTC, sửa đổi bởi Thông tư 06/2023/TT-BTC ({UNSURE})"
FEES = [2_000_000, 1_500_000, 1_000_000, 600_000]
RATES = [
    (Cost.ASSISTANT, "người/buổi", 500_000),
    (Cost.TEA, "người/buổi", 20_000),
    (Cost.HALL, "buổi", 3_000_000),
    (Cost.MATERIAL, "bộ", 30_000),
    (Cost.TRAVEL, "người/ngày", 300_000),
    (Cost.PRINTING, "bản", 10_000),
]
REGIONS = ["Khu vực Thành phố Hồ Chí Minh cũ", "Khu vực Bình Dương cũ", "Khu vực Bà Rịa - Vũng Tàu cũ", "Côn Đảo"]
# minutes between lessons; the diagonal is the way within a region
JOURNEYS = [(0, 0, 45), (1, 1, 45), (2, 2, 45), (3, 3, 15), (0, 1, 90), (0, 2, 150), (1, 2, 180)]
JOURNEYS += [(one, 3, 1440) for one in range(3)]


def load(session: Session) -> None:
    """Write the rows that are not there yet; what people have changed stays as it is."""
    city = unit_of(session, "79").id
    for name, tone in SUBJECTS:
        _row(session, f"subject.{name}", Subject, unit_id=city, name=name, tone=tone)
    for code, name in POSITIONS:
        _row(session, f"position.{code}", Position, unit_id=city, code=code, name=name)
    for name in RANKS:
        _row(session, f"rank.{name}", Rank, unit_id=city, name=name)
    for name in REGIONS:
        _row(session, f"region.{name}", Region, unit_id=city, name=name)
    _courses(session, city)
    _prices(session, city)
    _ways(session, city)


def _courses(session: Session, city: int) -> None:
    subjects = dict(session.execute(select(Subject.name, Subject.id)).all())
    for code, name, subject, months, tested, matter, parts in COURSES:
        _row(
            session, f"course.{code}", Course,
            unit_id=city, code=code, name=name, subject_id=subjects.get(SUBJECTS[subject][0]), months=months,
            tested=tested, matter=matter, objectives=f"Sau khóa học, học viên tự thực hiện được: {name.lower()}.",
            least_present=80, pass_mark=70, withdrawn=False,
        )  # fmt: skip
        course = session.scalar(select(Course.id).where(Course.code == code))
        for position, (title, periods) in enumerate(parts, 1) if course else ():
            key = f"part.{code}.{position}"
            _row(session, key, CoursePart, course_id=course, position=position, title=title, periods=periods)
    courses = dict(session.execute(select(Course.code, Course.id)).all())
    positions = dict(session.execute(select(Position.code, Position.id)).all())
    for code, whom in MANDATORY.items():
        for one in whom:
            if code in courses and one in positions:
                _row(
                    session, f"requirement.{code}.{one}", Requirement,
                    unit_id=city, course_id=courses[code], position_id=positions[one], valid_from=SINCE,
                    source=f"Kế hoạch tập huấn Đề án 06 của Thành phố ({UNSURE})",
                )  # fmt: skip


def _prices(session: Session, city: int) -> None:
    ranks = dict(session.execute(select(Rank.name, Rank.id)).all())
    rows: list[tuple[Cost, str, int, str | None]] = [
        (Cost.TRAINER, "người/buổi", price, rank) for price, rank in zip(FEES, RANKS, strict=True)
    ]
    for cost, measure, price, rank in [*rows, *((*one, None) for one in RATES)]:
        _row(
            session, f"rate.{cost.value}.{rank or ''}", Rate,
            unit_id=city, cost=cost, rank_id=ranks.get(rank or ""), measure=measure, price=price, source=TT36,
            valid_from=date(2018, 5, 15),
        )  # fmt: skip


def _ways(session: Session, city: int) -> None:
    regions = dict(session.execute(select(Region.name, Region.id)).all())
    for one, other, minutes in JOURNEYS:
        if REGIONS[one] in regions and REGIONS[other] in regions:
            _row(
                session, f"journey.{one}.{other}", Journey,
                unit_id=city, one_id=regions[REGIONS[one]], other_id=regions[REGIONS[other]], minutes=minutes,
                source=f"Ước tính ({UNSURE})", valid_from=SINCE,
            )  # fmt: skip


def _row(session: Session, key: str, model: Any, **values: Any) -> None:
    seed_row(session, f"training.{key}", model, **values)

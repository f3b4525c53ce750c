"""What procedures of civil status ask for: their papers by case, ways, results and legal bases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.decisions.acts import Act
from modules.procedures.editions.contents import Basis, EditionLevel, Instead, Outcome, Required, Route, TimeUnit, Way
from modules.procedures.editions.edition import Edition

# Interconnected procedures, by code: one form for all agencies, and what proves the event.
JOINED = {
    "3.000722": (
        "Tờ khai điện tử liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế, cấp thẻ căn cước",
        "Giấy chứng sinh",
    ),
    "2.002913": (
        "Tờ khai điện tử liên thông đăng ký khai tử, xóa đăng ký thường trú, giải quyết mai táng phí, tử tuất",
        "Giấy báo tử hoặc giấy tờ thay thế giấy báo tử",
    ),
}


def birth(procedure: Procedure, level: Level, author: int) -> Edition:
    """Đăng ký khai sinh."""
    return Edition(
        unit_id=procedure.unit_id, procedure_id=procedure.id, act=Act.AMENDED, name=procedure.name, created_by_id=author,
        course="Người đi đăng ký nộp tờ khai và giấy chứng sinh tại bộ phận một cửa hoặc trực tuyến.\n"
        "Công chức kiểm tra, tra cứu cơ sở dữ liệu quốc gia về dân cư, ghi nội dung vào sổ.\n"
        "Chủ tịch Ủy ban nhân dân cấp xã ký Giấy khai sinh.",
        applicants="Cha, mẹ, ông, bà, người thân thích khác hoặc người đang nuôi dưỡng trẻ em",
        agency="Ủy ban nhân dân cấp xã", authority="Ủy ban nhân dân cấp xã",
        place="Trung tâm Phục vụ hành chính công cấp xã",
        conditions="Trong thời hạn 60 ngày kể từ ngày sinh con, cha hoặc mẹ có trách nhiệm đăng ký khai sinh cho con.",
        keywords="khai sinh; trẻ em",
        levels=[EditionLevel(level_id=level.id)],
        routes=_same_day(),
        papers=[
            Required(position=1, name="Tờ khai đăng ký khai sinh", form="Theo mẫu", originals=1),
            Required(position=2, name="Giấy chứng sinh", originals=1, instead=Instead.CIVIL,
                     case="Trẻ sinh tại cơ sở y tế"),
            Required(position=3, name="Văn bản của người làm chứng xác nhận về việc sinh hoặc giấy cam đoan",
                     originals=1, case="Trẻ sinh ngoài cơ sở y tế"),
            Required(position=4, name="Giấy tờ chứng minh nơi cư trú", copies=1, instead=Instead.POPULATION),
        ],
        outcomes=[Outcome(position=1, name="Giấy khai sinh (bản chính)", code="KQ.G15.000031")],
        bases=_bases(),
    )  # fmt: skip


def marriage(procedure: Procedure, level: Level, author: int) -> Edition:
    """Đăng ký kết hôn."""
    return Edition(
        unit_id=procedure.unit_id, procedure_id=procedure.id, act=Act.AMENDED, name=procedure.name, created_by_id=author,
        course="Hai bên nam, nữ nộp tờ khai tại bộ phận một cửa hoặc trực tuyến.\n"
        "Công chức kiểm tra, tra cứu tình trạng hôn nhân trong cơ sở dữ liệu, ghi nội dung vào sổ.\n"
        "Chủ tịch Ủy ban nhân dân cấp xã ký Giấy chứng nhận kết hôn; hai bên cùng ký khi nhận kết quả.",
        applicants="Nam từ đủ 20 tuổi, nữ từ đủ 18 tuổi",
        agency="Ủy ban nhân dân cấp xã", authority="Ủy ban nhân dân cấp xã",
        place="Trung tâm Phục vụ hành chính công cấp xã",
        conditions="Việc kết hôn do nam và nữ tự nguyện quyết định.",
        keywords="kết hôn; hôn nhân",
        levels=[EditionLevel(level_id=level.id)],
        routes=_same_day(),
        papers=[
            Required(position=1, name="Tờ khai đăng ký kết hôn", form="Theo mẫu", originals=1),
            Required(position=2, name="Giấy xác nhận tình trạng hôn nhân", originals=1, instead=Instead.CIVIL,
                     case="Chưa từng kết hôn"),
            Required(position=3, name="Bản án hoặc quyết định ly hôn đã có hiệu lực", originals=1, case="Đã ly hôn"),
            Required(position=4, name="Giấy tờ chứng minh nơi cư trú", copies=1, instead=Instead.POPULATION),
        ],
        outcomes=[Outcome(position=1, name="Giấy chứng nhận kết hôn (bản chính)")],
        bases=_bases(),
    )  # fmt: skip


def joined(code: str) -> list[Required]:
    """The papers of an interconnected procedure."""
    form, proof = JOINED[code]
    return [
        Required(position=1, name=form, form="Theo mẫu", originals=1),
        Required(position=2, name=proof, originals=1, instead=Instead.CIVIL),
    ]


def _same_day() -> list[Route]:
    late = "Tiếp nhận sau 15 giờ: trả kết quả trong ngày làm việc tiếp theo"
    return [
        Route(position=1, way=Way.DIRECT, time_unit=TimeUnit.SAME_DAY, note=late),
        Route(position=2, way=Way.ONLINE, time=Decimal(1), time_unit=TimeUnit.WORKING_DAYS),
    ]


def _bases() -> list[Basis]:
    law = Basis(
        position=1, number="60/2014/QH13", about="Luật Hộ tịch", issuer="Quốc hội", issued_on=date(2014, 11, 20)
    )
    competence = "Phân định thẩm quyền lĩnh vực tư pháp"
    return [law, Basis(position=2, number="120/2025/NĐ-CP", about=competence, issuer="Chính phủ")]

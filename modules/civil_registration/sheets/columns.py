"""What each column of the Ministry's digitisation sheets means (Công văn 1437/BTP-CNTT 25/4/2019): the one table of it.

`column` is where the case keeps it; without one, the words of the sheet are kept beside the case as they stand. The names
of those with `sure=False` were put together from the others' pattern, as no sheet with them was at hand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from modules.civil_registration.cases.kinds import Event


@dataclass(frozen=True)
class Heading:
    """A column: its name there, what it means, how it is written (`kinds.py`), which column of a case it fills."""

    name: str
    title: str
    kind: str = "text"
    column: str = ""
    most: int = 300
    needed: bool = False
    sure: bool = True


def _person(short: str, title: str, who: str) -> list[Heading]:
    """A parent: `short` before the names there, `who` before those of a birth."""
    return [
        Heading(f"{short}HoTen", f"Họ, chữ đệm, tên {title}", "name", f"{who}_name", 100),
        Heading(f"{short}NgaySinh", f"Ngày sinh {title}", "partial", f"{who}_born"),
        Heading(f"{short}DanToc", f"Dân tộc {title}", "ethnicity", f"{who}_ethnicity_id"),
        Heading(f"{short}QuocTich", f"Quốc tịch {title}", "country", f"{who}_country_id"),
        Heading(f"{short}QuocTichKhac", f"Quốc tịch khác {title}"),
        Heading(f"{short}LoaiCuTru", f"Loại cư trú {title}", "home_kind"),
        Heading(f"{short}NoiCuTru", f"Nơi cư trú {title}", "place", f"{who}_home"),
        Heading(f"{short}LoaiGiayToTuyThan", f"Loại giấy tờ tùy thân {title}", "paper"),
        Heading(f"{short}SoGiayToTuyThan", f"Số giấy tờ tùy thân {title}", "citizen", f"{who}_citizen_id", 200),
    ]


def _missing(short: str, what: str) -> list[Heading]:
    """When and why something was declared of a person, and taken back."""
    names = {
        "NgayGhiChuTuyenBo": ("Ngày ghi chú tuyên bố", "partial"),
        "CanCuTuyenBo": ("Căn cứ tuyên bố", "text"),
        "NgayGhiChuHuyTuyenBo": ("Ngày ghi chú hủy tuyên bố", "partial"),
        "CanCuHuyTuyenBo": ("Căn cứ hủy tuyên bố", "text"),
    }
    return [Heading(f"{short}{name}", f"{title} {what}", kind, sure=False) for name, (title, kind) in names.items()]


ENTRY = [
    Heading("so", "Số", "entry", "number", 20, needed=True),
    Heading("quyenSo", "Quyển số", "book", "book", 20, needed=True),
    Heading("trangSo", "Trang số", most=20),
    Heading("ngayDangKy", "Ngày đăng ký", "day", "registered_on", needed=True),
    Heading("loaiDangKy", "Loại đăng ký", "registration", "registration"),
    Heading("noiDangKy", "Nơi đăng ký"),
]
SIGNED = [
    Heading("nguoiKy", "Người ký", "name", most=100),
    Heading("chucVuNguoiKy", "Chức vụ người ký", column="signer_title", most=200),
    Heading("nguoiThucHien", "Người thực hiện", "name", most=100),
    Heading("ghiChu", "Ghi chú", most=2000),
]
DECLARER = [
    Heading("nycHoTen", "Họ, chữ đệm, tên người yêu cầu", "name", "declarer_name", 100),
    Heading("nycQuanHe", "Quan hệ với người được đăng ký", "relation", "relation"),
    Heading("nycLoaiGiayToTuyThan", "Loại giấy tờ tùy thân người yêu cầu", "paper", "declarer_paper"),
    Heading("nycGiayToKhac", "Giấy tờ khác người yêu cầu"),
    Heading("nycSoGiayToTuyThan", "Số giấy tờ tùy thân người yêu cầu", "citizen", "declarer_citizen_id", 200),
    Heading("nycNgayCapGiayToTuyThan", "Ngày cấp giấy tờ người yêu cầu", "partial", sure=False),
    Heading("nycNoiCapGiayToTuyThan", "Nơi cấp giấy tờ người yêu cầu", sure=False),
]
ABROAD = [
    Heading("soDangKyNuocNgoai", "Số đăng ký ở nước ngoài", most=60),
    Heading("ngayDangKyNuocNgoai", "Ngày đăng ký ở nước ngoài", "partial"),
    Heading("cqNuocNgoaiDaDangKy", "Cơ quan nước ngoài đã đăng ký"),
    Heading("qgNuocNgoaiDaDangKy", "Quốc gia đã đăng ký", "country"),
]
CHILD = [
    Heading("nksHoTen", "Họ, chữ đệm, tên người được khai sinh", "name", "child_name", 100, needed=True),
    Heading("nksGioiTinh", "Giới tính", "sex", "sex", needed=True),
    Heading("nksNgaySinh", "Ngày sinh", "partial", "born", needed=True),
    Heading("nksNgaySinhBangChu", "Ngày sinh bằng chữ"),
    Heading("nksNoiSinh", "Nơi sinh", "place", "born_at"),
    Heading("nksNoiSinhDVHC", "Đơn vị hành chính nơi sinh"),
    Heading("nksQueQuan", "Quê quán", "place", "native_place"),
    Heading("nksDanToc", "Dân tộc", "ethnicity", "ethnicity_id", needed=True),
    Heading("nksQuocTich", "Quốc tịch", "country", "country_id", needed=True),
    Heading("nksQuocTichKhac", "Quốc tịch khác"),
    Heading("nksLoaiKhaiSinh", "Loại khai sinh", "birth_kind"),
]
DEAD = [
    Heading("nktHoTen", "Họ, chữ đệm, tên người chết", "name", "person_name", 100, needed=True),
    Heading("nktGioiTinh", "Giới tính", "sex", "sex", needed=True),
    Heading("nktNgaySinh", "Ngày sinh", "partial", "born"),
    Heading("nktDanToc", "Dân tộc", "ethnicity", "ethnicity_id"),
    Heading("nktQuocTich", "Quốc tịch", "country", "country_id"),
    Heading("nktQuocTichKhac", "Quốc tịch khác"),
    Heading("nktLoaiCuTru", "Loại cư trú", "home_kind"),
    Heading("nktNoiCuTru", "Nơi cư trú cuối cùng", "place", "home"),
    Heading("nktLoaiGiayToTuyThan", "Loại giấy tờ tùy thân", "paper", "paper"),
    Heading("nktGiayToKhac", "Giấy tờ khác"),
    Heading("nktSoGiayToTuyThan", "Số giấy tờ tùy thân", "citizen", "citizen_id", 200),
    Heading("nktNgayCapGiayToTuyThan", "Ngày cấp giấy tờ tùy thân", "partial", sure=False),
    Heading("nktNoiCapGiayToTuyThan", "Nơi cấp giấy tờ tùy thân", sure=False),
    Heading("nktNgayChet", "Ngày chết", "partial", "died_on", needed=True),
    Heading("nktGioPhutChet", "Giờ, phút chết", "hour", "died_at", 10),
    Heading("nktNoiChet", "Nơi chết", "place", "place"),
    Heading("nktNguyenNhanChet", "Nguyên nhân chết", column="cause"),
    Heading("nktTinhTrangTuyenBoViecChet", "Tình trạng tuyên bố việc chết"),
    *_missing("nkt", "việc chết"),
    Heading("gbtLoai", "Loại giấy báo tử", "notice", "notice"),
    Heading("gbtSo", "Số giấy báo tử", column="notice_number", most=60),
    Heading("gbtNgay", "Ngày giấy báo tử", "partial", "notice_on"),
    Heading("gbtCoQuanCap", "Cơ quan cấp giấy báo tử", column="notice_by", most=200),
]
SHEETS: dict[Event, tuple[Heading, ...]] = {
    Event.BIRTH: (
        *ENTRY,
        *CHILD,
        *_missing("nksMatTich", "mất tích"),
        *_missing("nksHanCheNangLucHanhVi", "hạn chế năng lực hành vi dân sự"),
        *_person("me", "mẹ", "mother"),
        *_person("cha", "cha", "father"),
        *DECLARER,
        *ABROAD,
        *SIGNED,
    ),
    Event.DEATH: (*ENTRY, *DEAD, *DECLARER, *ABROAD, *SIGNED),
}
# The sheet of the national system (70 columns for a birth): the same columns, and what data.hoTich of the interconnection adds.
ADDED = {
    Event.BIRTH: (
        Heading("soDinhDanh", "Số định danh cá nhân của trẻ", "number", "citizen_id"),
        Heading("nksNoiSinhNuocNgoai", "Nơi sinh ở nước ngoài"),
        Heading("nksDanTocKhac", "Dân tộc khác"),
        Heading("meDanTocKhac", "Dân tộc khác của mẹ"),
        Heading("meSoDDCN", "Số định danh cá nhân mẹ", "number", "mother_citizen_id"),
        Heading("chaDanTocKhac", "Dân tộc khác của cha"),
        Heading("chaSoDDCN", "Số định danh cá nhân cha", "number", "father_citizen_id"),
        Heading("maGCS", "Số giấy chứng sinh", column="proof_number", most=60),
        Heading("ngayCapGCS", "Ngày giấy chứng sinh", "partial", "proof_on"),
        Heading("nycSoDienThoai", "Điện thoại người yêu cầu", "phone", "phone", 20),
        Heading("nycNoiCuTru", "Nơi cư trú người yêu cầu", "place", "declarer_home"),
        Heading("soLuongBanSao", "Số lượng bản sao", "count", "copies"),
    ),
    Event.DEATH: (
        Heading("nktDanTocKhac", "Dân tộc khác"),
        Heading("nktSoDDCN", "Số định danh cá nhân người chết", "number", "citizen_id"),
        Heading("nycSoDienThoai", "Điện thoại người yêu cầu", "phone", "phone", 20),
        Heading("nycNoiCuTru", "Nơi cư trú người yêu cầu", "place", "declarer_home"),
        Heading("soLuongBanSao", "Số lượng bản sao", "count", "copies"),
    ),
}
NATIONAL: dict[Event, tuple[Heading, ...]] = {
    event: (*headings, *(replace(one, sure=False) for one in ADDED[event])) for event, headings in SHEETS.items()
}
BY_NAME = {event: {one.name.casefold(): one for one in headings} for event, headings in NATIONAL.items()}

"""The lists a new house begins with."""

from __future__ import annotations

from datetime import date

from babel import Locale
from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.population.lists import Country, Ethnicity

# QĐ 121-TCTK/PPCĐ of 1979, in the order of the codes 01 to 54.
ETHNICITIES = (
    "Kinh|Việt; Tày|Thổ Tày; Thái; Hoa|Hán; Khơ-me|Khmer, Khơ Me, Khơme, Miên; Mường; Nùng; Hmông|Mông, H'Mông, Hmong, Mèo; "
    "Dao; Gia-rai|Gia Rai, Jrai, Jarai; Ngái; Ê-đê|Ê Đê, Rađê, Ra-đê, Rhade; Ba-na|Ba Na, Bahnar; Xơ-đăng|Xơ Đăng, Xê Đăng; "
    "Sán Chay|Cao Lan, Sán Chí; Cơ-ho|Cơ Ho, K'Ho; Chăm|Chàm; Sán Dìu; Hrê; Mnông|M'Nông; Ra-glai|Raglai, Ra Glai; "
    "Xtiêng|Stiêng, X'Tiêng; Bru - Vân Kiều|Bru Vân Kiều, Vân Kiều; Thổ; Giáy; Cơ-tu|Cơ Tu, Katu; Gié - Triêng|Giẻ Triêng, "
    "Gié Triêng; Mạ; Khơ-mú|Khơ Mú; Co|Cor; Ta-ôi|Tà Ôi; Chơ-ro|Chơ Ro, Châu Ro; Kháng; Xinh-mun|Xinh Mun; Hà Nhì; Chu-ru|Chu Ru; "
    "Lào; La Chí; La Ha; Phù Lá; La Hủ; Lự; Lô Lô; Chứt; Mảng; Pà Thẻn; Cơ Lao; Cống; Bố Y; Si La; Pu Péo; Brâu; Ơ-đu|Ơ Đu; "
    "Rơ-măm|Rơ Măm"
)
OTHERS = (("55", "Người nước ngoài"), ("99", "Không xác định"))
LAW = "QĐ 121-TCTK/PPCĐ ngày 02/3/1979"
SINCE = date(1979, 3, 2)


def load(session: Session) -> None:
    """Write the starting rows; what a keeper changed or deleted stays so."""
    city = unit_of(session, "79").id
    words = {"unit_id": city, "valid_from": SINCE, "valid_to": None}
    for number, named in enumerate(ETHNICITIES.split("; "), 1):
        name, _bar, aliases = named.partition("|")
        key = f"population.ethnicity.{number:02}"
        seed_row(session, key, Ethnicity, code=f"{number:02}", name=name, aliases=aliases or None, source=LAW, **words)
    for code, name in OTHERS:
        source = f"{LAW}; mã {code} cần đối chiếu"
        seed_row(
            session,
            f"population.ethnicity.{code}",
            Ethnicity,
            code=code,
            name=name,
            aliases=None,
            source=source,
            **words,
        )
    for code, name in sorted(Locale("vi").territories.items()):
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY:
            seed_row(
                session,
                f"population.country.{code}",
                Country,
                code=code,
                name=name,
                source="ISO 3166-1, tên theo CLDR",
                **words,
            )


# Of CLDR, and of no nationality.
NO_COUNTRY = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "DG", "EA", "IC", "TA", "CQ", "AQ", "BV", "HM"}

"""The lists a new house begins with."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.core import get_global
from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.population.lists import Country, Ethnicity, Province, ProvinceCode

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
    letters = three_letters()
    for code, name in sorted(Locale("vi").territories.items()):
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY:
            seed_row(
                session,
                f"population.country.{code}",
                Country,
                code=code,
                alpha3=letters.get(code),
                name=name,
                source="ISO 3166-1, tên theo CLDR",
                **words,
            )
    _load_provinces(session, city)


def three_letters() -> dict[str, str]:
    """Return the three letters of ISO 3166-1 by the two."""
    known = get_global("territory_aliases").items()
    pairs = [(now[0], old) for old, now in known if len(old) == 3 and old.isalpha() and len(now) == 1]
    return {code: old for code, old in pairs if old not in GONE}


def _load_provinces(session: Session, city: int) -> None:
    for entry in NUMBERS.split("; "):
        code, name, now = entry.split("|")
        key, since = f"population.province.number.{code}", date(2016, 1, 1)
        words = {"kind": ProvinceCode.NUMBER, "code": code, "name": name, "now": now, "source": NUMBER_LAW}
        seed_row(session, key, Province, unit_id=city, valid_from=since, valid_to=None, **words)
    for entry in UNITS.split("; "):
        code, name = entry.split("|")
        key, since = f"population.province.unit.{code}", date(2025, 7, 1)
        words = {"kind": ProvinceCode.UNIT, "code": code, "name": name, "now": code, "source": UNIT_LAW}
        seed_row(session, key, Province, unit_id=city, valid_from=since, valid_to=None, **words)


# Of CLDR, and of no nationality.
NO_COUNTRY = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "DG", "EA", "IC", "TA", "CQ", "AQ", "BV", "HM"}

# Three letters that were given up, beside those of the country of today.
GONE = {"BUR", "ZAR", "DDR", "FXX", "TMP", "YMD"}

# The first three digits of a personal number, the province then, the unit of today (Nghị quyết 202/2025/QH15).
NUMBER_LAW = "Thông tư 07/2016/TT-BCA, phụ lục 1"
NUMBERS = (
    "001|Hà Nội|01; 002|Hà Giang|08; 004|Cao Bằng|04; 006|Bắc Kạn|19; 008|Tuyên Quang|08; 010|Lào Cai|15; "
    "011|Điện Biên|11; 012|Lai Châu|12; 014|Sơn La|14; 015|Yên Bái|15; 017|Hòa Bình|25; 019|Thái Nguyên|19; "
    "020|Lạng Sơn|20; 022|Quảng Ninh|22; 024|Bắc Giang|24; 025|Phú Thọ|25; 026|Vĩnh Phúc|25; 027|Bắc Ninh|24; "
    "030|Hải Dương|31; 031|Hải Phòng|31; 033|Hưng Yên|33; 034|Thái Bình|33; 035|Hà Nam|37; 036|Nam Định|37; "
    "037|Ninh Bình|37; 038|Thanh Hóa|38; 040|Nghệ An|40; 042|Hà Tĩnh|42; 044|Quảng Bình|44; 045|Quảng Trị|44; "
    "046|Thừa Thiên Huế|46; 048|Đà Nẵng|48; 049|Quảng Nam|48; 051|Quảng Ngãi|51; 052|Bình Định|52; 054|Phú Yên|66; "
    "056|Khánh Hòa|56; 058|Ninh Thuận|56; 060|Bình Thuận|68; 062|Kon Tum|51; 064|Gia Lai|52; 066|Đắk Lắk|66; "
    "067|Đắk Nông|68; 068|Lâm Đồng|68; 070|Bình Phước|75; 072|Tây Ninh|80; 074|Bình Dương|79; 075|Đồng Nai|75; "
    "077|Bà Rịa - Vũng Tàu|79; 079|Hồ Chí Minh|79; 080|Long An|80; 082|Tiền Giang|82; 083|Bến Tre|86; "
    "084|Trà Vinh|86; 086|Vĩnh Long|86; 087|Đồng Tháp|82; 089|An Giang|91; 091|Kiên Giang|91; 092|Cần Thơ|92; "
    "093|Hậu Giang|92; 094|Sóc Trăng|92; 095|Bạc Liêu|96; 096|Cà Mau|96"
)
UNIT_LAW = "QĐ 19/2025/QĐ-TTg"
UNITS = (
    "01|Hà Nội; 04|Cao Bằng; 08|Tuyên Quang; 11|Điện Biên; 12|Lai Châu; 14|Sơn La; 15|Lào Cai; 19|Thái Nguyên; "
    "20|Lạng Sơn; 22|Quảng Ninh; 24|Bắc Ninh; 25|Phú Thọ; 31|Hải Phòng; 33|Hưng Yên; 37|Ninh Bình; 38|Thanh Hóa; "
    "40|Nghệ An; 42|Hà Tĩnh; 44|Quảng Trị; 46|Huế; 48|Đà Nẵng; 51|Quảng Ngãi; 52|Gia Lai; 56|Khánh Hòa; 66|Đắk Lắk; "
    "68|Lâm Đồng; 75|Đồng Nai; 79|Thành phố Hồ Chí Minh; 80|Tây Ninh; 82|Đồng Tháp; 86|Vĩnh Long; 91|An Giang; "
    "92|Cần Thơ; 96|Cà Mau"
)

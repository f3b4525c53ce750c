"""The end of the districts on 1 July 2025: their procedures go to communes or to the city, or are no more."""

from __future__ import annotations

from datetime import date, timedelta

from modules.procedures.decisions.acts import Act
from modules.procedures.demo.listed import DAY, LIST
from modules.procedures.demo.past.acts import Past, Version

CLOSED = "HUYEN"
ENDED = 4  # of so many procedures that only districts solved, one was abolished


def close_districts(past: Past) -> None:
    """One decision for all of them, but for those whose own decision of that day lists them."""
    title = "Về công bố thủ tục hành chính được sửa đổi, bãi bỏ do không tổ chức cấp huyện"
    last, own = DAY - timedelta(days=1), {code for code, *_rest in LIST}
    ruling = past.rule(title, date(2025, 6, 27), later=(DAY - date(2025, 6, 27)).days)
    districts = [one for one in past.holding().values() if CLOSED in one.levels and one.of.code not in own]
    for at, before in enumerate(districts):
        levels = tuple(level for level in before.levels if level != CLOSED)
        before.until = last
        if not levels and at % ENDED == ENDED - 1:
            before.abolished = True
            ruling.abolishes.append(before.of)
        else:
            past.versions.append(
                Version(before.of, before.number + 1, Act.AMENDED, ruling, levels or ("XA",), before.days)
            )
    for course in past.running().values():
        if course.level == CLOSED:
            course.until = last

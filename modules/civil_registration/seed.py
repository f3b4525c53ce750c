"""What a new house begins with: days to declare, who may declare, each with its source."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.civil_registration.annotations.rules import ChangeRule, Kind
from modules.civil_registration.cases.kinds import Event, Relation
from modules.civil_registration.extracts import fee
from modules.civil_registration.law.rules import DeclarationRule, DeclarerRight

NOW = ("Luật Hộ tịch 60/2014/QH13, điều {}", date(2016, 1, 1), date(2027, 2, 28))
# The text of the law of 2026 was not at hand: the same limits are carried on, to be compared before it comes into force.
NEXT = ("Luật Hộ tịch 2026, hiệu lực 01/3/2027 (cần đối chiếu)", date(2027, 3, 1), None)
DAYS = {Event.BIRTH: (60, "15 khoản 1"), Event.DEATH: (15, "33 khoản 1")}
ARTICLES = {Event.BIRTH: "15 khoản 1", Event.DEATH: "33 khoản 1", Event.CHANGE: "26 đến 29"}
DECLARERS = {
    Event.BIRTH: (
        (Relation.MOTHER, ""),
        (Relation.FATHER, ""),
        (Relation.GRANDPARENT, "Khi cha, mẹ không thể đi; thống nhất nội dung với cha, mẹ"),
        (Relation.SIBLING, "Khi cha, mẹ không thể đi; thống nhất nội dung với cha, mẹ"),
        (Relation.RELATIVE, "Khi cha, mẹ không thể đi; thống nhất nội dung với cha, mẹ"),
        (Relation.CARER, "Cá nhân, tổ chức đang nuôi dưỡng trẻ em"),
        (Relation.GUARDIAN, "Người giám hộ"),
        (Relation.AGENCY, "Tổ chức đang nuôi dưỡng trẻ em"),
        (Relation.SELF, "Người đã thành niên chưa được đăng ký khai sinh"),
        (Relation.AGENT, "Văn bản ủy quyền được chứng thực"),
    ),
    Event.DEATH: (
        (Relation.SPOUSE, ""),
        (Relation.CHILD, ""),
        (Relation.MOTHER, ""),
        (Relation.FATHER, ""),
        (Relation.GRANDPARENT, ""),
        (Relation.SIBLING, ""),
        (Relation.RELATIVE, ""),
        (Relation.AGENCY, "Khi người chết không có người thân thích"),
        (Relation.AGENT, "Văn bản ủy quyền được chứng thực"),
    ),
    Event.CHANGE: (
        (Relation.SELF, "Từ đủ 18 tuổi; từ đủ 9 tuổi phải đồng ý khi thay đổi họ, tên"),
        (Relation.MOTHER, "Cho con chưa thành niên"),
        (Relation.FATHER, "Cho con chưa thành niên"),
        (Relation.GUARDIAN, "Người giám hộ"),
        (Relation.CHILD, "Cải chính, bổ sung cho cha, mẹ đã chết"),
        (Relation.SPOUSE, "Cải chính, bổ sung cho vợ, chồng đã chết"),
        (Relation.AGENT, "Văn bản ủy quyền được chứng thực"),
    ),
}
# Working days, those more for a verification, the hour after which the next day counts.
CHANGES = {
    Kind.CHANGE: (3, 3, None, "28"),
    Kind.CORRECTION: (3, 3, None, "28"),
    Kind.ETHNICITY: (3, 3, None, "28"),
    Kind.SUPPLEMENT: (0, 3, "15:00", "29"),
}


def load(session: Session) -> None:
    """Write the starting rows; what an administrator changed or deleted stays so."""
    city = unit_of(session, "79").id
    fee.seed(session, city)
    for part, (source, first, last) in enumerate((NOW, NEXT)):
        for event, (days, article) in DAYS.items():
            words = {"unit_id": city, "valid_from": first, "valid_to": last, "source": source.format(article)}
            words |= {"mother_from": 12, "mother_to": 55, "father_from": 14, "father_to": 75}
            key = f"civil_registration.rule.{event.value}.{part}"
            seed_row(session, key, DeclarationRule, event=event, days=days, **words)
        for event, relations in DECLARERS.items():
            for relation, condition in relations:
                words = {
                    "unit_id": city,
                    "valid_from": first,
                    "valid_to": last,
                    "source": source.format(ARTICLES[event]),
                }
                key = f"civil_registration.declarer.{event.value}.{relation.value}.{part}"
                seed_row(
                    session, key, DeclarerRight, event=event, relation=relation, condition=condition or None, **words
                )
        for kind, (days, more, cut_off, article) in CHANGES.items():
            words = {"unit_id": city, "valid_from": first, "valid_to": last, "source": source.format(article)}
            words |= {"days": days, "more": more, "cut_off": cut_off, "agrees_from": 9}
            seed_row(session, f"civil_registration.change.{kind.value}.{part}", ChangeRule, kind=kind, **words)

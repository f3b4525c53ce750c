"""What a new house begins with: days to declare, who may declare, each with its source."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.civil_registration.annotations.rules import ChangeRule
from modules.civil_registration.annotations.rules import Kind as Changed
from modules.civil_registration.blank import seed as blank
from modules.civil_registration.branches.kinds import Kind
from modules.civil_registration.branches.rules import BranchRule
from modules.civil_registration.cases import fee
from modules.civil_registration.cases.kinds import Event, Relation
from modules.civil_registration.extracts import fee as fee_of_extracts
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
    Changed.CHANGE: (3, 3, None, "28"),
    Changed.CORRECTION: (3, 3, None, "28"),
    Changed.ETHNICITY: (3, 3, None, "28"),
    Changed.SUPPLEMENT: (0, 3, "15:00", "29"),
}

# days, days where the police verify; the times before 01/9/2026 are those of the whole group as it then was.
BRANCHES = {
    Kind.RESIDENCE: (Event.BIRTH, "3.000722", "2.002621", (2, 5), (3, 5)),
    Kind.INSURANCE: (Event.BIRTH, "3.000722", "2.002621", (2, None), (3, None)),
    Kind.ID_CARD: (Event.BIRTH, "3.000722", "2.002621", (5, None), (5, None)),
    Kind.END_OF_RESIDENCE: (Event.DEATH, "2.002913", "2.002622", (2, 5), (3, 5)),
    Kind.FUNERAL: (Event.DEATH, "2.002913", "2.002622", (5, None), (7, None)),
    Kind.SURVIVOR: (Event.DEATH, "2.002913", "2.002622", (10, None), (10, None)),
}
CERTAIN = {Kind.RESIDENCE, Kind.INSURANCE, Kind.ID_CARD}
GROUP_NOW, GROUP_BEFORE = (
    "Quy trình liên thông {}, áp dụng từ 01/9/2026",
    "Quy trình liên thông {} theo QĐ 296, đến 31/8/2026",
)
UNSURE = " (chưa chắc chắn, cần đối chiếu văn bản)"


def load(session: Session) -> None:
    """Write the starting rows; what an administrator changed or deleted stays so."""
    city = unit_of(session, "79").id
    fee.seed(session, city)
    fee_of_extracts.seed(session, city)
    _branches(session, city)
    blank.load(session, city)
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


def _branches(session: Session, city: int) -> None:
    for kind, (event, code, old_code, now, before) in BRANCHES.items():
        parts = (
            ("now", code, now, date(2026, 9, 1), None, GROUP_NOW, kind in CERTAIN),
            ("before", old_code, before, date(2024, 1, 1), date(2026, 8, 31), GROUP_BEFORE, False),
        )
        for part, procedure, (days, verify), first, last, source, certain in parts:
            words = {"unit_id": city, "event": event, "kind": kind, "procedure": procedure, "days": days}
            words |= {
                "verify_days": verify,
                "supplement_days": 7,
                "cut_off": "15:00",
                "valid_from": first,
                "valid_to": last,
            }
            words["source"] = source.format(procedure) + ("" if certain else UNSURE)
            seed_row(session, f"civil_registration.branch.{kind.value}.{part}", BranchRule, **words)

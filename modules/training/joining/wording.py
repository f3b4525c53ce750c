"""What letters to trainees say, in the language in which they are written, and the calendars enclosed (RFC 5545, 6047)."""

from __future__ import annotations

from app.toolkit import Enclosure, Unit, _, as_system, format_day, public_address
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.feeds import calendar_of_lessons
from modules.training.timetable.lessons import Lesson

SUBJECTS = {
    "invited": "Mời dự lớp %(class_)s",
    "moved": "Thay đổi buổi học lớp %(class_)s",
    "cancelled": "Hủy buổi học lớp %(class_)s",
    "left": "Không còn trong danh sách lớp %(class_)s",
    "reminded": "Nhắc lịch lớp %(class_)s",
    "teaches": "Phân công giảng dạy lớp %(class_)s",
    "assists": "Phân công trợ giảng lớp %(class_)s",
    "released": "Thôi phân công giảng dạy lớp %(class_)s",
}
OPENINGS = {
    "invited": "%(unit)s trân trọng mời ông/bà dự lớp “%(class_)s” (%(code)s). Đề nghị xác nhận tại:\n%(mine)s",
    "moved": "Buổi học của lớp “%(class_)s” (%(code)s) có thay đổi%(what)s. Buổi học nay tổ chức như sau:",
    "cancelled": "Buổi học sau của lớp “%(class_)s” (%(code)s) đã hủy, không tổ chức.",
    "left": "Ông/bà không còn trong danh sách lớp “%(class_)s” (%(code)s). Lịch kèm theo sẽ gỡ các buổi học sau.",
    "reminded": "Nhắc ông/bà buổi học sắp tới của lớp “%(class_)s” (%(code)s).",
    "teaches": "%(unit)s trân trọng mời ông/bà giảng dạy buổi học sau của lớp “%(class_)s” (%(code)s).",
    "assists": "%(unit)s trân trọng mời ông/bà trợ giảng buổi học sau của lớp “%(class_)s” (%(code)s).",
    "released": "Ông/bà không còn được phân công buổi học sau của lớp “%(class_)s” (%(code)s). Lịch kèm theo sẽ gỡ buổi này.",
}
CHANGED = {
    "time": _("its time"),
    "room": _("its room"),
    "link": _("its online address"),
    "trainer": _("its trainer"),
}
CHECK_IN = "Mã cán bộ của ông/bà để điểm danh bằng điện thoại tại lớp: %(code)s."
TEXT = """Kính gửi ông/bà %(name)s,

%(opening)s

%(lessons)s

Thư được gửi tự động, xin không trả lời.
"""


def subject(occasion: str, cohort: Cohort) -> str:
    """The subject of a letter."""
    return SUBJECTS[occasion] % {"class_": cohort.name}


def text(
    occasion: str, name: str, cohort: Cohort, lessons: list[Lesson], changed: str = "", *, staff_code: str = ""
) -> str:
    """The whole letter, with a line for each lesson it is about and what is new in it ("time room").

    Whoever is to check in is told by which `staff_code`.
    """
    with as_system() as session:
        unit = session.get_one(Unit, cohort.unit_id).name
    mine = public_address("training_mine.show")
    what = f" ({told_changes(changed)})" if changed else ""
    told = {"class_": cohort.name, "code": cohort.code, "unit": unit, "mine": mine, "what": what}
    opening = OPENINGS[occasion] % told
    lines = "\n".join(_line(one) for one in lessons) or "Lịch học sẽ được thông báo sau."
    if staff_code:
        lines += "\n\n" + CHECK_IN % {"code": staff_code}
    return TEXT % {"name": name, "opening": opening, "lessons": lines}


def enclosed(occasion: str, cohort: Cohort, lessons: list[Lesson], guest: str) -> list[Enclosure]:
    """A calendar for each lesson, as a calendar program takes them in: one event a file (RFC 5546, 3.2)."""
    method = "CANCEL" if occasion in ("cancelled", "left", "released") else "REQUEST"
    kind, words = "text/calendar", {"method": method, "charset": "utf-8"}
    return [
        Enclosure(f"buoi-{one.id}.ics", calendar_of_lessons([one], cohort.name, method, guest), kind, words)
        for one in lessons
    ]


def told_changes(changed: str) -> str:
    """What has changed in a lesson, as it is said to a person: each thing once."""
    return ", ".join(str(said) for word, said in CHANGED.items() if word in changed.split())


def notice(occasion: str, cohort: Cohort, lesson: Lesson | None, changed: str = "") -> str:
    """The line under the bell."""
    when = f"{lesson.begins} {format_day(lesson.day)}" if lesson else ""
    words = {"class_": cohort.name, "when": when, "what": told_changes(changed) or str(CHANGED["time"])}
    words["place"] = str((lesson and lesson.room) or _("online"))
    said = {
        "invited": _("You are invited to %(class_)s: please confirm under “My training”.", **words),
        "moved": _("A lesson of %(class_)s has changed (%(what)s): now %(when)s, %(place)s.", **words),
        "cancelled": _("The lesson of %(class_)s at %(when)s is cancelled.", **words),
        "left": _("You are no longer on the list of %(class_)s.", **words),
        "reminded": _("%(class_)s meets at %(when)s.", **words),
        "teaches": _("You are to teach %(class_)s at %(when)s, %(place)s.", **words),
        "assists": _("You are to assist in %(class_)s at %(when)s, %(place)s.", **words),
        "released": _("You no longer teach %(class_)s at %(when)s.", **words),
    }
    return str(said[occasion])


def _line(lesson: Lesson) -> str:
    places = [f"{lesson.room.name}, {lesson.room.venue.address}"] if lesson.room else []
    places += [f"trực tuyến tại {lesson.online_at}"] if lesson.online_at else []
    place = "; ".join(places)
    said = f"- {lesson.begins}–{lesson.ends} ngày {format_day(lesson.day)}: {lesson.title}. {place}".rstrip(". ") + "."
    return f"{said} Giảng viên: {lesson.trainer.name}." if lesson.trainer else said

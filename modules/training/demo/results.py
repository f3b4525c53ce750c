"""What past classes came to: presences, evaluations, and certificates in every state, a few of them really signed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, joinedload

from app.toolkit import Unit, User, as_person, clock, fold, next_number, take_steps, unit_of
from modules.signing.authority import authority
from modules.signing.demo_root import keep_root
from modules.signing.models import Holder, Key
from modules.training.attendance.presences import Mark, Presence, Way
from modules.training.catalogue.courses import Course
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.outcome.certificates import Certificate, Worth
from modules.training.outcome.opinions import Opinion
from modules.training.outcome.paper import NUMBERS
from modules.training.planning.plans import Method
from modules.training.timetable.cohorts import CODES, Cohort, Progress
from modules.training.timetable.lessons import Held, Lesson

BEFORE_OUR_TIME = (("AT-CB", 345), ("LT-DL", 330), ("AT-LD", 395))  # course, days since its class of last year
WORDS = (
    "Nên có thêm thời gian thực hành trên máy.",
    "Giảng viên giải thích dễ hiểu.",
    "Đề nghị gửi tài liệu trước buổi học.",
    None,
    "Phòng học hơi chật.",
    None,
)


def load(session: Session, people: dict[str, User], courses: dict[str, int]) -> None:
    """Results of every class that is over, the classes of last year, and the keys to sign with."""
    _keys(session, people["duyetkehoach"])
    over = list(session.scalars(select(Cohort).where(Cohort.state == Progress.FINISHED).order_by(Cohort.ends_on)))
    presences(session, over)
    for code, days in BEFORE_OUR_TIME:
        over.insert(0, _last_year(session, people, courses[code], clock.today() - timedelta(days=days)))
    session.flush()
    for cohort in over[:-1]:
        give_out(session, cohort, people["duyetkehoach"].id)
    for cohort, answers in zip(over[-6:], (9, 7, 4, 6, 5, 3), strict=True):
        opinions(session, cohort, answers)
    session.flush()
    _waiting(session, people, _passed(session, over[-1]))


def _passed(session: Session, cohort: Cohort) -> list[Enrolment]:
    where = (Enrolment.cohort_id == cohort.id, Enrolment.state == Place.PASSED)
    return list(session.scalars(select(Enrolment).where(*where).options(joinedload(Enrolment.trainee))))


def _keys(session: Session, approver: User) -> None:
    today, home = clock.today(), unit_of(session, "SKHCN")
    keep_root(session, unit_of(session, "79").id, authority().root)
    for holder, file, name, user_id in (
        (Holder.OFFICIAL, "duyetkehoach.p12", approver.name, approver.id),
        (Holder.AGENCY, f"co-quan-{home.code}.p12", home.committee, None),
    ):
        authority().issue(file, name, home.committee)
        days = {"valid_from": today - timedelta(days=1), "valid_to": today + timedelta(days=1800)}
        session.add(Key(unit_id=home.id, name=name, holder=holder, user_id=user_id, file=file, **days))
    session.flush()


def presences(session: Session, over: Iterable[Cohort]) -> None:
    """Mark who was there at the lessons that have been held."""
    ids = [cohort.id for cohort in over]
    lessons: dict[int, list[Lesson]] = {}
    for lesson in session.scalars(select(Lesson).where(Lesson.cohort_id.in_(ids), Lesson.became == Held.HELD)):
        lessons.setdefault(lesson.cohort_id, []).append(lesson)
    rows = []
    for seat in session.scalars(select(Enrolment).where(Enrolment.cohort_id.in_(ids))):
        for at, lesson in enumerate(lessons.get(seat.cohort_id, ())):
            away = seat.state is Place.FAILED and at == 0
            mark = Mark.ABSENT if away else Mark.LATE if (seat.id + at) % 11 == 0 else Mark.PRESENT
            way = Way.LIST if away or seat.id % 5 == 0 else Way.CODE
            told = {"lesson_id": lesson.id, "enrolment_id": seat.id, "at": lesson.starts_at}
            rows.append(told | {"mark": mark, "way": way})
    if rows:
        session.execute(insert(Presence), rows)


def _last_year(session: Session, people: dict[str, User], course_id: int, day: date) -> Cohort:
    """A class of last year in the eight units, long over: its certificates end soon, or have ended."""
    course, home = session.get_one(Course, course_id), unit_of(session, "SKHCN").id
    cohort = Cohort(
        unit_id=home,
        code=CODES.next(session, home, day.year),
        name=f"{course.name} – năm {day.year}",
        course_id=course_id,
        method=Method.ONLINE,
        seats=200,
        begins_on=day,
        ends_on=day,
        state=Progress.FINISHED,
        created_by_id=people["dieuphoi"].id,
    )
    session.add(cohort)
    session.flush()
    for trainee in session.scalars(select(Trainee).order_by(Trainee.id)):
        if trainee.id % 3 != course_id % 3:
            told = {"presence": 100, "before": 40 + trainee.id % 30, "after": 75 + trainee.id % 25}
            seat = {"cohort_id": cohort.id, "trainee_id": trainee.id, "state": Place.PASSED}
            session.add(Enrolment(unit_id=trainee.unit_id, created_by_id=people["canbo"].id, **seat, **told))
    return cohort


def give_out(session: Session, cohort: Cohort, signer_id: int) -> None:
    """Certificates of the time before this house: given out on paper, so without a signed file."""
    course, day = session.get_one(Course, cohort.course_id), (cohort.ends_on or clock.today()) + timedelta(days=1)
    issuer, seats = session.get_one(Unit, cohort.unit_id), _passed(session, cohort)
    first = next_number(session, issuer.id, NUMBERS.book, day.year, len(seats)) - len(seats) + 1
    same = {
        "course_id": course.id, "cohort_id": cohort.id, "issuer_id": issuer.id, "issued_on": day,
        "expires_on": day + relativedelta(months=course.months) if course.months else None,
        "signer_id": signer_id, "state": Worth.ISSUED,
    }  # fmt: skip
    rows = []
    for number, seat in enumerate(seats, first):
        said, who = NUMBERS.written(number, day.year, issuer.code), seat.trainee
        own = {"unit_id": seat.unit_id, "name": who.name, "trainee_id": who.id, "number": said}
        rows.append(same | own | {"search_key": fold(f"{said} {who.name}")})
    if rows:
        session.execute(insert(Certificate), rows)


def opinions(session: Session, cohort: Cohort, answers: int) -> None:
    """What some of a class thought of it."""
    seats = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id, Enrolment.opinion_given.is_(False))
    given = list(session.scalars(seats.order_by(Enrolment.id).limit(answers)))
    rows = []
    for at in range(len(given)):
        marks = {"content": 5 - at % 2, "teaching": 5 - (at + 1) % 3 // 2, "logistics": 3 + (at + cohort.id) % 3}
        rows.append(
            {
                "id": secrets.token_hex(16),
                "cohort_id": cohort.id,
                "words": WORDS[at] if at < len(WORDS) else None,
                **marks,
            }
        )
    if rows:
        session.execute(insert(Opinion), rows)
        session.execute(update(Enrolment).where(Enrolment.id.in_(given)).values(opinion_given=True))


def _waiting(session: Session, people: dict[str, User], seats: list[Enrolment]) -> None:
    """The newest class: one certificate given out, one revoked, one to be sealed, the others to be signed."""
    roads = {0: ("sign", "seal"), 1: ("sign", "seal", "revoke"), 2: ("sign",)}
    by = {"sign": "duyetkehoach", "seal": "vanthusokhcn", "revoke": "duyetkehoach"}
    for at, seat in enumerate(sorted(seats, key=lambda one: not one.trainee.user_id)):
        made = Certificate.propose(session, seat)
        for step in roads.get(at, ()):
            with as_person(people[by[step]].id):
                walk, reason = [(step, people[by[step]].id)], "Kết quả kiểm tra bị hủy theo kết luận thanh tra."
                take_steps(session, made, walk, reason=reason if step == "revoke" else "")

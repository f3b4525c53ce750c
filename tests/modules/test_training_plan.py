"""From what units ask to a plan: sums and who is silent, a draft at one click, prices that keep to the rates."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.data import clock
from app.engine.demo import OTHER_WARD, WARD, unit_of
from modules.training.catalogue.courses import Course
from modules.training.catalogue.trainers import Cost, Rank, Rate
from modules.training.planning.plans import BudgetLine, Plan, PlanCourse, Quota, Stage
from modules.training.planning.surveys import Answered, Need, NeedLine, Survey, SurveyCourse
from modules.training.timetable.cohorts import Cohort, Progress

PLANS = "/training/plans"
PLAN = {"title": "Kế hoạch thử", "scope": "campaign", "year": "2026", "basis": "Căn cứ", "purpose": "Mục đích"}


@pytest.fixture
def survey(rows: Any) -> Survey:
    """A survey that two wards have answered and a third has only begun to answer."""
    home, (one, other) = unit_of(rows, "SKHCN").id, rows.scalars(select(Course.id).order_by(Course.id).limit(2))
    today = clock.today()
    made = Survey(unit_id=home, name="Khảo sát thử", year=today.year, opens_on=today, closes_on=today)
    rows.add(made)
    rows.flush()
    third = rows.scalars(select(Need.unit_id).where(Need.unit_id.not_in(_wards(rows))).order_by(Need.id)).first()
    for unit, state, numbers in zip(
        [*_wards(rows), third],
        [Answered.SENT, Answered.SENT, Answered.DRAFT],
        [(30, 2), (15, 0), (900, 0)],
        strict=True,
    ):
        asked = [(course, number) for course, number in zip((one, other), numbers, strict=True) if number]
        lines = [NeedLine(position=at, course_id=course, number=number) for at, (course, number) in enumerate(asked)]
        rows.add(Need(unit_id=unit, survey_id=made.id, state=state, lines=lines))
    rows.commit()
    return made


def _wards(rows: Any) -> list[int]:
    return [unit_of(rows, code).id for code in (WARD, OTHER_WARD)]


def _draft(rows: Any, browse: Any, survey: Survey, **more: str) -> tuple[Any, int]:
    coordinator, today = browse("dieuphoi"), clock.today()
    form = PLAN | {"begins_on": f"{today:%d/%m/%Y}", "ends_on": f"{today + timedelta(60):%d/%m/%Y}", "version": "0"}
    answer = coordinator.post(f"{PLANS}/new", form | {"survey_id": str(survey.id)} | more)
    assert answer.status_code == 303, answer.text
    rows.rollback()
    row = rows.scalar(select(func.max(Plan.id)))
    version = coordinator.version(f"{PLANS}/{row}")
    assert coordinator.post(f"{PLANS}/{row}/steps/draft", {"version": version}).status_code == 303
    rows.rollback()
    return coordinator, row


def test_the_coordinator_sees_the_sums_and_who_is_silent_and_wards_do_not(browse: Any, survey: Survey) -> None:
    page = browse("dieuphoi").get(f"/training/surveys/{survey.id}").text
    assert "2/168 đơn vị đã trả lời" in page
    assert "Đang lập, chưa gửi: 1" in page
    assert "Chưa trả lời: 165" in page
    assert ">45</td>" in page  # what the third ward has only begun to write does not count
    assert "đơn vị đã trả lời" not in browse("canbo").get(f"/training/surveys/{survey.id}").text


def test_one_click_drafts_courses_and_quotas(rows: Any, browse: Any, survey: Survey) -> None:
    coordinator, plan = _draft(rows, browse, survey)
    lines = list(rows.scalars(select(PlanCourse).where(PlanCourse.plan_id == plan).order_by(PlanCourse.position)))
    assert [(one.classes, one.seats) for one in lines] == [(2, 23), (1, 2)]  # 45 do not fit into one class of 40
    quotas = {(one.for_unit_id, one.seats) for one in rows.scalars(select(Quota).where(Quota.plan_id == plan))}
    ward, other = _wards(rows)
    assert quotas == {(ward, 30), (ward, 2), (other, 15)}
    assert "0/30" in coordinator.get(f"{PLANS}/{plan}").text
    pivot = coordinator.get(f"/training/quotas?view=pivot&f.plan_id={plan}")
    assert pivot.status_code == 200


def test_a_second_draft_takes_new_answers_and_keeps_what_was_added_by_hand(
    rows: Any, browse: Any, survey: Survey
) -> None:
    coordinator, plan = _draft(rows, browse, survey)
    rows.rollback()
    extra = rows.scalars(select(Course.id).order_by(Course.id.desc())).first()
    rows.add(PlanCourse(plan_id=plan, position=9, course_id=extra, classes=1, seats=10, method="online"))
    sent = (Need.survey_id == survey.id, Need.state == Answered.SENT)
    rows.scalars(
        select(NeedLine).join(Need, Need.id == NeedLine.need_id).where(*sent).order_by(NeedLine.id)
    ).first().number = 50
    rows.commit()
    version = coordinator.version(f"{PLANS}/{plan}")
    coordinator.post(f"{PLANS}/{plan}/steps/draft", {"version": version})
    rows.rollback()
    courses = rows.execute(select(PlanCourse.course_id, PlanCourse.seats).where(PlanCourse.plan_id == plan)).all()
    assert (extra, 10) in courses and len(courses) == 3
    assert 50 in set(rows.scalars(select(Quota.seats).where(Quota.plan_id == plan)))


def test_a_ward_sees_its_own_quota_only(rows: Any, browse: Any) -> None:
    plan = rows.scalar(select(Quota.plan_id).limit(1))
    page = browse("canbo").get(f"{PLANS}/{plan}").text
    assert "cho 1 đơn vị" in page
    assert f">{unit_of(rows, OTHER_WARD).name}</th>" not in page


def _line(price: int, rank: int | None, cost: Cost = Cost.TRAINER) -> BudgetLine:
    return BudgetLine(cost=cost, rank_id=rank, what="Thù lao", quantity=1, price=price)


def test_a_price_keeps_to_the_rate_of_the_day(rows: Any, site: Any) -> None:
    rank, rate = rows.scalar(select(Rank.id).order_by(Rank.id.desc())), select(Rate).where(Rate.cost == Cost.TRAINER)
    law = rows.scalar(rate.where(Rate.rank_id == rank))
    with site.app_context():
        line = _line(law.price, rank)
        line.compare(clock.today())
        assert line.rate_source == law.source
        with pytest.raises(ValueError, match=r"600\.001.*600\.000"):
            _line(law.price + 1, rank).compare(clock.today())
        with pytest.raises(ValueError, match="chọn hạng"):
            _line(1, None).compare(clock.today())
        free = _line(10**9, None, Cost.OTHER)  # for which no rate is known
        free.compare(clock.today())
        assert free.rate_source is None


def test_a_rate_that_has_ended_counts_no_more(rows: Any, site: Any) -> None:
    tea = rows.scalar(select(Rate).where(Rate.cost == Cost.TEA))
    tea.valid_to = clock.today()
    rows.add(
        Rate(
            unit_id=tea.unit_id, cost=Cost.TEA, measure=tea.measure, price=40_000, source="Nghị quyết mới",
            valid_from=clock.today(),
        )
    )  # fmt: skip
    rows.commit()
    with site.app_context():
        line = _line(40_000, None, Cost.TEA)
        line.compare(clock.today())
        assert line.rate_source == "Nghị quyết mới"
        with pytest.raises(ValueError, match="vượt mức chi"):
            _line(40_000, None, Cost.TEA).compare(clock.today() - timedelta(days=1))


def test_a_unit_answers_a_survey_once(rows: Any, browse: Any, survey: Survey) -> None:
    course = rows.scalars(select(Course.id).order_by(Course.id)).first()
    officer = browse("canbo")
    form = {"version": "0", "survey_id": str(survey.id), "lines-0-course_id": str(course), "lines-0-number": "3"}
    refused = officer.post("/training/needs/new", form)
    assert refused.status_code == 422
    assert "đã có phiếu trả lời đợt khảo sát này (Đã gửi đơn vị điều phối): hãy mở phiếu đó" in refused.text
    rows.rollback()
    first = _answer(rows, survey, Answered.DRAFT, course)
    refused = officer.post("/training/needs/new", form)
    assert refused.status_code == 422 and "(Đang điền): hãy mở phiếu đó" in refused.text
    page = f"/training/needs/{first}"
    assert officer.post(f"{page}/edit", form | {"version": officer.version(page)}).status_code == 303
    rows.rollback()
    assert rows.scalar(select(func.count()).where(Need.survey_id == survey.id, _of_ward(rows))) == 1


def test_a_second_answer_that_an_older_release_let_begin_hides_none_that_was_sent(
    rows: Any, browse: Any, survey: Survey
) -> None:
    course = rows.scalars(select(Course.id).order_by(Course.id)).first()
    rows.add(Need(unit_id=unit_of(rows, WARD).id, survey_id=survey.id, lines=[NeedLine(course_id=course, number=3)]))
    rows.commit()
    row = rows.scalar(select(func.max(Need.id)))
    assert "đã trả lời đợt khảo sát này" in _take(browse("canbo"), row, "submit")
    page = browse("dieuphoi").get(f"/training/surveys/{survey.id}").text
    assert "2/168 đơn vị đã trả lời" in page


def _of_ward(rows: Any) -> Any:
    return Need.unit_id == unit_of(rows, WARD).id


def _answer(rows: Any, survey: Survey, state: Answered, *courses: int) -> int:
    """An answer of the first ward, the only one that it has."""
    ward = unit_of(rows, WARD).id
    for one in rows.scalars(select(Need).where(Need.survey_id == survey.id, Need.unit_id == ward)):
        rows.delete(one)
    lines = [NeedLine(position=at, course_id=course, number=2) for at, course in enumerate(courses)]
    made = Need(unit_id=ward, survey_id=survey.id, state=state, lines=lines)
    rows.add(made)
    rows.commit()
    return int(made.id)


def _take(browser: Any, row: int, step: str) -> str:
    """Take a step; returns what the page says then."""
    page = f"/training/needs/{row}"
    answer = browser.post(f"{page}/steps/{step}", {"version": browser.version(page)})
    return str(answer.text + browser.get(page).text)


def test_a_survey_is_answered_about_its_courses_only(rows: Any, browse: Any, survey: Survey) -> None:
    asked, other = rows.scalars(select(Course).order_by(Course.id).limit(2))
    rows.add(SurveyCourse(survey_id=survey.id, position=1, course_id=asked.id))
    row = _answer(rows, survey, Answered.DRAFT, asked.id, other.id)
    assert f"không hỏi về khóa “{other.name}”" in _take(browse("canbo"), row, "submit")


def test_a_survey_is_answered_between_its_days_also_by_the_head(rows: Any, browse: Any, survey: Survey) -> None:
    course, today = rows.scalars(select(Course.id).order_by(Course.id)).first(), clock.today()
    row = _answer(rows, survey, Answered.DRAFT, course)
    survey.opens_on, survey.closes_on = today + timedelta(1), today + timedelta(2)
    rows.commit()
    assert "Đợt khảo sát mở ngày" in _take(browse("canbo"), row, "submit")
    row = _answer(rows, survey, Answered.SUBMITTED, course)
    survey.opens_on, survey.closes_on = today - timedelta(2), today - timedelta(1)
    rows.commit()
    assert "đã đóng ngày" in _take(browse("lanhdao"), row, "send")
    rows.rollback()
    assert rows.get(Need, row).state is Answered.SUBMITTED


def test_an_answer_and_a_nomination_begin_on_the_page_of_what_they_answer(
    rows: Any, browse: Any, survey: Survey
) -> None:
    officer, page = browse("canbo"), f"/training/surveys/{survey.id}"
    begin = f"/training/needs/new?survey_id={survey.id}"
    assert begin not in officer.get(page).text, "its ward has answered already"
    for one in rows.scalars(select(Need).where(Need.survey_id == survey.id, _of_ward(rows))):
        rows.delete(one)
    rows.commit()
    assert begin in officer.get(page).text and begin not in browse("dieuphoi").get(page).text
    survey.opens_on = survey.closes_on = clock.today() - timedelta(1)
    cohort = rows.scalars(select(Cohort).where(Cohort.state == Progress.OPEN)).first()
    cohort.nominate_by = clock.today()
    rows.commit()
    assert begin not in officer.get(page).text
    page, begin = f"/training/classes/{cohort.id}", f"/training/enrolments/new?cohort_id={cohort.id}"
    assert begin in officer.get(page).text
    cohort.nominate_by = clock.today() - timedelta(1)
    rows.commit()
    assert begin not in officer.get(page).text


def test_an_approved_plan_makes_its_classes_at_one_click_and_those_that_fell_out_again(
    rows: Any, browse: Any, survey: Survey
) -> None:
    coordinator, plan = _draft(rows, browse, survey)
    step = f"{PLANS}/{plan}/steps/classes"
    assert "Lập các lớp của kế hoạch" not in coordinator.get(f"{PLANS}/{plan}").text, "nobody has approved it"
    rows.get_one(Plan, plan).state = Stage.APPROVED
    rows.commit()
    page = coordinator.get(f"{PLANS}/{plan}").text
    assert step in page and "Lập các lớp của kế hoạch" in page
    assert "Lập các lớp của kế hoạch" not in browse("duyetkehoach").get(f"{PLANS}/{plan}").text
    assert coordinator.post(step, {"version": coordinator.version(f"{PLANS}/{plan}")}).status_code == 303
    rows.rollback()
    made = list(rows.scalars(select(Cohort).where(Cohort.plan_id == plan).order_by(Cohort.id)))
    first, other = rows.scalars(select(Course).order_by(Course.id).limit(2))
    assert [(one.name, one.seats) for one in made] == [
        (f"{first.name} – lớp 1", 23),
        (f"{first.name} – lớp 2", 23),
        (f"{other.name} – lớp 1", 2),
    ]
    assert all(one.code and one.state is Progress.PLANNED for one in made)
    page = coordinator.get(f"{PLANS}/{plan}").text
    assert step not in page, "there is nothing more to make"
    coordinator.post(step, {"version": coordinator.version(f"{PLANS}/{plan}")})
    rows.rollback()
    assert rows.scalar(select(func.count()).where(Cohort.plan_id == plan)) == 3, "a second click makes none"
    assert f"/training/classes/{made[0].id}" in page
    made[0].state = Progress.CANCELLED
    rows.commit()
    assert coordinator.post(step, {"version": coordinator.version(f"{PLANS}/{plan}")}).status_code == 303
    rows.rollback()
    again = list(rows.scalars(select(Cohort.name).where(Cohort.plan_id == plan, Cohort.id > made[-1].id)))
    assert again == [f"{first.name} – lớp 3"]


def test_the_answer_to_a_survey_proposes_the_courses_it_asks_about_or_those_still_taught(
    rows: Any, browse: Any, survey: Survey
) -> None:
    officer, page = browse("canbo"), f"/training/needs/new?survey_id={survey.id}"
    rows.rollback()
    asked, other, old = rows.scalars(select(Course).order_by(Course.id).limit(3))
    old.withdrawn = True
    rows.commit()
    proposed = _courses_of(officer.get(page).text)
    assert str(asked.id) in proposed and str(other.id) in proposed and str(old.id) not in proposed
    rows.add(SurveyCourse(survey_id=survey.id, position=1, course_id=asked.id))
    rows.commit()
    assert _courses_of(officer.get(page).text) == {str(asked.id)}
    row = _answer(rows, survey, Answered.DRAFT, other.id)  # what an older answer says stays to be seen
    assert _courses_of(officer.get(f"/training/needs/{row}/edit").text) == {str(asked.id), str(other.id)}
    old.withdrawn = False
    rows.commit()


def _courses_of(page: str) -> set[str]:
    chosen = re.search(r'<select[^>]*name="lines-0-course_id".*?</select>', page, re.DOTALL)[0]
    return {one for one in re.findall(r'value="(\d*)"', chosen) if one}

"""The report of a period: what it counts is what opens behind it, and all that came is either solved or still open."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import event, func, insert, select

from app.data import clock
from app.data.people import Unit, UnitKind
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import Applicant, State
from modules.dossiers.figures.counting import By, Question
from modules.dossiers.figures.figures import Figure
from modules.dossiers.figures.index import Catalogue, index_of
from modules.dossiers.figures.index_rules import IndexRule, Measure, Section
from modules.dossiers.figures.period import Period, Span
from modules.dossiers.figures.tally import Tally
from modules.dossiers.journey.handlings import Handling, Pause
from modules.dossiers.journey.pace import Pace, pace_of
from modules.fees.charges import Charge
from modules.fees.receipts import Means, Receipt
from modules.fees.receipts import State as Validity
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.contents import Way
from tests.modules.test_dossiers import read, received, take

HERE = "/dossiers/report"
FIRST = date(2030, 1, 1)  # no demo row is of that time
MAY = Period(date(2030, 5, 1), date(2030, 5, 31))
AROUND = "from=01/05/2030&to=31/05/2030"


def quiet_ward(rows: Any) -> int:
    """A ward without a dossier of the demo."""
    taken = select(Dossier.competent_id).where(Dossier.received_at < at(FIRST))
    where = (Unit.kind == UnitKind.WARD, Unit.valid_to.is_(None), Unit.id.not_in(taken))
    return int(rows.scalars(select(Unit.id).where(*where).order_by(Unit.id).limit(1)).one())


def of_may(rows: Any) -> Tally:
    return sum(Question(MAY, [quiet_ward(rows)]).count(rows, By.UNIT).values(), Tally())


def put(rows: Any, *dossiers: dict[str, Any]) -> list[int]:
    """Dossiers as a table of them would be filled; in a quiet ward unless they say more."""
    ward = quiet_ward(rows)
    procedure = rows.scalar(select(Procedure.id).where(Procedure.code == "1.001193"))
    base = {
        "unit_id": ward, "competent_id": ward, "procedure_id": procedure, "version": 1, "created_at": clock.now(),
        "updated_at": clock.now(), "search_key": "", "kind": Applicant.CITIZEN, "applicant": "Lê Thị Kim Ngân",
        "sets": 1, "asked": 0, "state": State.SOLVING, "way": Way.DIRECT, "digitised": False, "reused": False,
        "reused_nationally": False, "by_population": False, "digital_result": False, "ended_at": None, "pace": None,
        "promised_at": None,
    }  # fmt: skip
    statement = insert(Dossier).returning(Dossier.id, sort_by_parameter_order=True)
    return list(rows.scalars(statement, [base | one for one in dossiers]))


def at(day: date, hour: int = 9) -> datetime:
    return clock.begin_of(day) + timedelta(hours=hour)


MOMENTS = st.integers(0, 365).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def dossier(draw: Any) -> dict[str, Any]:
    """Any dossier that the desk could have: received some day, ended then or later or not at all."""
    came = at(draw(MOMENTS), draw(st.integers(0, 23)))
    ended = draw(st.one_of(st.none(), st.integers(0, 200).map(lambda hours: came + timedelta(hours=hours))))
    promised = draw(st.one_of(st.none(), st.integers(0, 400).map(lambda hours: came + timedelta(hours=hours))))
    marks = ("digitised", "reused", "reused_nationally", "by_population", "digital_result")
    return {key: draw(st.booleans()) for key in marks} | {
        "received_at": came, "ended_at": ended, "promised_at": promised, "way": draw(st.sampled_from(list(Way))),
        "pace": ended and pace_of(ended, promised or ended), "state": State.RETURNED if ended else State.SOLVING,
    }  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(dossier(), max_size=12), MOMENTS, st.integers(0, 120))
def test_all_that_came_is_solved_or_open_and_each_figure_opens_as_many_rows(
    rows: Any, site: Any, some: list[dict[str, Any]], first: date, length: int
) -> None:
    with site.app_context():
        question = Question(Period(first, first + timedelta(days=length)))
        if some:
            put(rows, *some)
        for by in By:
            total = sum(question.count(rows, by).values(), Tally())
            assert total.on_hand == total[Figure.SOLVED] + total[Figure.OPEN]
            for figure in Figure:
                behind = question.behind(figure).order_by(None).subquery()
                assert total[figure] == rows.scalar(select(func.count()).select_from(behind)), figure
        rows.rollback()


def test_a_dossier_is_counted_where_its_days_fall(rows: Any, site: Any) -> None:
    april, may, june = date(2030, 4, 20), date(2030, 5, 10), date(2030, 6, 3)
    with site.app_context(), clock.frozen(at(date(2030, 7, 1))):
        put(
            rows,
            {"received_at": at(april), "ended_at": at(april, 11), "pace": Pace.EARLY},
            {"received_at": at(april), "ended_at": at(may), "pace": Pace.LATE, "digital_result": True},
            {"received_at": at(may), "ended_at": at(june), "pace": Pace.ON_TIME, "promised_at": at(june)},
            {"received_at": at(may), "promised_at": at(may, 16), "way": Way.ONLINE, "digitised": True},
            {"received_at": at(june), "way": Way.POST},
        )
        found = of_may(rows)
        assert {one: found[one] for one in Figure if found[one]} == {
            Figure.CARRIED: 1, Figure.RECEIVED: 2, Figure.DIRECT: 1, Figure.ONLINE: 1, Figure.SOLVED: 1, Figure.LATE: 1,
            Figure.OPEN: 2, Figure.OPEN_IN_TIME: 1, Figure.OPEN_LATE: 1, Figure.DIGITISED: 1, Figure.UNDIGITISED: 1,
            Figure.DIGITAL: 1,
        }  # fmt: skip
        rows.rollback()


def test_one_that_waits_for_the_citizen_is_not_late_unless_it_was_before(rows: Any, site: Any) -> None:
    day = date(2030, 5, 10)
    with site.app_context(), clock.frozen(at(date(2030, 7, 1))):
        for number, since in enumerate((at(day, 8), at(day, 20))):
            row = put(rows, {"received_at": at(day, 7), "promised_at": at(day, 16), "state": State.WAITING})[0]
            rows.add(Handling(dossier_id=row, why=Pause.PAPERS, came_at=since, hours=Decimal(0)))
            rows.flush()
            found = of_may(rows)
            assert found[Figure.OPEN_LATE] == number
        rows.rollback()


def test_a_duty_of_0_dong_is_none_and_a_cancelled_receipt_pays_nothing(rows: Any, site: Any) -> None:
    came = at(date(2030, 5, 10))
    with site.app_context():
        ids = put(rows, *({"received_at": came} for _n in range(4)))
        ward = rows.scalar(select(Unit.id).where(Unit.code == "27004"))
        kept = {"unit_id": ward, "payer": "A", "total": 8000, "issued_at": came, "symbol": "BL"}
        receipts = [
            Receipt(**kept, number=900 + place, means=means, state=state)
            for place, (means, state) in enumerate(
                [(Means.PORTAL, Validity.ISSUED), (Means.CASH, Validity.ISSUED), (Means.PORTAL, Validity.CANCELLED)]
            )
        ]
        rows.add_all(receipts)
        rows.flush()
        owed = {"unit_id": ward, "resource": "dossiers.dossiers", "what": "Lệ phí", "units": 1, "copies": 1}
        for row, amount, receipt in zip(ids, (8000, 8000, 8000, 0), [*receipts, None], strict=True):
            rows.add(Charge(**owed, row_id=row, amount=amount, receipt_id=receipt and receipt.id))
        rows.flush()
        found = of_may(rows)
        assert [found[one] for one in (Figure.DUTY, Figure.PAID_ONLINE, Figure.PAID_DESK)] == [3, 1, 1]
        for figure in (Figure.DUTY, Figure.PAID_ONLINE, Figure.PAID_DESK):
            assert len(rows.scalars(Question(MAY, [quiet_ward(rows)]).behind(figure)).all()) == found[figure]
        rows.rollback()


def test_the_number_of_statements_grows_neither_with_units_nor_with_dossiers(rows: Any, site: Any) -> None:
    def counted() -> int:
        sent: list[str] = []
        engine = rows.get_bind()
        event.listen(engine, "before_cursor_execute", note := lambda *words: sent.append(words[2]))
        Question(MAY).count(rows, By.UNIT)
        event.remove(engine, "before_cursor_execute", note)
        return len(sent)

    with site.app_context():
        counted()  # begins the transaction
        before = counted()
        units = rows.scalars(select(Unit.id).where(Unit.kind == UnitKind.WARD).limit(50))
        put(rows, *({"received_at": at(date(2030, 5, 2)), "competent_id": unit} for unit in units))
        assert counted() == before == 4
        rows.rollback()


@pytest.mark.parametrize(
    ("span", "day", "period"),
    [
        (Span.MONTH, date(2028, 2, 10), (date(2028, 2, 1), date(2028, 2, 29))),
        (Span.QUARTER, date(2026, 11, 27), (date(2026, 10, 1), date(2026, 12, 31))),
        (Span.HALF, date(2023, 6, 30), (date(2023, 1, 1), date(2023, 6, 30))),
        (Span.NINE, date(2026, 11, 27), (date(2026, 1, 1), date(2026, 9, 30))),
        (Span.YEAR, date(2026, 7, 1), (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_the_month_quarter_half_or_year_of_a_day(span: Span, day: date, period: tuple[date, date]) -> None:
    found = Period.of(span, day, day)
    assert (found.first, found.last) == period


def test_days_in_the_wrong_order_are_put_right() -> None:
    assert Period.of(Span.DAYS, date(2026, 2, 1), date(2026, 1, 1)) == Period(date(2026, 1, 1), date(2026, 2, 1))


def test_the_weights_are_those_of_the_decision_and_nothing_is_shared_by_zero(rows: Any) -> None:
    rules = IndexRule.all_of(rows, clock.today())
    empty = index_of(rules, Tally(), Catalogue(0, 0, 0, 0, 0))
    assert [int(most) for _section, _got, most in empty.columns] == [18, 20, 12, 10, 18, 22]
    assert all(got is None for _section, got, _most in empty.columns) and empty.total == 0


def test_points_are_in_proportion_up_to_the_share_that_gives_all(rows: Any) -> None:
    rules = IndexRule.all_of(rows, clock.today())
    tally = Tally()
    tally.counts.update({Figure.ON_TIME: 9, Figure.LATE: 1, Figure.DIGITAL: 8, Figure.DIRECT: 10, Figure.DIGITISED: 4})
    index = index_of(rules, tally, Catalogue(0, 0, 0, 0, 0))
    points = {one.rule.measure: one.points for one in index.points}
    assert points[Measure.IN_TIME] == Decimal("18.00") and points[Measure.DIGITAL_RESULT] == Decimal("6.00")
    assert points[Measure.DIGITISED] == Decimal("2.00") and points[Measure.SATISFIED] is None
    assert index.of(Section.SATISFACTION) is None and index.total <= index.reachable


def test_a_dossier_of_the_desk_comes_out_in_the_report_with_what_its_papers_were(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    for login, step in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
        take(browse, login, row, step)
    words = {"result_number": "12/2026", "result_on": f"{clock.today():%d/%m/%Y}", "digital_result": "1"}
    assert take(browse, "vanthu", row, "finish", **words).status_code == 303
    done = read(rows, row)
    assert done.ended_at == done.solved_at and done.pace in (Pace.EARLY, Pace.ON_TIME) and done.digital_result
    today = f"from={clock.today():%d/%m/%Y}&to={clock.today():%d/%m/%Y}"
    code = done.code
    for figure in ("received", "digital"):
        assert code in browse("giamdoctt").get(f"{HERE}/behind/{figure}?{today}").text
    assert code not in browse("giamdoctt").get(f"{HERE}/behind/open?{today}").text


def test_the_head_of_the_centre_who_keeps_no_catalogue_gets_the_report_by_procedure(rows: Any, browse: Any) -> None:
    received(rows, browse)
    head = browse("giamdoctt")
    page = head.get(f"{HERE}/?by=procedure").text
    found = re.search(r"1\.001193.*?behind/received[^>]*>([\d.]+)</a>", page, re.DOTALL)
    assert found and int(found[1].replace(".", "")) > 0


def test_one_that_is_stopped_has_ended_too(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    take(browse, "motcua", row, "begin")
    assert take(browse, "hotich", row, "stop", reason="Người nộp không bổ sung.").status_code == 303
    stopped = read(rows, row)
    assert stopped.ended_at and stopped.pace and stopped.solved_at is None


@pytest.mark.parametrize("table", ["flow", "digitisation", "payment", "index"])
def test_every_table_opens_for_the_ward_and_for_the_city(browse: Any, table: str) -> None:
    for login in ("giamdoctt", "vanphongub"):
        page = browse(login).get(f"{HERE}/?table={table}")
        assert page.status_code == 200 and "Báo cáo theo kỳ" in page.text


def test_what_is_not_computable_says_so(browse: Any) -> None:
    empty = "from=01/01/1999&to=31/01/1999"
    assert "Không tính được" in browse("vanphongub").get(f"{HERE}/?table=payment&{empty}").text
    assert (
        browse("vanphongub").get(f"{HERE}/?table=index&from=01/01/2100&to=31/01/2100").text.count("không tính được") > 8
    )


def test_a_number_on_the_page_opens_as_many_dossiers(browse: Any) -> None:
    overseer = browse("vanphongub")
    page = overseer.get(f"{HERE}/").text
    links = re.findall(r'href="(/dossiers/report/behind/[^"]+)">([\d.]+)</a>', page)
    assert links
    for link, number in links:
        listed = overseer.get(link.replace("&amp;", "&")).text
        assert f"{number} hồ sơ, từ ngày" in listed and listed.count('href="/dossiers/dossiers/') >= 1


def test_another_ward_is_neither_counted_nor_opened(rows: Any, browse: Any) -> None:
    other = rows.scalar(select(Unit.id).where(Unit.code == "26740"))
    for path in ("/", "/behind/received", "/report.xlsx"):
        assert browse("giamdoctt").get(f"{HERE}{path}?unit={other}").status_code == 404
    assert browse("canbo").get(f"{HERE}/").status_code == 403


def test_an_address_that_names_nothing_is_not_found(browse: Any) -> None:
    for path in ("/behind/nothing", "/?unit=0", "/?procedure=x", "/?unit=99999999"):
        assert browse("vanphongub").get(f"{HERE}{path}").status_code == 404


def test_the_workbook_and_the_paper_say_what_the_page_says(browse: Any) -> None:
    overseer = browse("vanphongub")
    page = overseer.get(f"{HERE}/").text
    book = load_workbook(io.BytesIO(overseer.get(f"{HERE}/report.xlsx").data))
    assert len(book.sheetnames) == 5
    last = list(book[book.sheetnames[0]].iter_rows(values_only=True))[-1]
    assert last[2] == "Tổng cộng"
    total = re.findall(r"<tfoot>.*?</tfoot>", page, re.DOTALL)[0]
    shown = [int(one.replace(".", "")) for one in re.findall(r'class="num"[^>]*>(?:<a[^>]*>)?([\d.]+)<', total)]
    assert shown[: len(Figure)] == [one for one in last[3:] if isinstance(one, int)][: len(shown)]
    paper = overseer.get(f"{HERE}/report.pdf")
    assert paper.status_code == 200 and paper.data.startswith(b"%PDF")

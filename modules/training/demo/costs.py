"""What classes and the plan of the demo cost, by the rates in force."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import clock
from modules.training.catalogue.trainers import Cost, Rate, Trainer
from modules.training.demo.people import morning
from modules.training.planning.plans import BudgetLine, Method, Plan, PlanCourse
from modules.training.timetable.cohorts import Cohort, CohortCost, Progress

FARES = {Cost.TRAINER: "Thù lao giảng viên", Cost.TEA: "Nước uống giữa giờ", Cost.MATERIAL: "Tài liệu"}


def of_class(session: Session, cohort: Cohort, lessons: int, people: int) -> None:
    """Write the cost lines of a class; what was spent, once it is over, is a little less than planned."""
    rank = session.scalar(select(Trainer.rank_id).where(Trainer.id == cohort.leader_id))
    number = {Cost.TRAINER: lessons, Cost.TEA: lessons * people, Cost.MATERIAL: people}
    if cohort.method is Method.ONLINE:
        del number[Cost.TEA]
    for position, (cost, quantity) in enumerate(number.items(), 1):
        rate = Rate.of(session, cost, cohort.ends_on or clock.today(), rank)
        line = CohortCost(
            cohort_id=cohort.id, position=position, cost=cost, planned=quantity * (rate.price if rate else 0)
        )
        if cohort.state is Progress.FINISHED:
            line.spent, line.paper = line.planned * (100 - position * 3) // 100, f"PC {cohort.code or ''}/{position}"
        session.add(line)


def of_plan(session: Session, plan: Plan) -> None:
    """Let a plan say how many classes it really has, and what their lessons cost."""
    held = select(Cohort.course_id, func.count(), func.max(Cohort.seats), func.max(Cohort.id)).where(
        Cohort.plan_id == plan.id
    )
    for course, classes, seats, last in session.execute(held.group_by(Cohort.course_id)):
        asked = session.scalars(
            select(PlanCourse).where(PlanCourse.plan_id == plan.id, PlanCourse.course_id == course)
        ).one()
        asked.classes, asked.seats, asked.method = classes, seats, session.get_one(Cohort, last).method
    number = Counter[tuple[Cost, int | None]]()
    lines = select(CohortCost, Trainer.rank_id).join(Cohort, Cohort.id == CohortCost.cohort_id)
    for line, rank in session.execute(
        lines.join(Trainer, Trainer.id == Cohort.leader_id).where(Cohort.plan_id == plan.id)
    ):
        kind = (line.cost, rank if line.cost is Cost.TRAINER else None)
        number[kind] += line.planned // price if (price := _price(session, *kind, plan.begins_on)) else 0
    for old in session.scalars(select(BudgetLine).where(BudgetLine.plan_id == plan.id)):
        session.delete(old)
    session.flush()
    with clock.frozen(morning(plan.decided_on or plan.begins_on)):
        for position, (kind, quantity) in enumerate(sorted(number.items(), key=_order), 1):
            price = _price(session, *kind, plan.begins_on)
            said = {"cost": kind[0], "rank_id": kind[1], "what": FARES[kind[0]], "quantity": quantity, "price": price}
            session.add(BudgetLine(plan_id=plan.id, position=position, **said))
        session.flush()
        plan.saved()


def _order(pair: tuple[tuple[Cost, int | None], int]) -> tuple[int, int]:
    (cost, rank), _quantity = pair
    return list(FARES).index(cost), rank or 0


def _price(session: Session, cost: Cost, rank: int | None, day: date) -> int:
    rate = Rate.of(session, cost, day, rank)
    return rate.price if rate else 0

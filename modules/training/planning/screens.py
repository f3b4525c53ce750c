"""The screens of needs, plans and quotas, and the road of each."""

from __future__ import annotations

from app.toolkit import (
    Allow,
    Attach,
    Board,
    Lines,
    List,
    Panel,
    Pivot,
    Report,
    Resource,
    Section,
    Step,
    Workflow,
    _,
    working_days,
)
from modules.training.outcome.reports import of_plan
from modules.training.planning.allotment import allotment
from modules.training.planning.demand import of_survey
from modules.training.planning.document import document
from modules.training.planning.plans import BudgetLine, Plan, PlanCourse, Quota, Stage
from modules.training.planning.surveys import Answered, Need, NeedLine, Survey, SurveyCourse
from modules.training.roles import APPROVER, COORDINATOR, EVERYBODY, FINANCE, HEAD, OFFICER
from modules.training.timetable.from_plan import lacks_classes, make_classes

surveys = Resource(
    Survey,
    _("Surveys of needs"),
    one=_("New survey of needs"),
    slug="surveys",
    icon="clipboard-list",
    shared=True,
    heading=Survey.name,
    key=[Survey.name],
    access=[
        Allow(COORDINATOR, "read", "create", "update", "delete", "export"),
        *[Allow(role, "read") for role in (OFFICER, HEAD, APPROVER, FINANCE)],
    ],
    views=[List([Survey.name, Survey.year, Survey.opens_on, Survey.closes_on])],
    form=[
        Section(
            _("Survey of needs"),
            [Survey.name, Survey.year, Survey.opens_on, Survey.closes_on, Survey.told_on, Survey.note],
        ),
        Lines(Survey.courses, [SurveyCourse.course_id]),
    ],
    panels=[Panel("demand", _("What units need"), "survey_demand.html", of_survey)],
)

answering = Workflow(
    Need.state,
    [
        Step("submit", _("Submit to the head"), Answered.DRAFT, Answered.SUBMITTED, by=OFFICER, do=Need.submit),
        Step(
            "send", _("Send to the coordinator"), Answered.SUBMITTED, Answered.SENT, by=HEAD, do=Need.send, icon="send"
        ),
        Step(
            "return",
            _("Send it back"),
            (Answered.SUBMITTED, Answered.SENT),
            Answered.DRAFT,
            by=(HEAD, COORDINATOR),
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
    ],
    bar=list(Answered),
    terms={Answered.SUBMITTED: working_days(2)},
    editable=[Answered.DRAFT],
)

needs = Resource(
    Need,
    _("Needs of units"),
    one=_("New answer on needs"),
    slug="needs",
    icon="inbox",
    heading=Need.survey_id,
    access=[
        Allow(OFFICER, "read", "create", "update", "delete", "export"),
        Allow(HEAD, "read", "export"),
        Allow(COORDINATOR, "read", "export", only=Need.state == Answered.SENT),
    ],
    views=[List([Need.survey_id, Need.unit_id, Need.state, Need.due_at])],
    filters=[Need.survey_id, Need.state],
    groups=[Need.state],
    form=[
        Section(_("Needs of a unit"), [Need.survey_id, Need.note]),
        Lines(Need.lines, [NeedLine.course_id, NeedLine.number, NeedLine.reason]),
    ],
    workflow=answering,
)

planning = Workflow(
    Plan.state,
    [
        Step(
            "draft",
            _("Draft courses and quotas from the survey"),
            (Stage.DRAFT, Stage.RETURNED),
            Stage.DRAFT,
            by=COORDINATOR,
            guard=Plan.has_answers,
            do=Plan.draft,
            main=False,
            icon="clipboard-list",
        ),
        Step(
            "submit", _("Submit the plan"), (Stage.DRAFT, Stage.RETURNED), Stage.SUBMITTED, by=COORDINATOR, icon="send"
        ),
        Step("cost", _("Agree to the budget"), Stage.SUBMITTED, Stage.COSTED, by=FINANCE, icon="cash"),
        Step(
            "approve",
            _("Approve the plan"),
            Stage.COSTED,
            Stage.APPROVED,
            by=APPROVER,
            form=[Plan.decision, Plan.decided_on],
            not_by=("submit",),
            decides=True,
            icon="certificate",
        ),
        Step(
            "return",
            _("Send it back"),
            (Stage.SUBMITTED, Stage.COSTED),
            Stage.RETURNED,
            by=(FINANCE, APPROVER),
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
        Step(
            "classes",
            _("Make the classes of the plan"),
            Stage.APPROVED,
            Stage.APPROVED,
            by=COORDINATOR,
            guard=lacks_classes,
            do=make_classes,
            main=False,
            icon="users",
        ),
        Step("close", _("Close with a report"), Stage.APPROVED, Stage.CLOSED, by=COORDINATOR, main=False, icon="check"),
    ],
    bar=[Stage.DRAFT, Stage.SUBMITTED, Stage.COSTED, Stage.APPROVED, Stage.CLOSED],
    terms={Stage.SUBMITTED: working_days(3), Stage.COSTED: working_days(3)},
    editable=[Stage.DRAFT, Stage.RETURNED],
)

PLAN = [Plan.title, Plan.scope, Plan.year, Plan.survey_id, Plan.begins_on, Plan.ends_on, Plan.fund]
plans = Resource(
    Plan,
    _("Training plans"),
    one=_("New training plan"),
    slug="plans",
    icon="flag",
    shared=True,
    heading=Plan.title,
    access=[
        Allow(COORDINATOR, "read", "create", "update", "delete", "export"),
        *[Allow(role, "read", "export", only=Plan.state != Stage.DRAFT) for role in (FINANCE, APPROVER)],
        *[
            Allow(role, "read", only=Plan.state.in_((Stage.APPROVED, Stage.CLOSED)))
            for role in EVERYBODY
            if role not in (COORDINATOR, FINANCE, APPROVER)
        ],
    ],
    views=[
        List([Plan.number, Plan.title, Plan.year, Plan.total, Plan.state, Plan.due_at], total=Plan.total),
        Board(by=Plan.state, total=Plan.total),
        Pivot(rows=Plan.scope, columns=Plan.state, total=Plan.total),
    ],
    filters=[Plan.year, Plan.scope, Plan.state],
    groups=[Plan.state, Plan.scope],
    form=[
        Section(_("The plan"), PLAN),
        Section(_("Its text"), [Plan.basis, Plan.purpose, Plan.audience, Plan.execution]),
        Lines(
            Plan.courses,
            [PlanCourse.course_id, PlanCourse.classes, PlanCourse.seats, PlanCourse.method, PlanCourse.when],
        ),
        Lines(
            Plan.budget,
            [BudgetLine.cost, BudgetLine.rank_id, BudgetLine.what, BudgetLine.quantity, BudgetLine.price],
            amount=(BudgetLine.quantity, BudgetLine.price),
        ),
    ],
    workflow=planning,
    panels=[
        Panel("classes", _("Classes of the plan"), "plan_classes.html", of_plan),
        Panel("quotas", _("Seats given and used"), "plan_quotas.html", allotment),
    ],
    reports=[
        Report("ke-hoach", _("The plan on paper"), "plan_print.html", document, signed="approve"),
        Report(
            "bao-cao",
            _("Report on the plan"),
            "plan_report.html",
            of_plan,
            when=lambda plan: plan.state in (Stage.APPROVED, Stage.CLOSED),
        ),
    ],
)

QUOTA = [Quota.plan_id, Quota.course_id, Quota.for_unit_id, Quota.seats]
quotas = Resource(
    Quota,
    _("Quotas of units"),
    one=_("New quota"),
    slug="quotas",
    icon="table",
    key=[Quota.plan_id, Quota.course_id, Quota.for_unit_id],
    access=[
        Allow(COORDINATOR, "read", "create", "update", "delete", "export", "import"),
        *[Allow(role, "read", "export") for role in (OFFICER, HEAD, APPROVER)],
    ],
    views=[
        List(QUOTA, total=Quota.seats),
        Pivot(rows=Quota.for_unit_id, columns=Quota.course_id, total=Quota.seats),
    ],
    filters=[Quota.plan_id, Quota.course_id],
    form=[Section(_("Quota"), QUOTA)],
    attachments=False,
)

ALL = [surveys, needs, plans, quotas]
TABS = [
    Attach("training.surveys", needs, on=Need.survey_id, begins=Need.may_begin),
    Attach("training.plans", quotas, on=Quota.plan_id),
]

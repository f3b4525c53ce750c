"""The screens of classes and lessons."""

from __future__ import annotations

from app.toolkit import (
    Allow,
    Attach,
    Board,
    Calendar,
    Lines,
    List,
    Panel,
    Report,
    Resource,
    Section,
    Step,
    Workflow,
    _,
    acting,
)
from modules.training.attendance.paper import sheet
from modules.training.outcome.reports import of_class, report_of_class
from modules.training.planning.plans import Stage
from modules.training.roles import COORDINATOR, EVERYBODY, TRAINER
from modules.training.timetable.cohorts import Cohort, CohortCost, Progress
from modules.training.timetable.lessons import Lesson

road = Workflow(
    Cohort.state,
    [
        Step("open", _("Open for nominations"), Progress.PLANNED, Progress.OPEN, by=COORDINATOR, icon="send"),
        Step("begin", _("Begin the class"), Progress.OPEN, Progress.RUNNING, by=COORDINATOR),
        Step("finish", _("Finish the class"), Progress.RUNNING, Progress.FINISHED, by=COORDINATOR, icon="check"),
        Step(
            "cancel",
            _("Cancel the class"),
            (Progress.PLANNED, Progress.OPEN, Progress.RUNNING),
            Progress.CANCELLED,
            by=COORDINATOR,
            reason=True,
            main=False,
            icon="ban",
        ),
    ],
    bar=[Progress.PLANNED, Progress.OPEN, Progress.RUNNING, Progress.FINISHED],
    editable=[Progress.PLANNED, Progress.OPEN, Progress.RUNNING],
)


def result(cohort: Cohort) -> dict[str, object]:
    """What a class came to, and whether its reader may take it away as a workbook."""
    return of_class(cohort) | {"cohort": cohort, "takes": acting().holds((COORDINATOR,))}


def doors(lesson: Lesson) -> dict[str, object]:
    """What whoever reads the lesson may open from it."""
    who = acting()
    return {"lesson": lesson, "keeps": who.holds((COORDINATOR, TRAINER)), "moves": who.holds((COORDINATOR,))}


READ = [Allow(role, "read") for role in EVERYBODY if role is not COORDINATOR]
CLASS = [
    Cohort.name,
    Cohort.course_id,
    Cohort.plan_id,
    Cohort.method,
    Cohort.seats,
    Cohort.nominate_by,
    Cohort.late_after,
]
cohorts = Resource(
    Cohort,
    _("Classes"),
    one=_("New class"),
    slug="classes",
    icon="school",
    shared=True,
    heading=Cohort.name,
    key=[Cohort.code],
    access=[Allow(COORDINATOR, "read", "create", "update", "delete", "export"), *READ],
    views=[
        List(
            [Cohort.code, Cohort.name, Cohort.course_id, Cohort.begins_on, Cohort.ends_on, Cohort.seats, Cohort.state]
        ),
        Board(by=Cohort.state),
        Calendar(on=Cohort.begins_on),
    ],
    filters=[Cohort.course_id, Cohort.plan_id, Cohort.method, Cohort.state],
    groups=[Cohort.state, Cohort.method],
    form=[
        Section(_("The class"), [*CLASS, Cohort.note]),
        Section(_("Where and with whom"), [Cohort.leader_id, Cohort.room_id, Cohort.online_at]),
        Lines(Cohort.costs, [CohortCost.cost, CohortCost.planned, CohortCost.spent, CohortCost.paper]),
    ],
    workflow=road,
    panels=[Panel("result", _("Result of the class"), "class_result.html", result)],
    reports=[
        Report(
            "bao-cao",
            _("Report on the class"),
            "class_report.html",
            report_of_class,
            when=lambda cohort: cohort.state in (Progress.RUNNING, Progress.FINISHED),
        )
    ],
)

TIME = [Lesson.day, Lesson.begins, Lesson.ends, Lesson.periods]
lessons = Resource(
    Lesson,
    _("Lessons"),
    one=_("New lesson"),
    slug="lessons",
    icon="calendar",
    shared=True,
    heading=Lesson.title,
    access=[
        Allow(COORDINATOR, "read", "create", "update", "delete", "export"),
        *[one for one in READ if one.role is not TRAINER],
        Allow(TRAINER, "read", "export"),
    ],
    views=[
        List([Lesson.title, Lesson.cohort_id, *TIME[:3], Lesson.room_id, Lesson.trainer_id, Lesson.became]),
        Calendar(on=Lesson.day),
    ],
    filters=[Lesson.cohort_id, Lesson.trainer_id, Lesson.room_id, Lesson.day, Lesson.became],
    form=[
        Section(_("Lesson"), [Lesson.cohort_id, Lesson.title, *TIME]),
        Section(
            _("Where and with whom"),
            [Lesson.room_id, Lesson.online_at, Lesson.trainer_id, Lesson.assistant_id, Lesson.accepted],
        ),
    ],
    panels=[Panel("held", _("What can be done"), "lesson_doors.html", doors)],
    reports=[Report("danh-sach", _("Attendance sheet"), "attendance_sheet.html", sheet)],
    attachments=False,
)

ALL = [cohorts, lessons]
TABS = [
    Attach("training.plans", cohorts, on=Cohort.plan_id, begins=lambda plan: plan.state is Stage.APPROVED),
    Attach("training.classes", lessons, on=Lesson.cohort_id, begins=lambda _class: True),
]

"""The screen of enrolments and their road."""

from __future__ import annotations

from app.toolkit import Allow, Attach, Board, List, Resource, Section, Step, Workflow, _, clock, working_days
from modules.training.joining.enrolments import GONE, Enrolment, Place
from modules.training.roles import COORDINATOR, HEAD, OFFICER, TRAINER
from modules.training.timetable.cohorts import Cohort, Progress

SENDERS = (OFFICER, HEAD, COORDINATOR)
road = Workflow(
    Enrolment.state,
    [
        Step(
            "approve",
            _("Nominate"),
            Place.NOMINATED,
            Place.INVITED,
            by=HEAD,
            guard=Enrolment.fits,
            do=Enrolment.nominate,
            icon="check",
        ),
        Step(
            "queue",
            _("Put on the waiting list"),
            Place.NOMINATED,
            Place.WAITING,
            by=HEAD,
            guard=Enrolment.is_crowded_out,
            do=Enrolment.wait,
            icon="clock",
        ),
        Step(
            "admit",
            _("Give a free place"),
            Place.WAITING,
            Place.INVITED,
            by=COORDINATOR,
            guard=Enrolment.fits,
            do=Enrolment.admit,
            icon="user-check",
        ),
        Step("confirm", _("Confirm that the trainee comes"), Place.INVITED, Place.CONFIRMED, by=(OFFICER, COORDINATOR)),
        Step(
            "decline",
            _("Cannot come"),
            (Place.INVITED, Place.CONFIRMED),
            Place.DECLINED,
            by=SENDERS,
            reason=True,
            main=False,
            icon="x",
        ),
        Step(
            "replace",
            _("Send somebody else"),
            (Place.INVITED, Place.CONFIRMED),
            Place.REPLACED,
            by=(OFFICER, HEAD),
            form=[Enrolment.substitute_id],
            do=Enrolment.replace,
            main=False,
            icon="refresh",
        ),
        Step(
            "pass", _("Passed"), Place.CONFIRMED, Place.PASSED, by=COORDINATOR, guard=Enrolment.has_passed, icon="check"
        ),
        Step(
            "fail", _("Not passed"), Place.CONFIRMED, Place.FAILED, by=COORDINATOR, guard=Enrolment.has_failed, icon="x"
        ),
        Step(
            "withdraw",
            _("Take off the list"),
            (Place.NOMINATED, Place.WAITING),
            Place.WITHDRAWN,
            by=SENDERS,
            reason=True,
            main=False,
            icon="x",
        ),
    ],
    bar=[Place.NOMINATED, Place.INVITED, Place.CONFIRMED, Place.PASSED],
    terms={Place.NOMINATED: working_days(2), Place.INVITED: working_days(3)},
    editable=[Place.NOMINATED],
)

ENROLMENT = [Enrolment.cohort_id, Enrolment.trainee_id]
enrolments = Resource(
    Enrolment,
    _("Enrolments"),
    one=_("New nomination"),
    slug="enrolments",
    icon="user-check",
    heading=Enrolment.cohort_id,
    key=[Enrolment.cohort_id, Enrolment.trainee_id],
    current=Enrolment.state.not_in(GONE),
    access=[
        Allow(OFFICER, "read", "create", "update", "export", "import"),
        Allow(HEAD, "read", "export"),
        Allow(COORDINATOR, "read", "export"),
        Allow(TRAINER, "read"),
    ],
    views=[
        List([Enrolment.trainee_id, Enrolment.unit_id, Enrolment.cohort_id, Enrolment.state, Enrolment.due_at]),
        Board(by=Enrolment.state),
    ],
    filters=[Enrolment.cohort_id, Enrolment.state],
    groups=[Enrolment.state],
    form=[Section(_("Enrolment"), ENROLMENT)],
    workflow=road,
)


def takes_nominations(cohort: Cohort) -> bool:
    """Whether somebody may be nominated for a class today."""
    return cohort.state is Progress.OPEN and (cohort.nominate_by is None or clock.today() <= cohort.nominate_by)


ALL = [enrolments]
TABS = [
    Attach("training.classes", enrolments, on=Enrolment.cohort_id, begins=takes_nominations),
    Attach("training.trainees", enrolments, on=Enrolment.trainee_id),
]

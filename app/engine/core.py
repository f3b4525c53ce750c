"""The core's own module: the administrator's role and the resources every deployment needs."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import desc

from app.data.days import DayOverride, Opening
from app.data.rule import StepRule, TermRule
from app.data.text import _
from app.engine import access, batches, hours, import_jobs
from app.spec.words import Allow, Calendar, Job, Link, List, Module, Panel, Reach, Resource, Role, Section

ADMINISTRATOR = Role(access.ADMINISTRATOR, _("Administrator"), reach=Reach.CITY, second_factor=True)
ALL = Allow(ADMINISTRATOR, "read", "create", "update", "delete", "export", "import")

step_rules = Resource(
    StepRule,
    _("Validity of steps"),
    one=_("New validity of a step"),
    slug="step-rules",
    under=_("Workflow"),
    icon="sitemap",
    heading=StepRule.step,
    key=[StepRule.step, StepRule.valid_from],
    access=[ALL],
    views=[
        List([StepRule.step, StepRule.valid_from, StepRule.valid_to, StepRule.source], sort=StepRule.step),
    ],
    form=[Section(_("Validity of steps"), [StepRule.step, StepRule.valid_from, StepRule.valid_to, StepRule.source])],
    shared=True,
)

term_rules = Resource(
    TermRule,
    _("Terms of states"),
    one=_("New term"),
    slug="term-rules",
    under=_("Workflow"),
    icon="clock",
    heading=TermRule.state,
    key=[TermRule.state, TermRule.valid_from],
    access=[ALL],
    views=[
        List(
            [
                TermRule.state,
                TermRule.days,
                TermRule.hours,
                TermRule.cut_off,
                TermRule.valid_from,
                TermRule.valid_to,
                TermRule.source,
            ],
            sort=TermRule.state,
        ),
    ],
    form=[
        Section(_("Term"), [TermRule.state, TermRule.days, TermRule.hours, TermRule.cut_off]),
        Section(_("Validity"), [TermRule.valid_from, TermRule.valid_to, TermRule.source]),
    ],
    shared=True,
)

day_overrides = Resource(
    DayOverride,
    _("Exceptional days"),
    one=_("New exceptional day"),
    slug="days",
    under=_("Working time"),
    icon="calendar",
    heading=DayOverride.reason,
    key=[DayOverride.day],
    access=[ALL],
    views=[
        List(
            [DayOverride.day, DayOverride.working, DayOverride.reason, DayOverride.source], sort=desc(DayOverride.day)
        ),
        Calendar(on=DayOverride.day),
    ],
    form=[
        Section(_("Exceptional day"), [DayOverride.day, DayOverride.working, DayOverride.reason, DayOverride.source])
    ],
    filters=[DayOverride.working, DayOverride.day],
    panels=[Panel("due", _("Deadlines on this day"), "due_on_day.html", hours.due_on)],
    shared=True,
)

openings = Resource(
    Opening,
    _("Opening hours"),
    one=_("New opening period"),
    slug="openings",
    under=_("Working time"),
    icon="clock",
    access=[ALL],
    views=[
        List(
            [
                Opening.weekday,
                Opening.for_unit_id,
                Opening.opens,
                Opening.closes,
                Opening.counts,
                Opening.valid_from,
                Opening.valid_to,
            ],
            sort=(Opening.weekday, Opening.opens),
        ),
    ],
    form=[
        Section(
            _("Opening hours"), [Opening.for_unit_id, Opening.weekday, Opening.opens, Opening.closes, Opening.counts]
        ),
        Section(_("Validity"), [Opening.valid_from, Opening.valid_to, Opening.source]),
    ],
    filters=[Opening.for_unit_id, Opening.weekday],
    groups=[Opening.for_unit_id],
    panels=[Panel("week", _("The whole week"), "week.html", hours.week_of)],
    shared=True,
)

CORE = Module(
    "core",
    _("Administration"),
    folder=Path(__file__).resolve().parents[2],
    icon="settings",
    roles=[ADMINISTRATOR],
    resources=[day_overrides, openings, step_rules, term_rules],
    jobs=[
        Job("import_check", _("Check a file to import"), import_jobs.check, long=True),
        Job("import_write", _("Write an imported file"), import_jobs.write, long=True),
        Job("batch", _("Take a step for many records"), batches.go_on, long=True),
    ],
    links=[
        Link(_("Users"), "people.index", "users", [ADMINISTRATOR], under=_("People and units")),
        Link(_("Delegations"), "delegations.index", "user-check", [ADMINISTRATOR], under=_("People and units")),
        Link(_("Units"), "units.index", "building-community", [ADMINISTRATOR], under=_("People and units")),
        Link(_("Working calendar"), "year.index", "calendar", [ADMINISTRATOR], under=_("Working time")),
        Link(_("Modules"), "apps.index", "puzzle", [ADMINISTRATOR], under=_("System")),
        Link(_("Background jobs"), "background.index", "refresh", [ADMINISTRATOR], under=_("System")),
    ],
)

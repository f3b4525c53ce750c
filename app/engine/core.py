"""The core's own module: the administrator's role and the resources every deployment needs."""

from __future__ import annotations

from pathlib import Path

from app.data.rule import StepRule, TermRule
from app.data.text import _
from app.spec.words import Allow, List, Module, Reach, Resource, Role, Section

ADMINISTRATOR = Role("core.administrator", _("Administrator"), reach=Reach.CITY)
ALL = Allow(ADMINISTRATOR, "read", "create", "update", "delete", "export")

step_rules = Resource(
    StepRule,
    _("Validity of steps"),
    one=_("New validity of a step"),
    slug="step-rules",
    under=_("Workflow"),
    icon="sitemap",
    heading=StepRule.step,
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

CORE = Module(
    "core",
    _("Administration"),
    folder=Path(__file__).resolve().parents[2],
    icon="settings",
    roles=[ADMINISTRATOR],
    resources=[step_rules, term_rules],
)

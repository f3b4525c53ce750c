"""The law as rows: kinds of papers, time limits, reasons to promise a later day; kept by the city, read by all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.toolkit import Allow, List, Resource, Section, _
from modules.certified_copies.reception.conditions import Condition
from modules.certified_copies.reception.limits import ExtensionReason, SupplementLimit, TimeLimit
from modules.certified_copies.reception.papers import PaperType
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, KEEPER, SEALER

ACCESS = [
    Allow(KEEPER, "read", "create", "update", "export"),
    *(Allow(role, "read") for role in (CLERK, CERTIFIER, SEALER, AUDITOR)),
]


def catalogue(model: Any, title: Any, one: Any, slug: str, icon: str, columns: Sequence[Any]) -> Resource:
    """Return the screens of dated rules that every unit reads and the keeper of rules writes."""
    shown = [*columns, model.source, model.valid_from, model.valid_to]
    return Resource(
        model,
        title,
        one=one,
        slug=slug,
        under=_("Catalogues"),
        icon=icon,
        shared=True,
        access=ACCESS,
        views=[List(shown, sort=columns[0])],
        form=[Section(title, shown)],
        attachments=False,
    )


paper_types = catalogue(
    PaperType,
    _("Kinds of papers"),
    _("New kind of paper"),
    "paper-types",
    "file-text",
    [
        PaperType.name,
        PaperType.code,
        PaperType.copyable,
        PaperType.all_pages,
        PaperType.in_database,
        PaperType.typical_pages,
    ],
)
time_limits = catalogue(
    TimeLimit,
    _("Time limits"),
    _("New time limit"),
    "time-limits",
    "clock",
    [TimeLimit.procedure, TimeLimit.days, TimeLimit.cut_off, TimeLimit.longest],
)
supplement_limits = catalogue(
    SupplementLimit,
    _("Limits of supplements"),
    _("New limit of supplements"),
    "supplement-limits",
    "arrow-back-up",
    [SupplementLimit.procedure, SupplementLimit.times],
)
extension_reasons = catalogue(
    ExtensionReason,
    _("Reasons of extensions"),
    _("New reason of extensions"),
    "extension-reasons",
    "player-pause",
    [ExtensionReason.code, ExtensionReason.text],
)
conditions = catalogue(
    Condition,
    _("Conditions"),
    _("New condition"),
    "conditions",
    "checklist",
    [
        Condition.position,
        Condition.code,
        Condition.text,
        Condition.refuses,
        Condition.outcome,
        Condition.reason,
        Condition.advice,
    ],
)
ALL = [paper_types, time_limits, supplement_limits, extension_reasons, conditions]

"""Bản dự thảo: the paper as it will be, with a watermark, for the citizen to check before it is registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.toolkit import Report, _, clock
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import State
from modules.civil_registration.cases.paper import fitted

BEFORE = (State.DRAFTED, State.VERIFIED)


def draft_of(template: str, told: Callable[[Any], dict[str, Any]]) -> Report:
    """Return the printout of a kind of case; there is none any more once the case has its number."""

    def words(case: Case) -> dict[str, Any]:
        found = told(case) | {"entry": f"……/{clock.today().year}", "test": False}
        return found | {"size": fitted(f"civil_registration/{template}", found)[0]}

    return Report("ban-du-thao", _("Draft for the citizen"), template, words, when=lambda case: case.state in BEFORE)

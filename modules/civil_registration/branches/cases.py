"""The case that a branch belongs to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.cases.case import Case


def case_of(session: Session, branch: Branch) -> Case:
    """Return the birth or the death of a branch."""
    return session.get_one(KINDS[branch.event], branch.case_id)

"""Writing a validated form into a record: the one way for the screen, the API and a file."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.engine import tasks
from app.engine.access import Principal
from app.engine.forms import RecordForm
from app.spec.words import Resource


def save(session: Session, resource: Resource, record: Any, form: RecordForm, who: Principal) -> None:
    """Write what `form` says; a new record gets its unit, its author and its first tasks.

    ValueError: what the record's own `saved` refuses, with a sentence for the user.
    """
    fresh = record.id is None
    if fresh:
        record.created_by_id = who.user_id
        if record.unit_id is None:
            record.unit_id = who.unit_id
        session.add(record)
    form.apply(record)
    session.flush()
    if hasattr(record, "saved"):
        record.saved()
    if fresh and resource.workflow:
        tasks.arrive(session, resource, record)

"""A step for many records in the background: one transaction each, each done once however often the work breaks off.

The mark that a record is done is written in the transaction that takes the step, so that neither is there alone.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.data import text
from app.data.base import db
from app.data.batch import Batch, BatchRow
from app.data.clock import today
from app.data.messages import Notice
from app.data.moment import now
from app.data.people import User
from app.data.text import _
from app.engine import steps
from app.engine.access import SYSTEM, Principal, principal_of
from app.engine.registry import registry
from app.engine.whole import whole
from app.engine.work import later, work
from app.spec.flow import Step
from app.spec.words import Resource

FEW = 20  # records that are dealt with while the person waits
AT_ONCE = 200  # records of one job; the next ones get a job of their own
NOTICE = "batch:"  # before the resource in a notice that leads to a batch
log = logging.getLogger(__name__)


def begin(resource: Resource, step: Step, rows: Sequence[int], who: Principal, reason: str, back: str) -> Batch:
    """Write down what a person asks for and let it be done soon; `back` is the page it was asked on."""
    with work(who) as session:
        key = registry.key(resource)
        batch = Batch(resource=key, step=step.name, reason=reason, back=back, user_id=who.user_id or 0)
        session.add(batch)
        session.flush()
        session.add_all([BatchRow(batch_id=batch.id, row_id=row) for row in rows])
        later(session, "core.batch", number=batch.id)
    return batch


def go_on(number: int) -> None:
    """Do the next records of a batch; the job `core.batch`."""
    batch = db.session.get_one(Batch, number)
    resource = registry.resources[batch.resource]
    asker = db.session.get_one(User, batch.user_id)
    token = text.language.set(asker.language)
    try:
        who = principal_of(db.session(), asker, today())
        for one in _untouched(number):
            _do(resource, batch, one, who)
        _end(number, resource)
    finally:
        text.language.reset(token)


def take(resource: Resource, row: int, step: str, who: Principal, reason: str, one: int | None = None) -> str | None:
    """Take a step on one record; return the sentence that says why not, if not. `one`: its line of a batch."""
    name = f"#{row}"
    try:
        who.require("read", resource)
        with work(who) as session:
            record = whole(session, resource, row)
            if record is None:
                return str(_("%(name)s is no longer there.", name=name))
            name = str(record)
            steps.take(session, resource, record, step, who, reason)
            if one is not None:
                session.get_one(BatchRow, one).done = True
    except (ValueError, PermissionError) as error:
        return f"{name}: {error}"
    return None


def counts_of(session: Session, number: int) -> Counter[str]:
    """Return how many records of a batch are done, refused and untouched."""
    columns = select(BatchRow.done, BatchRow.problem.is_not(None), func.count()).where(BatchRow.batch_id == number)
    found: Counter[str] = Counter()
    for done, refused, many in session.execute(columns.group_by(BatchRow.done, BatchRow.problem.is_not(None))):
        found["done" if done else "refused" if refused else "waiting"] += many
    return found


def _untouched(number: int) -> list[int]:
    found = select(BatchRow.id).where(BatchRow.batch_id == number, ~BatchRow.done, BatchRow.problem.is_(None))
    return list(db.session.scalars(found.order_by(BatchRow.id).limit(AT_ONCE)))


def _do(resource: Resource, batch: Batch, one: int, who: Principal) -> None:
    row = db.session.get_one(BatchRow, one)
    try:
        problem = take(resource, row.row_id, batch.step, who, batch.reason, one)
    except Exception:  # one bad record does not hold up the others
        log.exception("record %s of batch %s", row.row_id, batch.id)
        problem = f"#{row.row_id}: {_('It did not work out; the administrator sees why.')}"
    if problem:
        with work(SYSTEM) as session:
            session.get_one(BatchRow, one).problem = problem


def _end(number: int, resource: Resource) -> None:
    with work(SYSTEM) as session:
        batch, counts = session.get_one(Batch, number, with_for_update=True), counts_of(session, number)
        if counts["waiting"]:
            later(session, "core.batch", number=number)
        elif batch.ended_at is None:
            batch.ended_at = now()
            step = steps.find_step(resource, batch.step)
            words = {"step": step.label, "done": counts["done"], "refused": counts["refused"]}
            body = str(_("%(step)s: %(done)s done, %(refused)s not done.", **words))
            session.add(Notice(user_id=batch.user_id, body=body, resource=f"{NOTICE}{batch.resource}", row_id=number))

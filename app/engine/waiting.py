"""How long records have stood where they are, in the city's working days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.data.clock import local, today
from app.data.record import Record
from app.data.task import Passage
from app.engine.hours import calendar_of
from app.engine.rules import first_day


def waits(session: Session, key: str, records: Sequence[Record]) -> dict[int, int]:
    """Return {record id: working days since its last step, or since it was made}; `key` is `<module>.<slug>`.

    One query for all records; the days are those of the city's calendar.
    """
    ids = [record.id for record in records]
    where = (Passage.resource == key, Passage.row_id.in_(ids))
    rows = session.execute(select(Passage.row_id, func.max(Passage.at)).where(*where).group_by(Passage.row_id))
    since: dict[int, date] = {row_id: local(at).date() for row_id, at in rows}
    calendar, now = calendar_of(session, None), today()
    return {
        record.id: calendar.working_days_between(since.get(record.id, first_day(record)), now) for record in records
    }

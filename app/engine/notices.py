"""Lines under the bell of one user, which lead to a record."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.data.messages import Notice
from app.data.record import Record
from app.engine.registry import registry


def tell(session: Session, user_id: int, record: Record, body: str) -> None:
    """Tell a user something about a saved record that he may read."""
    key = registry.key(registry.of(record))
    session.add(Notice(user_id=user_id, body=body, resource=key, row_id=record.id))

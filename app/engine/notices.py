"""Lines under the bell of one user, which lead to a record."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.data.messages import Notice


def tell(session: Session, user_id: int, key: str, row_id: int, body: str) -> None:
    """Tell a user something about a record; `key` is `<module>.<slug>` of a resource that he may read."""
    session.add(Notice(user_id=user_id, body=body, resource=key, row_id=row_id))

"""A step that cannot end here: a token at the person's own computer signs, another house answers. It goes on elsewhere."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.data import clock
from app.data.people import User
from app.data.record import Record
from app.data.text import _
from app.engine import steps
from app.engine.access import bind, principal_of
from app.engine.principals import acting
from app.engine.registry import registry


class Elsewhere(ValueError):
    """Raised by a step's verb: nothing is written, and a person at a screen is led to `path`."""

    def __init__(self, sentence: str, path: str) -> None:
        super().__init__(sentence)
        self.path = path


def require_step(session: Session, record: Record, name: str) -> None:
    """PermissionError or ValueError, with the sentence of the step, unless whoever acts could take it now."""
    resource, who = registry.of(record), acting()
    steps.require_now(session, resource, record, steps.find_step(resource, name), who)


def take_as(session: Session, key: str, row: int, name: str, user_id: int, seen: int) -> None:
    """Take a step in the name of a person who began it earlier, with the rights that person has now.

    `seen` is the version of the record when it began. PermissionError: the right is gone. ValueError: the record has
    changed, or the step is no longer possible; both with a sentence.
    """
    user, resource = session.get(User, user_id), registry.resources[key]
    if user is None or not user.active:
        raise PermissionError(str(_("You have not been given this right.")))
    who = principal_of(session, user, clock.today())
    session.flush()
    bind(session, who)
    record = session.get(resource.model, row)
    if record is None:
        raise PermissionError(str(_("You have not been given this right.")))
    steps.take(session, resource, record, name, who, seen=seen)

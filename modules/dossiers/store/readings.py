"""The log of the store: who read which result of whom, by which consent, what for. Lines are only added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import Choice, _, acting, as_person, clock, db, field, note_reading
from modules.dossiers.store.consents import Consent
from modules.dossiers.store.results import StoredResult


class What(Choice):
    """What was done with a result."""

    LISTED = "listed", _("Found by a search"), "grey"
    OPENED = "opened", _("File opened"), "blue"
    USED = "used", _("Used instead of a paper"), "green"


class StoreReading(db.Model):  # type: ignore[name-defined]
    """Nhật ký khai thác: one reading of one result."""

    __tablename__ = "dossiers_store_reading"
    __untracked__ = True  # it is a log itself; the trail of the result has its line, too

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = field.moment(_("Read at"), required=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("dossiers_result.id"), index=True)
    consent_id: Mapped[int] = mapped_column(ForeignKey("dossiers_consent.id"), index=True)
    by_id: Mapped[int] = field.reference(_("Read by"), "core_user", required=True)
    what: Mapped[What] = field.choice(_("What was done"), What, required=True)
    by: Mapped[Any] = field.link("User", by_id)
    result: Mapped[StoredResult] = field.link("StoredResult", result_id)
    consent: Mapped[Consent] = field.link("Consent", consent_id)

    @classmethod
    def note(cls, session: Session, result: StoredResult, consent: Consent, what: What) -> None:
        """Write a reading down, here and in the trail of the result."""
        user = acting().user_id
        with as_person(user):  # the result may be another unit's
            session.add(cls(at=clock.now(), result_id=result.id, consent_id=consent.id, by_id=user, what=what))
            note_reading(session, result, f"{what}: {consent.reason}"[:200], user)
            session.flush()

    @classmethod
    def of(cls, session: Session, *where: Any) -> list[StoreReading]:
        """Return the newest readings, each with who, what and why."""
        load = (joinedload(cls.by), joinedload(cls.result), joinedload(cls.consent))
        return list(session.scalars(select(cls).where(*where).options(*load).order_by(cls.id.desc()).limit(100)))

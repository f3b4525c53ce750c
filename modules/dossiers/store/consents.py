"""Sự đồng ý của người dân: for one person and day, asked for before anything of his is read (Luật 91/2025/QH15)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, Record, _, acting, check_citizen_id, clock, field


class Means(Choice):
    """How the citizen said that he agrees."""

    SIGNED = "signed", _("By a signed form"), "green"
    PRESENT = "present", _("Present at the desk, identity card shown"), "green"
    ONLINE = "online", _("Ticked in the online form"), "blue"


class Given(Choice):
    """Whether he still agrees."""

    GIVEN = "given", _("Given"), "green"
    WITHDRAWN = "withdrawn", _("Withdrawn"), "grey"


class Consent(Record):
    """That a person lets a unit read his results for one purpose; it holds for the day on which it was given."""

    __tablename__ = "dossiers_consent"
    searched = ("reason",)

    citizen_id: Mapped[str] = field.citizen_id(_("Personal number"), required=True)
    means: Mapped[Means] = field.choice(_("How he agreed"), Means, required=True, readonly=True)
    reason: Mapped[str] = field.text(_("What for"), max=300, required=True, readonly=True)
    holds_on: Mapped[date] = field.day(_("Holds on"), required=True)
    dossier_id: Mapped[int | None] = mapped_column(index=True)
    state: Mapped[Given] = field.state(Given)

    def __str__(self) -> str:
        return self.reason

    @classmethod
    def note(
        cls, session: Session, unit_id: int, citizen_id: str, means: str, reason: str, *, dossier_id: int | None = None
    ) -> Consent:
        """Write a consent down. ValueError: no such number, no reason, or not said how he agreed."""
        person, how = check_citizen_id(citizen_id), Means.typed(means)
        if how is None:
            raise ValueError(str(_("Only with the citizen's consent: say how he agreed.")))
        if len(reason.strip()) < 5:
            raise ValueError(str(_("Write what it is needed for.")))
        made = cls(unit_id=unit_id, citizen_id=person, means=how, reason=reason.strip()[:300], dossier_id=dossier_id)
        made.holds_on, made.created_by_id = clock.today(), acting().user_id
        session.add(made)
        session.flush()
        return made

    def require(self, citizen_id: str | None) -> None:
        """ValueError unless it is about this person, still given, and of today."""
        if citizen_id != self.citizen_id:
            raise ValueError(str(_("The citizen who agreed is another person.")))
        if self.state is Given.WITHDRAWN:
            raise ValueError(str(_("The citizen has withdrawn his consent.")))
        if self.holds_on != clock.today():
            raise ValueError(str(_("The consent was given for one day, which is over; ask the citizen again.")))

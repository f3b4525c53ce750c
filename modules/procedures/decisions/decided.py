"""What editions and processes have in common: a decision brings them into force, a later one ends them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from app.toolkit import Lasting, _, clock, db, field, format_day
from modules.procedures.decisions.decision import Decision


class Decided(Lasting):
    """Put before `Record`: it holds from the day that its decision names; without one it is only being prepared."""

    if TYPE_CHECKING:
        decision_id: Mapped[int | None]

    valid_from: Mapped[date | None] = field.day(_("Valid from"), readonly=True, index=True)
    valid_to: Mapped[date | None] = field.day(_("Valid to"), readonly=True)

    def join(self) -> None:
        """Submit it with a decision. ValueError: none is chosen, or that one is no draft any more."""
        if self.decision_id is None:
            raise ValueError(str(_("Choose the draft decision that will bring it into force.")))
        db.session.get_one(Decision, self.decision_id).require_open()

    def leave(self) -> None:
        """Take it out of its decision. ValueError when that one is no draft any more."""
        if self.decision_id is not None:
            db.session.get_one(Decision, self.decision_id).require_open()
            self.decision_id = None

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day; what is only being prepared does not."""
        return self.valid_from is not None and super().in_force(day)

    def is_decided(self) -> bool:
        """Whether a decision has said from when it holds."""
        return self.valid_from is not None

    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.valid_to is not None and self.valid_to < clock.today()

    def end(self, day: date) -> None:
        """Let its last day be the one before `day`. ValueError: it begins on that day or later, or ends already."""
        if self.valid_from is not None and self.valid_from >= day:
            text = _("%(what)s holds from %(day)s; it cannot end before.", what=self, day=format_day(self.valid_from))
            raise ValueError(str(text))
        if self.valid_to is not None:
            text = _("%(what)s ends on %(day)s by another decision.", what=self, day=format_day(self.valid_to))
            raise ValueError(str(text))
        self.valid_to = day - timedelta(days=1)

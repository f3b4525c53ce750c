"""The steps of an internal process: who does what in how many working hours, and where it goes on."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import _, db, field


class ProcessStep(db.Model):  # type: ignore[name-defined]
    """Bước của quy trình nội bộ, coded B1, B2 and on."""

    __tablename__ = "procedures_process_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("procedures_process.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = field.text(_("Step"), max=10, required=True, help=_("As: B1"))
    name: Mapped[str] = field.text(_("What is done"), max=300, required=True)
    role: Mapped[str] = field.named(_("Who does it"), "roles", max=80, index=False, required=True)
    hours: Mapped[Decimal] = field.number(_("Working hours"), required=True)
    onward: Mapped[str | None] = field.text(
        _("Goes on to"), max=60, help=_("Codes of steps, separated by semicolons; empty: it ends here.")
    )
    back_to: Mapped[str | None] = field.text(_("Sent back to"), max=10)
    forms_in: Mapped[str | None] = field.text(_("Forms it gets"), max=120)
    forms_out: Mapped[str | None] = field.text(_("Forms it makes"), max=120)
    outside: Mapped[bool] = field.yes_no(_("At another agency"))

    def next_codes(self) -> list[str]:
        """The codes of the steps that may follow."""
        return [code.strip().upper() for code in (self.onward or "").replace(",", ";").split(";") if code.strip()]

    @property
    def back_code(self) -> str:
        """The code of the step to which it may be sent back; empty where none is."""
        return (self.back_to or "").strip().upper()

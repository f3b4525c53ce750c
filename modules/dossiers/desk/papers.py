"""Thành phần hồ sơ: the papers that a dossier's case asks for, and how each was handed in."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, _, db, field
from modules.procedures.editions.contents import Instead, Required


class Shape(Choice):
    """How a paper came (national codes 0, 1, 2), what stands for it, or that this applicant owes none (“nếu có”)."""

    ORIGINAL = "original", _("Original"), "blue"
    COPY = "copy", _("Copy"), "grey"
    ELECTRONIC = "electronic", _("Electronic"), "violet"
    DATA = "data", _("Replaced by data"), "green"
    STORED = "stored", _("From the results store"), "green"
    NATIONAL = "national", _("From the national store"), "green"
    NOT_DUE = "not_due", _("Not due from this applicant"), "grey"


PAPERLESS = (Shape.ELECTRONIC, Shape.DATA, Shape.STORED, Shape.NATIONAL)


class HandedPaper(db.Model):  # type: ignore[name-defined]
    """A paper of a dossier: what the edition of its day asks for, and what was handed in."""

    __tablename__ = "dossiers_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers_dossier.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = field.text(_("Paper"), max=500, required=True)
    originals: Mapped[int] = field.whole(_("Originals"), high=99, default=0)
    copies: Mapped[int] = field.whole(_("Copies handed in"), high=99, default=0)
    shape: Mapped[Shape | None] = field.choice(_("Handed in as"), Shape, none=_("not handed in"))
    digitised: Mapped[bool] = field.yes_no(_("Digitised"))
    instead: Mapped[Instead | None] = field.choice(_("Replaced by data of"), Instead, none=_("must be handed in"))
    stored_id: Mapped[int | None] = mapped_column(ForeignKey("dossiers_result.id"))

    @classmethod
    def asked(cls, required: Required) -> HandedPaper:
        """The row of a paper that the edition asks for; what a database knows is never asked of the citizen."""
        return cls(
            position=required.position,
            name=required.name,
            originals=required.originals,
            copies=required.copies,
            instead=required.instead,
            # What lies in the store is taken from there with consent (store/reuse.py), never by itself.
            shape=Shape.DATA if required.instead and required.instead is not Instead.STORE else None,
        )

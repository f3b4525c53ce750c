"""Who teaches: trainers with their rank and subjects, and what ranks are paid."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, Dated, Record, User, _, db, field, money
from modules.training.catalogue.courses import Subject


class Rank(Record):
    """Hạng giảng viên: by which the fee of a lesson is fixed."""

    __tablename__ = "training_rank"
    searched = ("name",)

    name: Mapped[str] = field.text(_("Rank of the trainer"), required=True)

    def __str__(self) -> str:
        return self.name


class Trainer(Record):
    """Giảng viên, báo cáo viên."""

    __tablename__ = "training_trainer"
    searched = ("name", "workplace")

    name: Mapped[str] = field.text(_("Full name"), required=True)
    rank_id: Mapped[int] = field.reference(_("Rank of the trainer"), "training_rank", required=True)
    workplace: Mapped[str | None] = field.text(_("Workplace"))
    email: Mapped[str | None] = field.text(_("E-mail for invitations"))
    user_id: Mapped[int | None] = field.reference(_("Account"), "core_user", help=_("To keep the list of a lesson"))
    left: Mapped[bool] = field.yes_no(_("Teaches no longer"))
    rank: Mapped[Rank] = field.link("Rank", rank_id)
    user: Mapped[User | None] = field.link("User", user_id)
    subjects: Mapped[list[TrainerSubject]] = field.lines(
        "TrainerSubject", _("Teaches"), order_by="TrainerSubject.position"
    )

    def __str__(self) -> str:
        return self.name


class TrainerSubject(db.Model):  # type: ignore[name-defined]
    """A subject that a trainer teaches."""

    __tablename__ = "training_trainer_subject"

    id: Mapped[int] = mapped_column(primary_key=True)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("training_trainer.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    subject_id: Mapped[int] = field.reference(_("Subject of training"), "training_subject", required=True)
    subject: Mapped[Subject] = field.link("Subject", subject_id)


class Cost(Choice):
    """What training costs money for (TT 36/2018/TT-BTC, as amended)."""

    TRAINER = "trainer", _("Trainer's fee"), "blue"
    ASSISTANT = "assistant", _("Assistant's fee"), "blue"
    TEA = "tea", _("Tea break"), "amber"
    HALL = "hall", _("Hall"), "violet"
    MATERIAL = "material", _("Materials"), "green"
    TRAVEL = "travel", _("Travel"), "grey"
    PRINTING = "printing", _("Printing of certificates"), "grey"
    OTHER = "other", _("Other costs"), "grey"


class Rate(Dated, Record):
    """Mức chi: what one unit of a cost may be, in đồng, from a day to a day."""

    __tablename__ = "training_rate"
    searched = ("source",)

    cost: Mapped[Cost] = field.choice(_("Kind of cost"), Cost, required=True)
    rank_id: Mapped[int | None] = field.reference(
        _("Rank of the trainer"), "training_rank", none=_("Whatever the rank")
    )
    measure: Mapped[str] = field.text(_("Counted in"), max=40, required=True, help=_("As: người/buổi"))
    price: Mapped[int] = field.money(_("Price at most"), required=True)
    source: Mapped[str] = field.text(_("Legal basis of the rate"), required=True)
    rank: Mapped[Rank | None] = field.link("Rank", rank_id)

    def __str__(self) -> str:
        return f"{self.cost}: {money(self.price)}"

    @classmethod
    def of(cls, session: Session, cost: Cost, day: date, rank_id: int | None = None) -> Rate | None:
        """Return the rate in force on a day, one for the rank before one for all; None: no rate is known."""
        where = (cls.cost == cost, cls.valid_on(day), or_(cls.rank_id.is_(None), cls.rank_id == rank_id))
        order = (cls.rank_id.is_(None), cls.valid_from.desc(), cls.id.desc())
        return session.scalars(select(cls).where(*where).order_by(*order).limit(1)).first()

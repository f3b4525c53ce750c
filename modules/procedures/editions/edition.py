"""The edition of a procedure: what it asks for from a day to a day, and the verbs that take it to the public."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, selectinload

from app.toolkit import Choice, Record, _, clock, db, field
from modules.procedures.catalogue.procedures import Procedure, Standing
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decided import Decided
from modules.procedures.decisions.decision import Decision
from modules.procedures.editions.contents import Basis, EditionLevel, Outcome, Required, Route


class Stage(Choice):
    """Where an edition stands, from draft to the portal and out of force."""

    DRAFTED = "drafted", _("Drafted"), "grey"
    SENT = "sent", _("Waiting for appraisal"), "amber"
    APPRAISED = "appraised", _("Appraised"), "blue"
    SUBMITTED = "submitted", _("Submitted for the decision"), "amber"
    PUBLISHED = "published", _("Published in a decision"), "green"
    PUBLIC = "public", _("Public on the portal"), "green"
    SUPERSEDED = "superseded", _("Out of force, a newer edition holds"), "grey"
    ABOLISHED = "abolished", _("Abolished"), "rose"
    RETURNED = "returned", _("Returned for more"), "amber"


OPEN = (Stage.DRAFTED, Stage.RETURNED)
HOLDS = (Stage.PUBLISHED, Stage.PUBLIC)
PREPARING = (Stage.DRAFTED, Stage.SENT, Stage.APPRAISED, Stage.SUBMITTED, Stage.RETURNED)


class Edition(Decided, Record):
    """Phiên bản thủ tục hành chính: the fields of the national sheet, in force from a day to a day."""

    __tablename__ = "procedures_edition"
    __table_args__ = (UniqueConstraint("procedure_id", "number"),)
    searched = ("code", "name", "keywords")

    code: Mapped[str] = field.text(_("Procedure code"), max=40, readonly=True, default="")
    number: Mapped[int] = field.whole(_("Edition"), readonly=True, default=0)
    procedure_id: Mapped[int] = field.reference(_("Procedure"), "procedures_procedure", required=True)
    act: Mapped[Act] = field.choice(_("What changes"), Act, required=True)
    name: Mapped[str] = field.long_text(_("Name of the procedure"), required=True)
    course: Mapped[str | None] = field.long_text(_("Course of the procedure"))
    applicants: Mapped[str | None] = field.text(_("Who may apply"), max=500)
    agency: Mapped[str | None] = field.text(_("Agency that solves it"), max=300)
    authority: Mapped[str | None] = field.text(_("Competent agency"), max=300)
    delegated: Mapped[str | None] = field.text(_("Delegated agency"), max=300)
    coordinating: Mapped[str | None] = field.text(_("Coordinating agency"), max=300)
    place: Mapped[str | None] = field.text(_("Where dossiers are received"), max=500)
    conditions: Mapped[str | None] = field.long_text(_("Requirements and conditions"))
    keywords: Mapped[str | None] = field.text(_("Keywords"), max=300)
    note: Mapped[str | None] = field.long_text(_("Description"))
    decision_id: Mapped[int | None] = field.reference(_("Decision"), "procedures_decision")
    public_on: Mapped[date | None] = field.day(_("Public since"), past=True)
    address: Mapped[str | None] = field.web_address(_("Address on the portal"))
    state: Mapped[Stage] = field.state(Stage)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    procedure: Mapped[Procedure] = field.link("Procedure", procedure_id)
    decision: Mapped[Decision | None] = field.link("Decision", decision_id)
    levels: Mapped[list[EditionLevel]] = field.lines("EditionLevel", _("Levels"), order_by="EditionLevel.id")
    routes: Mapped[list[Route]] = field.lines("Route", _("Ways to hand in"), order_by="Route.position")
    papers: Mapped[list[Required]] = field.lines("Required", _("Papers of the dossier"), order_by="Required.position")
    outcomes: Mapped[list[Outcome]] = field.lines("Outcome", _("Results"), order_by="Outcome.position")
    bases: Mapped[list[Basis]] = field.lines("Basis", _("Legal bases"), order_by="Basis.position")

    def __str__(self) -> str:
        return f"{self.code} ({_('edition')} {self.number})"

    def saved(self) -> None:
        """Number a new edition. ValueError: another one is being prepared, or the act does not suit the procedure."""
        session = db.session()
        procedure = session.get_one(Procedure, self.procedure_id)
        self.code = procedure.code
        if not self.number:
            self._begin(session, procedure)
        levels = [line.level_id for line in self.levels]
        if len(levels) != len(set(levels)):
            raise ValueError(str(_("A level stands in the table twice.")))

    def _begin(self, session: Session, procedure: Procedure) -> None:
        where = (Edition.procedure_id == procedure.id, Edition.id != self.id)
        with session.no_autoflush:
            other = session.scalar(select(Edition.number).where(*where, Edition.state.in_(PREPARING)).limit(1))
            last = session.scalar(select(func.max(Edition.number)).where(*where)) or 0
        if self.act is Act.ABOLISHED:
            raise ValueError(
                str(_("A procedure is abolished by the list of a decision; no edition is drafted for it."))
            )
        if other:
            raise ValueError(str(_("Edition %(number)s of this procedure is being prepared already.", number=other)))
        if (procedure.standing is Standing.IN_FORCE) == (self.act is Act.NEW):
            text = _("“%(act)s” does not suit a procedure that is “%(standing)s”.")
            raise ValueError(str(text) % {"act": self.act, "standing": procedure.standing})
        self.number = last + 1
        if last and not (self.routes or self.papers):
            self.take_over(Edition.with_contents(session, procedure.id, last))

    @classmethod
    def with_contents(cls, session: Session, procedure_id: int, number: int) -> Edition:
        """Return an edition with all its tables."""
        found = select(cls).where(cls.procedure_id == procedure_id, cls.number == number)
        return session.scalars(found.options(*everything())).one()

    @classmethod
    def in_force_of(cls, session: Session, procedure_id: int, day: date) -> Edition | None:
        """Return the edition that holds on a day, with all its tables."""
        found = (
            select(cls).where(cls.procedure_id == procedure_id, cls.valid_on(day)).order_by(cls.number.desc()).limit(1)
        )
        return session.scalars(found.options(*everything())).first()

    def take_over(self, before: Edition) -> None:
        """Begin with what the edition before says; whoever drafts changes what is different."""
        for name in TEXTS:
            if getattr(self, name) is None:
                setattr(self, name, getattr(before, name))
        for name, model, columns in TABLES:
            if not getattr(self, name):
                rows = [model(**{key: getattr(row, key) for key in columns}) for row in getattr(before, name)]
                setattr(self, name, rows)

    def require_whole(self) -> None:
        """ValueError when something is missing that the national sheet must have."""
        lacks = [
            str(label)
            for label, found in (
                (_("Levels"), self.levels),
                (_("Ways to hand in"), self.routes),
                (_("Papers of the dossier"), self.papers),
                (_("Results"), self.outcomes),
                (_("Legal bases"), self.bases),
                (_("Course of the procedure"), self.course),
            )
            if not found
        ]
        if lacks:
            raise ValueError(str(_("Still missing: %(what)s.", what="; ".join(lacks))))

    def show(self) -> None:
        """Note that the portal shows it, from today unless another day is named."""
        self.public_on = self.public_on or clock.today()
        if self.in_force(clock.today()):
            db.session.get_one(Procedure, self.procedure_id).public = True

    def legal_hours(self, day_hours: Decimal) -> Decimal | None:
        """The longest legal time of its ways, in working hours; None where none is said."""
        return max((route.hours(day_hours) for route in self.routes), default=None)

    @property
    def cases(self) -> list[str]:
        """The cases that its papers tell apart, in their order."""
        return list(dict.fromkeys(paper.case for paper in self.papers if paper.case))


TEXTS = (
    "name", "course", "applicants", "agency", "authority", "delegated", "coordinating", "place", "conditions",
    "keywords", "note",
)  # fmt: skip
TABLES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("levels", EditionLevel, ("level_id",)),
    ("routes", Route, ("position", "way", "time", "time_unit", "fee", "note")),
    ("papers", Required, ("position", "case", "name", "form", "originals", "copies", "instead")),
    ("outcomes", Outcome, ("position", "name", "code")),
    ("bases", Basis, ("position", "number", "about", "issued_on", "issuer")),
)


def everything() -> tuple[Any, ...]:
    """The loading of all tables of an edition, one query each."""
    levels = selectinload(Edition.levels).joinedload(EditionLevel.level)
    return (levels, *(selectinload(getattr(Edition, name)) for name, _model, _columns in TABLES[1:]))

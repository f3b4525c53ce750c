"""Quyết định công bố: a list of procedures and, in the same act, the internal processes it approves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, Unit, UnitKind, _, clock, db, field
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import CODE, Procedure, Standing
from modules.procedures.catalogue.sectors import Sector
from modules.procedures.decisions.acts import Act


class State(Choice):
    """Where a decision stands."""

    DRAFT = "draft", _("Draft"), "grey"
    SUBMITTED = "submitted", _("Waiting for the signature"), "amber"
    ISSUED = "issued", _("Decision issued"), "green"
    RETURNED = "returned", _("Returned for more"), "amber"


OPEN = (State.DRAFT, State.RETURNED)
TOLD = 50  # lines whose faults are told at a time


class Decision(Record):
    """Quyết định công bố danh mục thủ tục hành chính, phê duyệt quy trình nội bộ."""

    __tablename__ = "procedures_decision"
    searched = ("number", "title")

    title: Mapped[str] = field.text(_("About"), max=500, required=True)
    basis: Mapped[str | None] = field.long_text(
        _("Legal bases"), help=_("One a line, as the decision of the ministry.")
    )
    number: Mapped[str | None] = field.text(_("Number of the decision"), max=60)
    signed_on: Mapped[date | None] = field.day(_("Signed on"), past=True)
    effective_on: Mapped[date | None] = field.day(_("In force from"))
    state: Mapped[State] = field.state(State)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    items: Mapped[list[ListedProcedure]] = field.lines(
        "ListedProcedure", _("Procedures of the list"), order_by="ListedProcedure.position"
    )

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def told_apart(self) -> str:
        """Number and title."""
        return f"{self.number} – {self.title}" if self.number else self.title

    def require_open(self) -> None:
        """ValueError unless it is still a draft."""
        if self.state not in OPEN:
            raise ValueError(str(_("“%(decision)s” is no draft any more.", decision=self.told_apart)))

    def saved(self) -> None:
        """Let it belong to the city, whoever drafts it. ValueError: lines that do not suit the catalogue, each by its place."""
        city = select(Unit.id).where(Unit.kind == UnitKind.CITY, Unit.valid_to.is_(None))
        self.unit_id = db.session.scalars(city).one()
        self.require_fit(self.items)

    def require_fit(self, items: Sequence[ListedProcedure]) -> None:
        """ValueError with all lines that do not suit the catalogue as it is now, one sentence a line."""
        session, day = db.session(), self.effective_on or clock.today()
        for item in items:
            item.code = item.code.strip().upper()
        known = Procedure.by_code(session, [item.code for item in items])
        with session.no_autoflush:
            levels = [code.upper() for code in session.scalars(select(Level.code).where(Level.valid_on(day)))]
        seen: set[str] = set()
        faults = []
        for place, item in enumerate(items, 1):
            if sentence := item.fault(known.get(item.code), seen, levels):
                faults.append(_("Line %(place)s, %(code)s: %(why)s", place=place, code=item.code, why=sentence))
            seen.add(item.code)
        if faults:
            more = [_("And %(count)s more lines.", count=len(faults) - TOLD)] if len(faults) > TOLD else []
            raise ValueError("\n".join(str(one) for one in [*faults[:TOLD], *more]))


class ListedProcedure(db.Model):  # type: ignore[name-defined]
    """A procedure of the list that nobody has drafted in the house: it comes as the published list says."""

    __tablename__ = "procedures_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("procedures_decision.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    act: Mapped[Act] = field.choice(_("What changes"), Act, required=True)
    code: Mapped[str] = field.text(_("Procedure code"), max=40, required=True)
    name: Mapped[str | None] = field.text(_("Name of the procedure"), max=1000)
    sector_id: Mapped[int | None] = field.reference(_("Sector"), "procedures_sector")
    levels: Mapped[str | None] = field.text(
        _("Levels"), max=120, help=_("Codes of levels, separated by semicolons, as: TINH; XA")
    )
    days: Mapped[Decimal | None] = field.number(_("Legal time in working days"), help=_("0: in the same day"))
    fee: Mapped[str | None] = field.text(_("Fee or charge"), max=300)
    basis: Mapped[str | None] = field.text(_("Legal bases"), max=500)
    sector: Mapped[Sector | None] = field.link("Sector", sector_id)

    def fault(self, procedure: Procedure | None, seen: set[str], levels: Sequence[str]) -> str | None:
        """Return the sentence that says why the line cannot stand; None when it can. `levels` are those of the day."""
        if not CODE.match(self.code):
            return str(_("this is no procedure code."))
        if self.code in seen:
            return str(_("the code stands in the list twice."))
        in_force = procedure is not None and procedure.standing is Standing.IN_FORCE
        if self.act is Act.NEW and in_force:
            return str(_("it is in force already; enter it as amended or replaced."))
        if self.act is not Act.NEW and not in_force:
            return str(_("it is not in force, so it can only be new."))
        if self.act is Act.NEW and not (self.name and self.sector_id and self.levels):
            return str(_("a new procedure needs its name, sector and levels."))
        return self._unknown_level(levels)

    def _unknown_level(self, levels: Sequence[str]) -> str | None:
        if unknown := next((code for code in self.level_codes() if code not in levels), None):
            words = {"level": unknown, "levels": "; ".join(levels)}
            return str(_("the level “%(level)s” is unknown; there are: %(levels)s.", **words))
        return None

    def level_codes(self) -> list[str]:
        """Return the codes typed as its levels."""
        return [code.strip().upper() for code in (self.levels or "").replace(",", ";").split(";") if code.strip()]

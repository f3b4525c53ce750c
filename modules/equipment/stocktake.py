"""The yearly stock-take: what the books say, what was found, and what follows from the difference."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, func, insert, literal, or_, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from app.toolkit import Choice, Record, _, acting, clock, db, field, format_day
from modules.equipment.assets import Asset, Condition
from modules.equipment.finding import Finding, Outcome


class Counting(Choice):
    """Where a stock-take stands."""

    DRAFT = "draft", _("Draft"), "grey"
    COUNTING = "counting", _("Being counted"), "blue"
    COMPARED = "compared", _("Compared with the books"), "amber"
    SIGNED = "signed", _("Signed"), "green"


class StockTake(Record):
    """Kiểm kê: the assets of one unit as they stood at 0 h of a day, 1 January for the yearly one."""

    __tablename__ = "equipment_stock_take"
    searched = ("title", "decision")

    title: Mapped[str] = field.text(_("Stock-take"), required=True)
    taken_on: Mapped[date] = field.day(
        _("As of 0 h on"),
        required=True,
        past=True,
        help=_("1 January for the yearly stock-take; the day of the decision otherwise."),
    )
    decision: Mapped[str | None] = field.text(_("Decision that names the team"), max=80)
    state: Mapped[Counting] = field.state(Counting)
    corrected_at: Mapped[datetime | None] = field.moment(_("Books corrected"), readonly=True)
    team: Mapped[list[TeamMember]] = field.lines("TeamMember", _("Stock-take team"), order_by="TeamMember.position")

    def __str__(self) -> str:
        return self.title

    def saved(self) -> None:
        """ValueError for a second stock-take of the same unit and day."""
        same = (StockTake.unit_id == self.unit_id, StockTake.taken_on == self.taken_on, StockTake.id != self.id)
        if db.session.scalar(select(StockTake.id).where(*same)):
            day = format_day(self.taken_on)
            raise ValueError(str(_("The unit already has a stock-take of %(day)s.", day=day)))

    def start(self) -> None:
        """Copy the books: every asset the unit had at 0 h of the day waits to be found."""
        if not self.team:
            raise ValueError(str(_("Name at least one member of the stock-take team.")))
        copied = {
            "stock_take_id": literal(self.id),
            "asset_id": Asset.id,
            "item_id": Asset.item_id,
            "code": func.upper(Asset.code),
            "outcome": literal(Outcome.WAITING.value),
            "book_place": Asset.place,
            "book_holder": Asset.holder,
            "book_condition": Asset.condition,
            "price": Asset.price,
        }
        books = select(*copied.values()).where(
            Asset.unit_id == self.unit_id,
            Asset.code.is_not(None),
            or_(Asset.acquired_on.is_(None), Asset.acquired_on < self.taken_on),
        )
        result: Any = db.session.execute(insert(Finding).from_select(list(copied), books))
        if not result.rowcount:
            day = format_day(self.taken_on)
            raise ValueError(str(_("The unit had no assets on its books on %(day)s.", day=day)))

    def count(
        self, code: str, client: str, place: str = "", condition: Condition | None = None, *, sure: bool = False
    ) -> tuple[Finding, bool]:
        """Record that an asset was seen; return the row, and whether somebody else had already counted it.

        `client` is the id the phone gave this look: sent again it changes nothing, sent with another place or
        condition it corrects them. ValueError when the count is closed or the code is not one to count; Unknown for
        a code on nobody's books, unless the counter is `sure` that it is a surplus.
        """
        session = db.session()
        session.refresh(
            self, ["version", "state"], with_for_update=True
        )  # two phones on one asset: one after the other
        if self.state is not Counting.COUNTING:
            raise ValueError(str(_("“%(record)s” is not being counted now.", record=self)))
        code = _code_in(code)
        if not code:
            raise ValueError(str(_("Scan or type an asset code.")))
        if len(code) > 40:
            raise ValueError(str(_("An asset code has at most 40 characters.")))
        rows = select(Finding).where(Finding.stock_take_id == self.id, Finding.code == code)
        found = session.scalar(rows.options(joinedload(Finding.counted_by), joinedload(Finding.item)))
        if found is None:
            found = Finding.surplus(self, code, sure=sure)
            session.add(found)
        elif found.counted_at and found.client != client:
            return found, True
        found.see(client, acting().user_id, place.strip()[:200], condition)
        session.flush()
        session.refresh(found, ["item", "counted_by"])
        return found, False

    def take_back(self, code: str) -> None:
        """Undo a surplus that was a mistake. ValueError when the count is closed or the code is no surplus."""
        if self.state is not Counting.COUNTING:
            raise ValueError(str(_("“%(record)s” is not being counted now.", record=self)))
        where = (Finding.stock_take_id == self.id, Finding.code == _code_in(code), Finding.outcome == Outcome.SURPLUS)
        found = db.session.scalar(select(Finding).where(*where))
        if found is None:
            raise ValueError(str(_("Only a surplus can be taken back.")))
        db.session.delete(found)

    def compare(self) -> None:
        """Close the count: what nobody saw is missing."""
        self._turn(Outcome.WAITING, Outcome.MISSING)

    def reopen(self) -> None:
        """Count on: what is missing may still be found."""
        self._turn(Outcome.MISSING, Outcome.WAITING)

    def correct(self) -> None:
        """Write places and conditions as found onto the assets; a missing asset stays on the books, marked so."""
        rows = select(Finding).where(Finding.stock_take_id == self.id, Finding.differs, Finding.asset_id.is_not(None))
        findings = list(db.session.scalars(rows))
        assets = {
            asset.id: asset
            for asset in db.session.scalars(
                select(Asset).where(Asset.unit_id == self.unit_id, Asset.id.in_([row.asset_id for row in findings]))
            )
        }
        for row in findings:
            if asset := assets.get(row.asset_id or 0):
                asset.because = str(self)
                row.correct(asset)
        self.corrected_at = clock.now()

    def may_correct(self) -> bool:
        """Whether the books have not been corrected yet."""
        return self.corrected_at is None

    def tally(self) -> dict[Outcome, int]:
        """How many rows each outcome has, every outcome named."""
        rows = select(Finding.outcome, func.count()).where(Finding.stock_take_id == self.id).group_by(Finding.outcome)
        counted = dict(db.session.execute(rows).all())
        return {outcome: counted.get(outcome, 0) for outcome in Outcome}

    def _turn(self, before: Outcome, after: Outcome) -> None:
        rows = update(Finding).where(Finding.stock_take_id == self.id, Finding.outcome == before)
        db.session.execute(rows.values(outcome=after))


class TeamMember(db.Model):  # type: ignore[name-defined]
    """Thành viên tổ kiểm kê: who counts and signs the minutes."""

    __tablename__ = "equipment_team_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    stock_take_id: Mapped[int] = mapped_column(ForeignKey("equipment_stock_take.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = field.text(_("Full name"), required=True)
    title: Mapped[str | None] = field.text(_("Title"))
    duty: Mapped[str | None] = field.text(_("Duty in the team"))


def _code_in(typed: str) -> str:
    """The asset code in what was typed or scanned: the code itself, its label's address, or an asset's page."""
    bare = typed.strip().rstrip("/")
    if page := re.search(r"/equipment/assets/(\d{1,9})$", bare):
        bare = db.session.scalar(select(Asset.code).where(Asset.id == int(page[1]))) or bare
    return bare.rsplit("/", 1)[-1].upper()

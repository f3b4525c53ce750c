"""Annulment: a decision ends the value of a released copy (TT 01/2020/TT-BTP art. 7); two people, then for ever."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Mapped

from app.toolkit import Choice, Record, _, acting, db, field, format_day, kept, take_steps
from modules.certified_copies.after import transparency
from modules.certified_copies.models import Copy, State


class Standing(Choice):
    """Where a decision stands."""

    DRAFT = "draft", _("Being prepared"), "grey"
    PROPOSED = "proposed", _("Waiting for the second person"), "amber"
    IN_FORCE = "in_force", _("In force"), "rose"
    DROPPED = "dropped", _("Dropped"), "grey"


class Annulment(Record):
    """Quyết định hủy bỏ giá trị: number, day, reason, who decided, with its scan, for one copy."""

    __tablename__ = "certified_copies_annulment"
    searched = ("number", "reason")

    copy_id: Mapped[int] = field.reference(_("Certified copy"), "certified_copies_copy", required=True)
    number: Mapped[str] = field.text(_("Decision number"), max=60, required=True)
    decided_on: Mapped[date] = field.day(_("Day of the decision"), required=True, past=True)
    decided_by: Mapped[str] = field.text(_("Decided by"), required=True, help=_("Name and title"))
    reason: Mapped[str] = field.text(_("Reason"), max=400, required=True)
    state: Mapped[Standing] = field.state(Standing)
    copy: Mapped[Copy] = field.link("Copy", copy_id)

    def __str__(self) -> str:
        return self.number

    @property
    def sentence(self) -> str:
        """What the public reads."""
        return str(_("Annulled by decision %(number)s of %(day)s", number=self.number, day=format_day(self.decided_on)))

    def saved(self) -> None:
        """ValueError when the copy has no value to lose, or the decision lies before the copy."""
        copy = self._copy()
        self.unit_id = copy.unit_id
        if copy.certified_on is None or self.decided_on < copy.certified_on:
            raise ValueError(str(_("The decision cannot be older than the copy.")))

    def propose(self) -> None:
        """Hand the decision to a second person. ValueError without its scan, or when another one is on its way."""
        self._copy()
        if not kept(db.session(), self, "scan"):
            raise ValueError(str(_("Add the scan of the decision first.")))
        if _on_its_way(self.copy_id, Annulment.id != self.id):
            raise ValueError(str(_("Another decision about this copy is already on its way.")))

    def confirm(self) -> None:
        """End the copy's value, with a leaf in the public log, in one transaction."""
        copy = self._copy()
        self.state = Standing.IN_FORCE
        db.session.flush()
        take_steps(
            db.session(),
            copy,
            [("annul", acting().user_id or 0)],
            reason=f"{self.sentence}: {self.reason}",
        )
        transparency.record(db.session(), copy, transparency.Kind.ANNULLED, self.number)

    def _copy(self) -> Copy:
        """The copy concerned; ValueError when it is not released, or annulled already."""
        copy = db.session.get(Copy, self.copy_id)
        if copy is None or copy.state is not State.RELEASED:
            raise ValueError(str(_("Only a released copy can be annulled.")))
        return copy


OPEN = (Standing.PROPOSED, Standing.IN_FORCE)


def may_begin(copy: Copy) -> bool:
    """Whether a copy has value to lose, and no decision about it is on its way."""
    return copy.state is State.RELEASED and not _on_its_way(copy.id)


def decided(copy: Copy) -> bool:
    """Whether a decision in force is about this copy: the condition of its step."""
    where = (Annulment.copy_id == copy.id, Annulment.state == Standing.IN_FORCE)
    return bool(db.session.scalar(select(exists().where(*where))))


def _on_its_way(copy_id: int, *but: ColumnElement[bool]) -> bool:
    where = (Annulment.copy_id == copy_id, Annulment.state.in_(OPEN), *but)
    return bool(db.session.scalar(select(exists().where(*where))))

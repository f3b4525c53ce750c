"""One requester at one time: who came, with which originals, until when the answer was promised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Mapped

from app.toolkit import (
    Choice,
    NumberSeries,
    Record,
    _,
    add_record,
    calendar_of,
    clock,
    db,
    deadline,
    email_of,
    field,
    phone_of,
    renew_due,
    working_days,
)
from modules.certified_copies.models import ANSWERED, OPEN, Copy
from modules.certified_copies.reception.limits import ExtensionReason, SupplementLimit, TimeLimit
from modules.fees.rules import Channel

NUMBERS = NumberSeries("TN", "TN-{year}-{number:05d}")


class Progress(Choice):
    """Where a visit stands."""

    RECEIVED = "received", _("Received"), "blue"
    WAITING = "waiting", _("Waiting for papers to be added"), "violet"
    FINISHED = "finished", _("Answered"), "green"


class Visit(Record):
    """Lượt yêu cầu: a person with one or more originals; its number names the dossier at the desk."""

    __tablename__ = "certified_copies_visit"
    searched = ("number", "requester", "phone", "dossier_code")

    number: Mapped[str | None] = field.text(_("Visit"), max=30, readonly=True)
    requester: Mapped[str] = field.text(_("Requester"), required=True)
    citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of the requester"))
    phone: Mapped[str | None] = field.text(_("Phone"), max=20)
    email: Mapped[str | None] = field.text(_("E-mail"), max=120)
    address: Mapped[str | None] = field.text(_("Address"))
    channel: Mapped[Channel] = field.choice(_("Channel"), Channel, required=True)
    dossier_code: Mapped[str | None] = field.text(
        _("Dossier code on the portal"), max=40, help=_("Only when the request came through the portal")
    )
    received_at: Mapped[datetime | None] = field.moment(_("Received at"), readonly=True)
    counted_from: Mapped[datetime | None] = field.moment(_("Counted from"), readonly=True)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    extension_id: Mapped[int | None] = field.reference(
        _("Reason of the extension"), "certified_copies_extension_reason"
    )
    extended_days: Mapped[int | None] = field.whole(_("Working days more"), low=1, high=30)
    agreed_until: Mapped[date | None] = field.day(
        _("Agreed until"), help=_("Longer than the law's extension: only by a written agreement with the requester")
    )
    agreement: Mapped[str | None] = field.text(
        _("The written agreement"), help=_("Its day and number, or “on the slip”")
    )
    missing: Mapped[str | None] = field.long_text(_("What has to be added"))
    missing_why: Mapped[str | None] = field.long_text(_("Why it is needed"))
    asked_at: Mapped[datetime | None] = field.moment(_("Asked to add papers at"), readonly=True)
    asked: Mapped[int] = field.whole(_("Times asked to add papers"), readonly=True, default=0)
    state: Mapped[Progress] = field.state(Progress)
    extension: Mapped[ExtensionReason | None] = field.link("ExtensionReason", extension_id)
    originals: Mapped[list[Copy]] = field.lines(
        "Copy", _("Originals"), order_by="Copy.id", back_populates="visit", foreign_keys="Copy.visit_id"
    )

    def __init__(self, **words: Any) -> None:
        super().__init__(**{"channel": Channel.DESK, "originals": []} | words)

    def __str__(self) -> str:
        return self.number or ""

    def saved(self) -> None:
        """Number a new visit, say until when, and prepare its copies. ValueError: nothing to copy, no such address."""
        self._check_contacts()
        if self.number is not None:
            return
        session = db.session()
        if not self.originals:
            raise ValueError(str(_("Enter at least one original.")))
        self.received_at = self.counted_from = clock.now()
        self.due_at = self.promise()
        for copy in self.originals:
            self._prepare(copy)
        self.number = NUMBERS.next(session, self.unit_id)
        session.flush()

    def add(self, copy: Copy) -> None:
        """Take in one more original. ValueError: the visit is answered, or the copy refuses it."""
        if self.state is Progress.FINISHED:
            raise ValueError(str(_("This visit is answered; make a new one.")))
        copy.visit_id, copy.unit_id, copy.requester = self.id, self.unit_id, self.requester
        self._prepare(copy)

    def correct(self) -> None:
        """Let copies that nobody has submitted follow a corrected name or number."""
        self._check_contacts()
        where = (Copy.visit_id == self.id, Copy.state.in_(OPEN))
        for copy in db.session.scalars(select(Copy).where(*where)):
            copy.requester, copy.citizen_id = self.requester, self.citizen_id

    def _check_contacts(self) -> None:
        if self.phone:
            phone_of(self.phone)
        if self.email:
            self.email = email_of(self.email)

    def _prepare(self, copy: Copy) -> None:
        copy.requester, copy.citizen_id = self.requester, self.citizen_id
        add_record(db.session(), copy)

    @property
    def waits(self) -> bool:
        """Whether papers are awaited: the clock stands still, and nothing goes to the official."""
        return self.state is Progress.WAITING

    def promise(self) -> datetime | None:
        """Return until when the answer was promised (NĐ 23/2015 art. 7); None while papers are awaited."""
        session, begin = db.session(), self.counted_from
        if self.waits or begin is None:
            return None
        if self.agreed_until:
            return deadline(session, self.unit_id, _noon(self.agreed_until), working_days(0))
        limit = TimeLimit.of(session, clock.local(begin).date())
        return deadline(session, self.unit_id, begin, limit.term(self.extended_days or 0))

    def later(self) -> bool:
        """Whether the answer comes on another day than the reception: then a slip is due (NĐ 23/2015 art. 21)."""
        due, begin = self.due_at, self.received_at
        return bool(due and begin and clock.local(due).date() > clock.local(begin).date())

    def extend(self) -> None:
        """Promise another day. ValueError: no reason, too long without an agreement, or an agreed day past or off."""
        if self.agreed_until:
            if not (self.agreement or "").strip():
                raise ValueError(str(_("Say where the agreement is written down.")))
            if self.agreed_until <= clock.today():
                raise ValueError(str(_("The agreed day must lie in the future.")))
            # Counted on from a day off, the copy would be promised for later than was agreed.
            if not calendar_of(db.session(), self.unit_id).is_working_day(self.agreed_until):
                raise ValueError(str(_("Nobody works on the agreed day; agree on a working day.")))
            self.extended_days = None
        else:
            self._check_extension()
            self.agreement = None
        self._renew()

    def may_ask(self) -> bool:
        """Whether the limit in force lets papers be asked for (once more)."""
        return (self.asked or 0) < SupplementLimit.of(db.session(), clock.today())

    def ask(self) -> None:
        """Have the requester add papers; the clock stands still. ValueError: nothing said, or asked often enough."""
        if not (self.missing or "").strip() or not (self.missing_why or "").strip():
            raise ValueError(str(_("Write what has to be added, and why.")))
        if not self.may_ask():
            raise ValueError(str(_("Papers were asked for as often as the limit in force allows.")))
        self.asked, self.asked_at, self.state = (self.asked or 0) + 1, clock.now(), Progress.WAITING
        self._renew()

    def complete(self) -> None:
        """Everything is there: the term begins anew."""
        self.counted_from, self.state = clock.now(), Progress.RECEIVED
        self._renew()

    def finish(self) -> None:
        """Close the visit. ValueError names the copies that have no answer yet."""
        where = (Copy.visit_id == self.id, Copy.state.not_in(ANSWERED))
        waiting = db.session.scalars(select(Copy.title).where(*where).order_by(Copy.id).limit(5)).all()
        if waiting:
            raise ValueError(str(_("No answer yet: %(titles)s.", titles="; ".join(waiting))))

    def _check_extension(self) -> None:
        limit = TimeLimit.of(db.session(), clock.today())
        reason = db.session.get(ExtensionReason, self.extension_id or 0)
        if reason is None or not reason.in_force(clock.today()):
            raise ValueError(str(_("Choose the reason of the extension.")))
        if not self.extended_days or self.extended_days > limit.longest:
            text = _("At most %(days)s working days more; longer only by a written agreement.", days=limit.longest)
            raise ValueError(str(text))

    def _renew(self) -> None:
        session = db.session()
        session.flush()
        self.due_at = self.promise()
        for copy in session.scalars(select(Copy).where(Copy.visit_id == self.id)):
            renew_due(session, copy)


@event.listens_for(Visit.originals, "append")
def _belong(visit: Visit, copy: Copy, _initiator: object) -> None:
    """A line of the form becomes a copy of the visit's unit and person before it is written."""
    copy.unit_id, copy.requester = visit.unit_id, visit.requester


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.ZONE)

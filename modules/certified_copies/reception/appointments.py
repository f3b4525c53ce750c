"""Appointments: booked by anybody without an account, confirmed, kept or missed; who comes becomes a visit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, NumberSeries, Record, _, add_record, clock, db, field, take_steps
from modules.certified_copies.models import Copy
from modules.certified_copies.reception import hours, places
from modules.certified_copies.reception.papers import PaperType
from modules.certified_copies.reception.visits import Visit
from modules.signing.code import hash_of, new_code, normal

AT_ONCE = 3  # open appointments that one phone number may have in one unit
NUMBERS = NumberSeries("LH", "LH-{year}-{number:05d}")
MOST = 20  # originals that are announced; whoever brings more says so at the desk


class Standing(Choice):
    """Where an appointment stands."""

    BOOKED = "booked", _("Booked"), "amber"
    CONFIRMED = "confirmed", _("Confirmed"), "blue"
    ARRIVED = "arrived", _("Has come"), "green"
    NO_SHOW = "no_show", _("Has not come"), "grey"
    CANCELLED = "cancelled", _("Appointment cancelled"), "grey"


OPEN = (Standing.BOOKED, Standing.CONFIRMED)


class Appointment(Record):
    """Lịch hẹn: one place in one hour of a unit; the person holds a code, the house only its hash."""

    __tablename__ = "certified_copies_appointment"
    searched = ("number", "requester", "phone")

    number: Mapped[str | None] = field.text(_("Appointment"), max=30, readonly=True)
    begins: Mapped[datetime] = field.moment(_("Begins"), required=True, readonly=True, index=True)
    ends: Mapped[datetime] = field.moment(_("Ends"), required=True, readonly=True)
    requester: Mapped[str] = field.text(_("Requester"), required=True, readonly=True)
    phone: Mapped[str] = field.text(_("Phone"), max=20, required=True, readonly=True)
    paper_type_id: Mapped[int] = field.reference(
        _("Kind of paper"), "certified_copies_paper_type", required=True, readonly=True
    )
    originals: Mapped[int] = field.whole(_("Number of originals"), low=1, high=MOST, readonly=True)
    visit_id: Mapped[int | None] = field.reference(_("Visit"), "certified_copies_visit", readonly=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    state: Mapped[Standing] = field.state(Standing)
    paper_type: Mapped[PaperType] = field.link("PaperType", paper_type_id)
    visit: Mapped[Visit | None] = field.link("Visit", visit_id)

    def __str__(self) -> str:
        return self.number or ""

    @classmethod
    def named_by(cls, typed: str) -> ColumnElement[bool] | None:
        """The appointment of the code that somebody shows at the desk."""
        try:
            return cls.code_hash == hash_of(normal(typed))
        except ValueError:
            return None

    @classmethod
    def book(
        cls,
        session: Session,
        unit_id: int,
        begins: datetime,
        *,
        requester: str,
        phone: str,
        paper_type_id: int,
        originals: int = 1,
    ) -> tuple[Appointment, str]:
        """Book a place and return it with its code. ValueError: not offered, full, or too many under one number."""
        slot = next((one for one in hours.coming(session, unit_id) if one.begins == begins), None)
        if slot is None:
            raise ValueError(str(_("This hour is not offered; choose another one.")))
        open_ones = (cls.unit_id == unit_id, cls.phone == phone, cls.state.in_(OPEN), cls.begins > clock.now())
        if (session.scalar(select(func.count()).where(*open_ones)) or 0) >= AT_ONCE:
            raise ValueError(str(_("At most %(most)s appointments at a time; cancel one first.", most=AT_ONCE)))
        places.take(session, unit_id, slot)
        code = new_code()
        made = cls(
            unit_id=unit_id,
            begins=slot.begins,
            ends=slot.ends,
            requester=requester,
            phone=phone,
            paper_type_id=PaperType.admitted(paper_type_id).id,
            originals=originals,
            code_hash=hash_of(code),
        )
        # Before the record is added: the tasks that open with it are found by its number.
        made.number = NUMBERS.next(session, unit_id)
        add_record(session, made)
        return made, code

    def arrive(self) -> None:
        """Receive who has come: a visit with the announced originals, which the clerk corrects."""
        session = db.session()
        visit = Visit(unit_id=self.unit_id, requester=self.requester, phone=self.phone)
        kind = {"title": str(self.paper_type), "paper_type_id": self.paper_type_id}
        visit.originals += [Copy(**kind) for _n in range(self.originals)]
        add_record(session, visit)
        self.visit_id = visit.id

    def received(self) -> Visit | None:
        """Return the visit that it became."""
        return db.session.get(Visit, self.visit_id or 0)

    def cancel(self) -> None:
        """Give the place back. ValueError: the hour has begun."""
        if self.begins <= clock.now():
            raise ValueError(str(_("The hour has begun; it can no longer be cancelled.")))
        places.give_back(db.session(), self.unit_id, self.begins)

    def has_begun(self) -> bool:
        """Whether the hour has begun, so that somebody may have missed it."""
        return self.begins <= clock.now()


def close_missed(session: Session) -> Iterator[tuple[int, int]]:
    """Mark who did not come on an earlier day; a job, each evening."""
    where = (Appointment.state.in_(OPEN), Appointment.ends < clock.now() - timedelta(hours=1))
    missed = list(session.scalars(select(Appointment).where(*where).order_by(Appointment.id).limit(5000)))
    for done, one in enumerate(missed, 1):
        take_steps(session, one, [("no_show", None)])
        yield done, len(missed)

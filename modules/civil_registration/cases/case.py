"""What every case has: who declares, its entry in the register, where it stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.toolkit import PartialDay, Record, Text, _, clock, db, field, lacking, phone_of
from modules.civil_registration.branches import sending as branches
from modules.civil_registration.cases import doubts, fee
from modules.civil_registration.cases.actions import note
from modules.civil_registration.cases.kinds import (
    ENTERED,
    AtMinistry,
    Event,
    Origin,
    PaperKind,
    Registration,
    Relation,
    State,
)
from modules.civil_registration.law.rules import DeclarationRule
from modules.civil_registration.ministry.pushing import push

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.toolkit import Finding


class Case(Record):
    """Một việc hộ tịch. Subclasses say their `event`, the kind of their `doubt`, what checks find, and the day it happened.

    `procedure` and `module` are their names at the Ministry's software, `purpose` says what people are looked up for.
    """

    __abstract__ = True
    event: ClassVar[Event]
    procedure: ClassVar[str]
    module: ClassVar[str]
    purpose: ClassVar[Text]
    doubt: ClassVar[type[Any]]

    declarer_name: Mapped[str] = field.text(_("Who declares"), max=100, required=True)
    relation: Mapped[Relation | None] = field.wanted(
        field.choice(_("Relation to whom it is about"), Relation, asked=True)
    )
    declarer_home: Mapped[str | None] = field.text(_("Residence of the declarer"), max=300)
    declarer_citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of the declarer"))
    declarer_paper: Mapped[PaperKind | None] = field.choice(_("Paper of the declarer"), PaperKind)
    declarer_paper_number: Mapped[str | None] = field.text(_("Number, day and issuer of the paper"), max=200)
    phone: Mapped[str | None] = field.text(_("Phone"), max=20)
    copies: Mapped[int | None] = field.whole(_("Copies of the extract"), high=100, default=0)
    registration: Mapped[Registration] = field.choice(
        _("Kind of registration"), Registration, required=True, default=Registration.ON_TIME
    )
    number: Mapped[int | None] = field.whole(_("Number in the book"), readonly=True)
    year: Mapped[int | None] = mapped_column()
    entry: Mapped[str | None] = field.text(_("Entry"), max=20, readonly=True)
    book: Mapped[str | None] = field.text(_("Book"), max=20, readonly=True)
    registered_on: Mapped[date | None] = field.day(_("Registered on"), readonly=True)
    signer_id: Mapped[int | None] = field.reference(_("Signed by"), "core_user", readonly=True)
    signer_title: Mapped[str | None] = mapped_column()
    delay: Mapped[int | None] = field.whole(_("Days until it was entered"), readonly=True)
    at_ministry: Mapped[AtMinistry | None] = field.choice(_("At the Ministry"), AtMinistry, readonly=True)
    ministry_entry: Mapped[str | None] = field.text(_("Entry of the Ministry"), max=60, readonly=True)
    ministry_says: Mapped[str | None] = field.text(_("What the Ministry says"), max=500, readonly=True)
    missing: Mapped[str | None] = field.long_text(_("What has to be added"), help=_("One to a line."))
    missing_why: Mapped[str | None] = field.long_text(_("Why it is needed"))
    basis: Mapped[str | None] = field.long_text(_("Legal basis of the answer"), help=_("One to a line."))
    origin: Mapped[Origin | None] = field.choice(_("Origin of the entry"), Origin, readonly=True)
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[State] = field.state(State)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    promised_at: Mapped[datetime | None] = field.moment(_("Promised for"), readonly=True)

    @declared_attr
    def signer(cls) -> Mapped[Any]:
        """Who signed the entry."""
        return field.link("User", cls.signer_id)

    @property
    def told_apart(self) -> str:
        """Its entry with the name, as numbers begin anew each year and in each ward."""
        return f"{self} · {self.about}"

    @classmethod
    def offered(cls) -> ColumnElement[bool]:
        """Which a form proposes to be changed: those that hold."""
        return cls.state.in_(ENTERED)

    @property
    def done_by(self) -> str:
        """The code of the procedure by which it is registered, which may be another than that of its kind."""
        return self.procedure

    @property
    def happened(self) -> PartialDay | None:
        """The day from which the time to declare is counted."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """Whom it is about, by name."""
        raise NotImplementedError

    def found(self) -> Sequence[Finding]:
        """What checks find in it as it stands."""
        raise NotImplementedError

    def saved(self) -> None:
        """Tell late from in time, take down what the checks doubt, and note the action."""
        self.keep_keys()
        self.phone = phone_of(self.phone) if self.phone else None
        if self.registration in (Registration.ON_TIME, Registration.LATE):
            self.registration = Registration.LATE if self.is_late() else Registration.ON_TIME
        doubts.take_down(self, self.doubt, self.found())
        note(self, "save")
        branches.fill(self)

    def is_late(self) -> bool:
        """Whether more days have passed since it happened than the law leaves to declare it."""
        happened = self.happened
        if happened is None:
            return False
        day = clock.local(self.created_at).date() if self.created_at else clock.today()
        return (day - happened.last).days > DeclarationRule.of(db.session(), self.event, day).days

    def promised(self, due: datetime | None) -> datetime | None:
        """Until when it is due: what the citizen was promised with his dossier, else the term of its state."""
        return (self.promised_at or due) if due else None

    def ask(self) -> None:
        """Have the declarer add papers; the clock stands still. ValueError: nothing said."""
        if not (self.missing or "").strip() or not (self.missing_why or "").strip():
            raise ValueError(str(_("Write what has to be added, and why.")))
        note(self, "ask")

    def refuse(self) -> None:
        """Tell the declarer no. ValueError: by no law."""
        if not (self.basis or "").strip():
            raise ValueError(str(_("Write the legal basis.")))
        fee.drop(self)
        note(self, "refuse")
        branches.ended(self)

    def withdraw(self) -> None:
        """Give it back to the declarer, and what it would have cost."""
        fee.drop(self)
        note(self, "withdraw")
        branches.ended(self)

    def hand_over(self) -> None:
        """The citizen has the paper. ValueError: it is not paid yet."""
        fee.require_paid(self)
        note(self, "hand_over")

    def put_forward(self) -> None:
        """Hand it to the signer and to the Ministry. ValueError: something must be mended, or a doubt has no answer."""
        doubts.require_sound([*lacking(self), *self.found()])
        doubts.require_answered(self)
        branches.require_complete(self)
        fee.put(self)
        note(self, "put_forward")
        push(self)

    def for_ministry(self) -> dict[str, Any]:
        """The case in the words of the Ministry's software."""
        raise NotImplementedError

    def number_asked(self) -> None:
        """Note what is waited for when it goes to the Ministry."""

    def number_came(self, _number: str) -> Text | None:
        """Take in a personal number that the Ministry tells; return what the officer must hear of it."""
        return None

    def revoke(self) -> None:
        """It holds no more, by a decision."""
        self.revoked()
        note(self, "revoke")

    def registered(self) -> None:
        """What follows when the agency has sealed it: other agencies hear what the citizen wants of them."""
        branches.registered(self)

    def revoked(self) -> None:
        """What follows when it is revoked."""
        branches.ended(self)

    def keep_keys(self) -> None:
        """Keep the names by which others find it."""

    def annotate(self, values: Mapping[str, Any], why: str) -> None:
        """Write parts of its entry anew, by a paper that `why` names."""
        for column, value in values.items():
            setattr(self, column, value)
        self.keep_keys()
        note(self, "annotate", why)

    def has_doubts(self) -> bool:
        """Whether the checks doubt anything."""
        return bool(self.doubts)

    def is_asked_for(self) -> bool:
        """Whether papers were asked for, as the page tells; the form does not ask for the words anew."""
        return self.state is not State.DRAFTED and bool(self.missing)

    def is_refused(self) -> bool:
        """Whether it was refused, by a law that its page names."""
        return self.state is State.REFUSED and bool(self.basis)

    def is_entered(self) -> bool:
        """Whether it has a number in the book."""
        return self.number is not None

"""Hồ sơ thủ tục hành chính: its words, its ten national states, and what the desk does with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Record, _, acting, clock, db, email_of, field, phone_of
from modules.dossiers import fee
from modules.dossiers.configured import filling
from modules.dossiers.desk import competence, grounds
from modules.dossiers.desk.asking import edition_of_today
from modules.dossiers.desk.codes import APOLOGIES, STOPS, code_of, next_code, next_line
from modules.dossiers.desk.papers import PAPERLESS, HandedPaper, Shape
from modules.dossiers.desk.states import Applicant, State
from modules.dossiers.journey import pace, promise, travel
from modules.dossiers.journey.handlings import Pause
from modules.dossiers.journey.pace import Pace
from modules.dossiers.journey.rules import DeskRule
from modules.dossiers.satisfaction.ballots import Ballot
from modules.dossiers.store import reuse
from modules.dossiers.store.results import StoredResult
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.contents import Instead, Way
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process


class Dossier(Record):
    """Hồ sơ: `unit_id` is the unit that receives it, `competent_id` the one that solves it (NĐ 118/2025/NĐ-CP)."""

    __tablename__ = "dossiers_dossier"
    __table_args__ = (
        Index("ix_dossiers_dossier_unit_recent", "unit_id", "id"),
        Index("ix_dossiers_dossier_queue", "competent_id", "state", "step_role", "step_due_at"),
        Index("ix_dossiers_dossier_received", "competent_id", "received_at"),
        Index("ix_dossiers_dossier_solved", "competent_id", "solved_at"),
        Index("uq_dossiers_dossier_code", "code", unique=True),
        Index("uq_dossiers_dossier_external_code", "external_code", unique=True),
        # What a period is counted by (figures/counting.py), read in the order in which it is grouped.
        Index(
            "ix_dossiers_dossier_came",
            *("competent_id", "way", "digitised", "reused", "reused_nationally", "by_population"),
            *("received_at", "procedure_id"),
        ),
        Index("ix_dossiers_dossier_went", "competent_id", "pace", "way", "digital_result", "ended_at", "procedure_id"),
        Index("ix_dossiers_dossier_stands", "competent_id", "ended_at", "received_at", "promised_at", "procedure_id"),
    )
    searched = ("code", "applicant", "phone", "service")

    unit_id: Mapped[int] = field.reference(_("Unit"), "core_unit", required=True, readonly=True, index=False)
    at_id: Mapped[int | None] = field.reference(_("Lies at"), "core_unit", readonly=True)
    code: Mapped[str | None] = field.text(_("Dossier code"), max=40, readonly=True)
    external_code: Mapped[str | None] = field.text(
        _("Code given by the portal"), max=40, help=_("Only for a dossier that came in elsewhere; else we give it one.")
    )
    procedure_id: Mapped[int] = field.reference(_("Procedure"), "procedures_procedure", required=True)
    service: Mapped[str] = field.text(_("Name of the procedure"), max=500, readonly=True, default="")
    case: Mapped[str | None] = field.text(
        _("Case"), max=300, help=_("As the procedure names it; empty where it tells none apart.")
    )
    way: Mapped[Way] = field.choice(_("Way to hand in"), Way, required=True, default=Way.DIRECT)
    competent_id: Mapped[int | None] = field.reference(
        _("Unit that solves it"),
        "core_unit",
        none=_("our own"),
        in_force=True,
        index=False,
        help=_("Empty: our own. Any unit may receive for another."),
    )
    kind: Mapped[Applicant] = field.choice(_("Kind of applicant"), Applicant, required=True, default=Applicant.CITIZEN)
    applicant: Mapped[str] = field.text(_("Applicant"), required=True)
    citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of the applicant"))
    phone: Mapped[str | None] = field.text(_("Phone"), max=20)
    email: Mapped[str | None] = field.text(_("E-mail"), max=120)
    address: Mapped[str | None] = field.text(_("Address"))
    subject: Mapped[str | None] = field.text(_("Request of the applicant"), max=500)
    result_way: Mapped[Way | None] = field.choice(_("Way to get the result"), Way, none=_("as it was handed in"))
    sets: Mapped[int] = field.whole(_("Sets of papers"), low=1, high=20, required=True, default=1)
    fee_units: Mapped[int | None] = field.whole(
        _("Units of the fee"), low=1, high=9999, help=_("As the fee is counted: copies, cases. Empty: one.")
    )
    edition_id: Mapped[int | None] = field.reference(_("Edition"), "procedures_edition", readonly=True)
    process_id: Mapped[int | None] = field.reference(_("Internal process"), "procedures_process", readonly=True)
    book_line: Mapped[int | None] = field.whole(_("Line in the tracking book"), readonly=True)
    received_at: Mapped[datetime | None] = field.moment(_("Received at"), readonly=True)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    promised_at: Mapped[datetime | None] = field.moment(_("Promised for"), readonly=True)
    solved_at: Mapped[datetime | None] = field.moment(_("Handled at"), readonly=True)
    on_time: Mapped[bool | None] = mapped_column()
    ended_at: Mapped[datetime | None] = field.moment(_("Handling ended at"), readonly=True)
    pace: Mapped[Pace | None] = field.choice(_("Early, on time or late"), Pace, readonly=True)
    returned_at: Mapped[datetime | None] = field.moment(_("Handed over at"), readonly=True)
    digitised: Mapped[bool] = field.yes_no(_("Has digitised papers"), readonly=True)
    reused: Mapped[bool] = field.yes_no(_("Has papers used again"), readonly=True)
    reused_nationally: Mapped[bool] = field.yes_no(_("Has papers from the national store"), readonly=True)
    by_population: Mapped[bool] = field.yes_no(_("Uses data of the population database"), readonly=True)
    digital_result: Mapped[bool] = field.yes_no(_("The result is electronic"))
    extended_until: Mapped[date | None] = field.day(_("New day of the result"))
    extended_at: Mapped[datetime | None] = field.moment(_("Put off at"), readonly=True)
    extensions: Mapped[int] = field.whole(_("Times put off"), readonly=True, default=0)
    extended_from: Mapped[datetime | None] = field.moment(_("Promised for before"), readonly=True)
    apology_number: Mapped[str | None] = field.text(_("Number of the apology"), max=40, readonly=True)
    stop_number: Mapped[str | None] = field.text(_("Number of the notice"), max=40, readonly=True)
    basis: Mapped[str | None] = field.long_text(
        _("Legal basis of the answer"), help=_("One to a line. Empty: the legal bases of the procedure.")
    )
    asked: Mapped[int] = field.whole(_("Times asked to add papers"), readonly=True, default=0)
    asked_at: Mapped[datetime | None] = field.moment(_("Asked to add papers at"), readonly=True)
    missing: Mapped[str | None] = field.long_text(_("What has to be added"))
    missing_why: Mapped[str | None] = field.long_text(_("Why it is needed"))
    step_code: Mapped[str | None] = field.text(_("Step"), max=10, readonly=True)
    step_role: Mapped[str | None] = field.named(_("In the hands of"), "roles", max=80, index=False)
    step_due_at: Mapped[datetime | None] = field.moment(_("Step due"), readonly=True)
    next_codes: Mapped[str | None] = mapped_column()
    back_code: Mapped[str | None] = mapped_column()
    served: Mapped[bool] = field.yes_no(_("Served by a record of its own"), readonly=True)
    passed_on: Mapped[bool] = field.yes_no(_("Passed on for handling"), readonly=True)
    goes_to: Mapped[str | None] = field.text(_("Goes on to the step"), max=10, help=_("As: B4"))
    result_number: Mapped[str | None] = field.text(_("Number of the result"), max=60)
    result_on: Mapped[date | None] = field.day(_("Day of the result"), past=True)
    taken_by: Mapped[str | None] = field.text(_("Who took the result"), max=120, help=_("Empty: the applicant"))
    state: Mapped[State] = field.state(State)
    procedure: Mapped[Procedure] = field.link("Procedure", procedure_id)
    at: Mapped[Any] = field.link("Unit", at_id)
    competent: Mapped[Any] = field.link("Unit", competent_id)
    edition: Mapped[Edition | None] = field.link("Edition", edition_id)
    process: Mapped[Process | None] = field.link("Process", process_id)
    papers: Mapped[list[HandedPaper]] = field.lines("HandedPaper", _("Papers"), order_by="HandedPaper.position")

    def __init__(self, **words: Any) -> None:
        super().__init__(**{"papers": [], "sets": 1} | words)

    def __str__(self) -> str:
        return self.code or ""

    def saved(self) -> None:
        """Take the edition of its day and the papers of its case. ValueError: no such case, code, phone or address."""
        session = db.session()
        self.competent_id, self.at_id = self.competent_id or self.unit_id, self.at_id or self.unit_id
        self.phone = phone_of(self.phone) if self.phone else None
        self.email = email_of(self.email) if self.email else None
        self.code = self.code or f"ĐK-{self.id:05d}"
        if self.external_code:
            self.external_code = code_of(self.external_code)
            self._require_new(session, self.external_code)
        if self.received_at is None:
            competence.require_there(session, self.competent_id)
            self._follow_edition(session)

    def _follow_edition(self, session: Session) -> None:
        """Until it is received, the edition of today says which papers are asked for."""
        edition = edition_of_today(session, self.procedure_id)
        if edition is None:
            code = session.get_one(Procedure, self.procedure_id).code
            raise ValueError(str(_("The procedure %(code)s is not in force today.", code=code)))
        cases = edition.cases
        self.case = next((one for one in cases if one.lower() == (self.case or "").strip().lower()), None)
        if cases and self.case is None:
            raise ValueError(str(_("Choose the case: %(cases)s.", cases="; ".join(cases))))
        asked = [paper for paper in edition.papers if paper.case in (None, "", self.case)]
        if self.edition_id != edition.id or [one.name for one in self.papers] != [one.name for one in asked]:
            self.papers = [HandedPaper.asked(paper) for paper in asked]
        self.edition_id, self.service = edition.id, edition.name[:500]

    def _require_new(self, session: Session, code: str) -> None:
        same = or_(Dossier.code == code, Dossier.external_code == code)
        with session.no_autoflush:
            other = session.scalar(select(Dossier.id).where(same, Dossier.id != self.id).limit(1))
        if other:
            raise ValueError(str(_("A dossier with the code %(code)s is here already.", code=code)))

    def receive(self) -> None:
        """Take it in: whole papers, the process of this day, the promise, its code. ValueError says what is missing."""
        session, now = db.session(), clock.now()
        edition = edition_of_today(session, self.procedure_id)
        if edition is None or edition.id != self.edition_id:
            raise ValueError(
                str(_("What this procedure asks for has changed since: edit the dossier and save it anew."))
            )
        competence.require_there(session, self.competent_id)
        self._require_whole(session)
        filling.require(session, self)
        self.process_id = travel.process_of(session, self).id
        self.received_at = now
        self.weigh_papers()
        travel.begin(session, self)
        if self.external_code:
            self._require_new(session, self.external_code)
        day = clock.local(now).date()
        self.code = self.external_code or next_code(session, self.unit_id, day)
        fee.put(session, self, session.get_one(Procedure, self.procedure_id).code)
        self.book_line = next_line(session, self.unit_id, day.year)

    def complete(self) -> None:
        """What was missing has been handed in. ValueError: something still is, or is not in the store."""
        self._require_whole(db.session())
        self.weigh_papers()
        travel.resume(self)

    def _require_whole(self, session: Session) -> None:
        missing = [paper.name for paper in self.papers if paper.shape is None]
        if missing:
            raise ValueError(str(_("Still missing: %(what)s.", what="; ".join(missing))))
        reuse.require_fit(session, self)

    def weigh_papers(self) -> None:
        """Say of the dossier what its papers are: digitised, used again, replaced by data of the population."""
        shapes = {paper.shape for paper in self.papers}
        self.digitised = any(paper.digitised or paper.shape in PAPERLESS for paper in self.papers)
        self.reused_nationally = Shape.NATIONAL in shapes
        self.reused = self.reused_nationally or Shape.STORED in shapes
        population = (paper for paper in self.papers if paper.instead is Instead.POPULATION)
        self.by_population = any(paper.shape is Shape.DATA for paper in population)

    def promised(self, _due: datetime | None) -> datetime | None:
        """Until when the citizen was promised the result; None before it is received and after it is handled."""
        if self.received_at is None or self.state in (State.SOLVED, State.RETURNED):
            return None
        self.promised_at = promise.of(db.session(), self)
        return self.promised_at

    def may_ask(self) -> bool:
        """Whether papers may be asked for (once more)."""
        return self.asked < DeskRule.of(db.session(), clock.today()).supplements

    def ask(self) -> None:
        """Have papers added; the clock stands still. ValueError: nothing said, or asked often enough."""
        if not (self.missing or "").strip() or not (self.missing_why or "").strip():
            raise ValueError(str(_("Write what has to be added, and why.")))
        if not self.may_ask():
            raise ValueError(str(_("Papers were asked for as often as the limit in force allows.")))
        self.asked, self.asked_at = self.asked + 1, clock.now()
        if self.received_at:
            travel.stand(db.session(), self, Pause.PAPERS)

    def may_extend(self) -> bool:
        """Whether the law still lets the day of the result be put off."""
        return self.extensions < DeskRule.of(db.session(), clock.today()).extensions

    def extend(self) -> None:
        """Promise another day (form 04). ValueError: no day, one that is past, no later than promised, or off."""
        promise.require_later(db.session(), self)
        self.extended_from, self.extended_at, self.extensions = self.promised_at, clock.now(), self.extensions + 1
        self.apology_number = APOLOGIES.next(db.session(), self.competent_id or self.unit_id)

    def solve(self) -> None:
        """The result is made: judge whether in time."""
        pace.end(db.session(), self)
        travel.finish(db.session(), self)
        self.solved_at, self.on_time = self.ended_at, self.pace is not Pace.LATE
        filling.finish(db.session(), self)
        Ballot.open(db.session(), self.id, self.competent_id)
        StoredResult.put_finished(db.session(), self)

    def hand_over(self) -> None:
        """The citizen has the result."""
        travel.close(db.session(), self)
        self.returned_at = clock.now()
        self.taken_by = self.taken_by or self.applicant
        Ballot.hand(db.session(), self.id, self.competent_id, acting().user_id)

    def charge(self) -> None:
        """Have the citizen pay first; the clock stands still. ValueError: nothing is owed."""
        fee.require_owed(db.session(), self)
        travel.stand(db.session(), self, Pause.PAYMENT)

    def pay(self) -> None:
        """Go on, since a receipt was issued. ValueError: something is still owed."""
        fee.require_paid(db.session(), self)
        travel.resume(self)

    def stop(self) -> None:
        """Nobody works on it any more (form 05, or the citizen has withdrawn it)."""
        if self.state is not State.WITHDRAWAL:
            grounds.require(self)
        if self.is_new():
            return  # what was never received is neither counted nor numbered
        pace.end(db.session(), self)
        travel.close(db.session(), self)
        self.stop_number = STOPS.next(db.session(), self.competent_id or self.unit_id)

    def is_received(self) -> bool:
        """Whether it has been taken in."""
        return self.received_at is not None

    def is_at_desk(self) -> bool:
        """Whether it has been taken in and not passed on yet."""
        return self.received_at is not None and not self.passed_on

    def is_passed_on(self) -> bool:
        """Whether those who handle it have it."""
        return self.passed_on

    def is_new(self) -> bool:
        """Whether it has not been taken in."""
        return self.received_at is None

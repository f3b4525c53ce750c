"""The case that serves a dossier: opened with what the desk knows, and telling how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import (
    Passage,
    Text,
    _,
    acting,
    add_record,
    as_person,
    as_system,
    kept,
    last_reason,
    move_tasks,
    take_steps,
)
from modules.civil_registration.births.birth import Birth, Proof
from modules.civil_registration.branches import sending as branches
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.cases import fee
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import PersonalNumber, Registration, State
from modules.civil_registration.deaths.death import Death
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.journey import promise
from modules.dossiers.roles import EXPERT, LEADER, RECEPTION, SEALER
from modules.dossiers.served.records import Served
from modules.dossiers.served.service import (
    Answered,
    Asked,
    Kept,
    Piece,
    Refusal,
    Result,
    Service,
    Standing,
    Turn,
    Withdrawn,
)
from modules.fees.charges import Charge
from modules.procedures.catalogue.procedures import Procedure

NAME, HOME = 100, 300  # characters that a case keeps of the applicant
# The civil-status official; where the process gives him no step, whoever has the dossier.
CAME_LATER = _(
    "The child has its personal number now. The certificate was signed without it and is valid; ask for an extract that bears it."
)
TURNS = {State.DRAFTED: (EXPERT, RECEPTION), State.VERIFIED: (LEADER,), State.SIGNED: (SEALER,)}
OPEN = (State.DRAFTED, State.WAITING, State.VERIFIED)
GIVEN = (State.REGISTERED, State.ISSUED, State.REVOKED)


@dataclass(frozen=True)
class Desk:
    """How cases of a kind serve dossiers of `procedures`; `again` says what a dossier that registers once more begins with."""

    kind: type[Any]
    key: str
    procedures: tuple[str, ...]
    paper: Text
    again: Mapping[str, Any] = field(default_factory=dict)

    @property
    def service(self) -> Service:
        """What is declared to the desk."""
        return Service(
            procedures=self.procedures,
            key=self.key,
            model=self.kind,
            open=self.open,
            standing=self.standing,
            pieces=self.pieces,
            tells=self.tells,
            charges=Kept(self.key, self.kind.id, self.kind.id),
            hand_over=self.hand_over,
            withdraw=self.withdraw,
            pass_on=self.pass_on,
        )

    def open(self, session: Session, dossier: Dossier) -> Case:
        """Begin the case of a dossier: who declares, where and until when; the rest is declared by the official."""
        case = self.kind(
            unit_id=dossier.competent_id,
            declarer_name=dossier.applicant[:NAME],
            declarer_citizen_id=dossier.citizen_id,
            declarer_home=(dossier.address or "")[:HOME] or None,
            phone=dossier.phone,
            promised_at=promise.of(session, dossier),
        )
        procedure = session.get_one(Procedure, dossier.procedure_id).code
        if procedure == fee.AGAIN[self.kind.event]:
            for name, value in ({"registration": Registration.AGAIN} | dict(self.again)).items():
                setattr(case, name, value)
        if procedure == self.kind.mobile_procedure:
            case.mobile_at = case.declarer_home or str(_("At the applicant's home"))
        added: Case = add_record(session, case)
        branches.begin(added, procedure)
        return added

    def pieces(self, session: Session, row: int) -> list[Piece]:
        """Whom it is about, for the page of its dossier; nothing before his name is declared."""
        case = session.get_one(self.kind, row)
        return [Piece(case.about, case.entry or "", case.state, case)] if case.about else []

    def tells(self, session: Session, row: int) -> list[str]:
        """How each interconnected branch stands, and that a number came after the certificate was signed."""
        case = session.get_one(self.kind, row)
        lines = [f"{one.kind}: {one.state}." for one in Branch.of(session, case)]
        if getattr(case, "pid", None) is PersonalNumber.LATER:
            lines.append(str(CAME_LATER))
        return lines

    def standing(self, session: Session, row: int) -> Standing:
        """How a case stands: whose turn it is, what is asked for, taken back, or the answer."""
        case = session.get_one(self.kind, row)
        by, state = self._last_actor(session, case), case.state
        if state in TURNS:
            return Turn(TURNS[state], by)
        if state is State.WAITING:
            return Asked(case.missing or "", case.missing_why or "", by)
        if state is State.WITHDRAWN:
            return Withdrawn(last_reason(session, case), by)
        if state is State.REFUSED:
            what = f"{self.kind.purpose}{f' ({case.about})' if case.about else ''}"
            return Answered([], [Refusal(what, last_reason(session, case), case.basis or "")], by=by)
        return Answered([self._result(session, case)], handed=state is State.ISSUED, by=by)

    def hand_over(self, session: Session, row: int) -> None:
        """Note that the desk has given the paper. ValueError: it is not there yet, not paid, or has been revoked."""
        with as_person(acting().user_id):  # the desk that received it need not be that of the unit
            case = session.get_one(self.kind, row)
            if case.state is State.REVOKED:
                raise ValueError(str(_("The entry has been revoked: there is nothing to hand over.")))
            if case.state is State.REGISTERED:
                take_steps(session, case, [("hand_over", acting().user_id)])
                session.flush()  # while it is written for him

    def withdraw(self, session: Session, row: int) -> None:
        """Take back a case that nobody has signed. ValueError: it is signed."""
        case = session.get_one(self.kind, row)
        if case.state in (State.SIGNED, *GIVEN):
            text = _("Signed already, and not taken back: %(titles)s. Go on handling it.", titles=self.paper)
            raise ValueError(str(text))
        if case.state in OPEN:
            dossier = _dossier_of(session, self.key, row)
            reason = (last_reason(session, dossier) if dossier else "") or str(_("Withdrawn at the one-stop desk."))
            take_steps(session, case, [("withdraw", acting().user_id)], reason=reason)
            session.flush()  # while it is written for whoever lets it go

    def pass_on(self, session: Session, row: int, unit_id: int) -> None:
        """Give a case to the unit that took over. ValueError: it is signed and waits for the old seal."""
        case = session.get_one(self.kind, row)
        if case.state is State.SIGNED:
            text = _("Signed by the unit that is closed, and not sealed yet: %(titles)s.", titles=self.paper)
            raise ValueError(str(text))
        if case.state in OPEN:
            old_id, case.unit_id = case.unit_id, unit_id
            session.flush()
            move_tasks(session, case, old_id, unit_id)
            Charge.pass_on(session, self.key, case)

    def _result(self, session: Session, case: Case) -> Result:
        if case.registered_on is None or case.entry is None:
            raise ValueError(str(case))
        files = kept(session, case, "final")
        annulled = (last_reason(session, case) or str(case.state)) if case.state is State.REVOKED else ""
        return Result(str(self.paper), case.entry, case.registered_on, files[-1] if files else None, annulled)

    def _last_actor(self, session: Session, case: Case) -> int | None:
        """Who has taken the last step; before any, who received the dossier."""
        here = (Passage.resource == self.key, Passage.row_id == case.id)
        found = select(Passage.actor_id).where(*here).order_by(Passage.id.desc()).limit(1)
        return session.scalars(found).first() or case.created_by_id


def dossier_code_of(case: Case) -> tuple[str, str] | None:
    """Return procedure and code of the dossier that a case serves; None for one declared without the desk."""
    with as_system() as session:
        dossier = _dossier_of(session, resource_key(case), case.id)
        procedure = session.get_one(Procedure, dossier.procedure_id).code if dossier else ""
    return (procedure, dossier.code or "") if dossier else None


def resource_key(case: Case) -> str:
    """The name of the resource of a case."""
    return fee.RESOURCES[case.event]


def _dossier_of(session: Session, key: str, row: int) -> Dossier | None:
    held = Served.by(session, key, row)
    return session.get(Dossier, held.dossier_id) if held else None


BIRTHS = Desk(
    Birth,
    "civil_registration.births",
    ("1.001193", "1.004884", "3.000722", Birth.mobile_procedure),
    _("Birth certificate"),
    # Who registers once more has no paper of the hospital left: he promises, and the official says what was looked into.
    {"proof": Proof.PROMISE},
)
DEATHS = Desk(
    Death,
    "civil_registration.deaths",
    ("1.000656", "1.005461", "2.002913", Death.mobile_procedure),
    _("Extract of a death"),
)
DESKS = {desk.key: desk for desk in (BIRTHS, DEATHS)}

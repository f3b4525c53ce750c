"""How a citizen's dossier stands, in his words; told to whoever has its code and the phone, and naming nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import Text, _, phone_of
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import PAUSED, State
from modules.dossiers.satisfaction.ballots import Ballot
from modules.dossiers.served.records import Served
from modules.procedures.editions.contents import Way

SENTENCES: dict[State, Text] = {
    State.REGISTERED: _("Your dossier has arrived and is waiting for the desk to look through its papers."),
    State.RECEIVED: _("Your dossier has been received with all its papers."),
    State.REJECTED: _("Your dossier was not received. The desk has told the reason; ask there how to go on."),
    State.SOLVING: _("Your dossier is being handled."),
    State.WAITING: _("We need more papers from you. Time stands still until they are here."),
    State.DUTY: _("A payment is due before we go on. Time stands still until it is made."),
    State.WITHDRAWAL: _("You have asked to withdraw the dossier; the desk is dealing with it."),
    State.STOPPED: _("The handling of your dossier has ended without a result. Ask at the desk for the reason."),
    State.SOLVED: _("The result is ready for you."),
    State.RETURNED: _("The result has been handed over."),
}
NAMELESS = "(…)"
NUMBER = re.compile(r"\d(?:[ .-]?\d){8,}")  # phones, personal numbers


@dataclass(frozen=True)
class Status:
    """What the page says of a dossier: never a name, number, address or reason that could tell whose it is."""

    code: str
    service: str
    state: State
    sentence: Text
    received_at: datetime | None
    promised_at: datetime | None
    missing: tuple[str, ...]
    solver: str
    desk: str
    place: Text
    taken: bool  # at the desk
    vote: str
    more: tuple[str, ...]  # what the record that serves it tells besides

    @classmethod
    def of(cls, dossier: Dossier, ballot: Ballot | None, more: Iterable[str] = ()) -> Status:
        """Take what may be told of a dossier whose units are loaded; its vote while it can still be given."""
        waiting = dossier.state is State.WAITING
        over = dossier.state in (State.SOLVED, State.RETURNED)
        lines = nameless(dossier.missing or "", dossier.applicant).splitlines() if waiting else []
        return cls(
            code=dossier.code or "",
            service=dossier.service,
            state=dossier.state,
            sentence=SENTENCES[dossier.state],
            received_at=dossier.received_at,
            promised_at=None if over or dossier.state in PAUSED else dossier.promised_at,
            missing=tuple(line.strip(" -+•;") for line in lines if line.strip(" -+•;")),
            solver=dossier.competent.committee_in_full,
            desk=dossier.unit.desk_in_full,
            place=_place(dossier),
            taken=(dossier.result_way or dossier.way) is Way.DIRECT,
            vote=ballot.address if ballot and not ballot.refusal else "",
            more=tuple(more),
        )


def _place(dossier: Dossier) -> Text:
    """Where the result is had; without the address it is sent to."""
    way = dossier.result_way or dossier.way
    if way is Way.POST:
        return _("By post, to the address on the dossier")
    if way is Way.ONLINE:
        return _("As an electronic paper on the national public service portal")
    return _("At %(unit)s", unit=dossier.unit.desk_in_full)


def status_of(session: Session, typed: str, phone: str) -> Status | None:
    """Return how the dossier of a code stands; None unless it exists and has this phone."""
    code, digits = typed.strip().upper()[:40], _known(phone)
    asked = select(Dossier).where(or_(Dossier.code == code, Dossier.external_code == code))
    units = (joinedload(Dossier.unit), joinedload(Dossier.competent))
    dossiers = session.scalars(asked.options(*units).order_by(Dossier.id.desc()).limit(5)).all()
    matching = [one for one in dossiers if one.phone == digits]
    if not code or not digits or not matching:
        return None
    found = matching[0]
    served = Served.of(session, found)
    more = served[1].tells(session, served[0].row_id) if served else ()
    return Status.of(found, Ballot.of(session, found.id), more)


def _known(phone: str) -> str:
    """Return a number as dossiers keep it; "" for what is none."""
    try:
        return phone_of(phone)
    except ValueError:
        return ""


def nameless(text: str, name: str) -> str:
    """Return what an official has typed without the applicant's name and without long numbers."""
    without = re.sub(re.escape(name.strip()), NAMELESS, text, flags=re.IGNORECASE) if name.strip() else text
    return NUMBER.sub(NAMELESS, without)

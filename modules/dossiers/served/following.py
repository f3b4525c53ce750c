"""A dossier goes where its service's record stands: asked after each event, and every hour for what was missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import SYSTEM, Step, _, acting, as_person, clock, db, take_steps, work
from modules.dossiers import fee
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.journey import travel
from modules.dossiers.served import outcome
from modules.dossiers.served.records import Served, open_record
from modules.dossiers.served.service import Answered, Asked, Standing, Turn, Withdrawn, handlers

AT_WORK = (State.RECEIVED, State.SOLVING)
TAKEN_BACK = (*AT_WORK, State.WAITING, State.DUTY)  # from which the citizen may withdraw
OPEN = (*AT_WORK, State.WAITING, State.WITHDRAWAL, State.SOLVED)


def receive(dossier: Dossier) -> None:
    """Receive it and open the record of its service, all or nothing. ValueError: what either refuses."""
    dossier.receive()
    open_record(db.session(), dossier)


def hand_over(dossier: Dossier) -> None:
    """The citizen has the result, also by the record of its service. ValueError: it is not paid, or may not leave yet."""
    found = Served.of(db.session(), dossier)
    if fee.kept_here(dossier):  # else whoever keeps the fee sees to it
        fee.require_paid(db.session(), dossier)
    if found is not None:
        served, service = found
        service.hand_over(db.session(), served.row_id)
    dossier.hand_over()


def let_go(dossier: Dossier) -> None:
    """The citizen has taken it back, also from the record of its service. ValueError: that has answered already."""
    session = db.session()
    found = Served.of(session, dossier)
    if found is not None:
        served, service = found
        with as_person(acting().user_id):  # whoever lets it go need have no role in that module
            service.withdraw(session, served.row_id)
    dossier.stop()


def follow(resource: str, row_id: int) -> None:
    """After the commit of an event at a record: bring its dossier to where the record stands; twice changes nothing."""
    with work(SYSTEM) as session:
        served = Served.by(session, resource, row_id)
        if served is not None:
            _follow(session, served)


def heard_received(dossier: Dossier) -> None:
    """After the commit of a reception: the record says whose turn it is first."""
    if not dossier.served:
        return
    with work(SYSTEM) as session:
        served = session.get(Served, dossier.id)
        if served is not None:
            _follow(session, served)


def follow_all(session: Session) -> Iterator[tuple[int, int]]:
    """Make up for events that were missed, as when the module was off."""
    open_ones = select(Served).join(Dossier, Dossier.id == Served.dossier_id).where(Dossier.state.in_(OPEN))
    found = session.scalars(open_ones.order_by(Served.dossier_id)).all()
    for done, served in enumerate(found, 1):
        try:
            with session.begin_nested():
                _follow(session, served)
        except (ValueError, PermissionError):
            pass  # one that cannot go on now holds up no other; its own page says why
        yield done, len(found)


def _follow(session: Session, served: Served) -> None:
    service, dossier = served.service, session.get_one(Dossier, served.dossier_id)
    if service is None:
        return
    standing = service.standing(session, served.row_id)
    with as_person(standing.by):
        _go(session, dossier, standing)
        if isinstance(standing, Answered) and dossier.state not in AT_WORK:
            outcome.keep_results(session, dossier, standing)
            service.close(session, served.row_id)


def _go(session: Session, dossier: Dossier, standing: Standing) -> None:
    take = partial(_take, session, dossier, standing.by)
    if isinstance(standing, Withdrawn):
        _withdraw(dossier, standing, take)
        return
    if dossier.state is State.WAITING and dossier.received_at and not isinstance(standing, Asked):
        session.refresh(dossier, ["papers"])  # weighed anew when it is gone on with
        take("complete" if dossier.passed_on else "complete_early")
    if dossier.state in AT_WORK:
        if isinstance(standing, Turn):
            _turn(session, dossier, standing, take)
        elif isinstance(standing, Answered):
            _end(session, dossier, standing, take)
        elif dossier.may_ask():  # else the clock runs on: the law lets the desk ask so often and no more
            take("ask", missing=standing.missing, missing_why=standing.why)
    if dossier.state is State.SOLVED and isinstance(standing, Answered) and standing.handed:
        take("hand_over")


def _turn(session: Session, dossier: Dossier, turn: Turn, take: Callable[..., None]) -> None:
    code = travel.place_of(session, dossier, handlers(turn.roles))
    if code:
        take("follow", goes_to=code)
    if turn.until and _puts_off(dossier, turn.until):
        if dossier.state is State.RECEIVED:  # only what is being handled can be put off
            take("follow", goes_to=dossier.step_code)
        take("extend", reason=turn.why, extended_until=turn.until)


def _end(session: Session, dossier: Dossier, answered: Answered, take: Callable[..., None]) -> None:
    if not answered.results:
        take("stop", reason=outcome.reason_of(answered), basis=outcome.basis_of(answered))
        return
    if not travel.ends(dossier):
        take("follow", goes_to=travel.last_work(session, dossier))
    take("finish", **outcome.of_results(answered.results))


def _withdraw(dossier: Dossier, withdrawn: Withdrawn, take: Callable[..., None]) -> None:
    """Let it be withdrawn, asked for at the record; the record has let go already."""
    if dossier.state in TAKEN_BACK:
        take("withdraw", reason=withdrawn.reason)
    if dossier.state is State.WITHDRAWAL:
        take("let_go")


def _puts_off(dossier: Dossier, until: date) -> bool:
    """Whether a day is later than the promise, and the law still lets the dossier's own be put off."""
    promised = clock.local(dossier.promised_at).date() if dossier.promised_at else clock.today()
    return until > max(promised, clock.today()) and dossier.may_extend()


def _take(session: Session, dossier: Dossier, by: int | None, step: str, reason: str = "", **words: Any) -> None:
    def fill() -> None:
        for key, value in words.items():
            setattr(dossier, key, value)

    take_steps(session, dossier, [(step, by)], fill, reason=reason)


FOLLOW = Step(
    "follow",
    _("Goes on with its service"),
    AT_WORK,
    State.SOLVING,
    by=(),
    do=travel.jump,
    main=False,
    icon="arrow-right",
)

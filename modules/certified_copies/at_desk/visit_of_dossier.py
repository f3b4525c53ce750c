"""The visit that serves a dossier: opened with what the desk knows, and telling how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import Passage, _, acting, add_record, clock, kept, last_reason, move_tasks, take_steps
from modules.certified_copies.after.annulments import Annulment
from modules.certified_copies.after.annulments import Standing as Decided
from modules.certified_copies.after.shares import Handover, Means, may_leave
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import OPEN, UNSIGNED, Copy, State
from modules.certified_copies.reception.limits import ExtensionReason
from modules.certified_copies.reception.visits import Progress, Visit
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.fee import CHANNELS
from modules.dossiers.roles import EXPERT, LEADER, RECEPTION, SEALER
from modules.dossiers.served.service import Answered, Asked, Kept, Piece, Refusal, Result, Standing, Turn
from modules.fees.charges import Charge

VISITS = "certified_copies.visits"
LONGEST = 200  # of a title
# Scanned and compared at the desk; where the process gives the desk no such step, by whoever handles dossiers.
CLERKS = (RECEPTION, EXPERT)
CHARGES = Kept(COPIES, Copy.id, Copy.visit_id)  # by their pages


def open_visit(session: Session, dossier: Dossier) -> Visit:
    """Receive the applicant of a dossier; what he asks for names the originals, each after a semicolon."""
    visit = Visit(
        unit_id=dossier.competent_id,
        requester=dossier.applicant,
        citizen_id=dossier.citizen_id,
        phone=dossier.phone,
        email=dossier.email,
        address=dossier.address,
        channel=CHANNELS[dossier.way],
        dossier_code=dossier.code,
    )
    named = [title.strip() for title in (dossier.subject or "").split(";") if title.strip()]
    for title in named or [str(_("Original of dossier %(code)s", code=dossier.code))]:
        visit.originals.append(Copy(title=title[:LONGEST], copies=1))
    return add_record(session, visit)


def copies_of(session: Session, row: int) -> Sequence[Copy]:
    """Return the copies of a visit, in the order in which they came."""
    found = select(Copy).where(Copy.visit_id == row).options(joinedload(Copy.refusal)).order_by(Copy.id)
    return session.scalars(found).all()


def pieces(session: Session, row: int) -> list[Piece]:
    """The copies of a visit, for the page of its dossier."""
    return [Piece(one.title, str(one) if one.number else "", one.state, one) for one in copies_of(session, row)]


def standing(session: Session, row: int) -> Standing:
    """How a visit stands: whose turn it is with the copy that is least far, what is asked for, or the answer."""
    visit, copies = session.get_one(Visit, row), copies_of(session, row)
    by = _last_actor(session, row, copies)
    states = {copy.state for copy in copies}
    if visit.waits:
        return Asked(visit.missing or "", visit.missing_why or "", by)
    for those, roles in ((set(OPEN), CLERKS), ({State.SUBMITTED}, [LEADER]), ({State.SIGNED}, [SEALER])):
        if states & those:
            return Turn(roles, by, *_put_off(session, visit))
    return _answer(session, copies, by)


def hand_over(session: Session, row: int) -> None:
    """Note that the desk has given every copy that is released. ValueError: one is not paid."""
    for copy in copies_of(session, row):
        if copy.state is State.RELEASED:
            may_leave(session, copy)
            Handover.mark(session, copy.id, Means.DESK)


def withdraw(session: Session, row: int) -> None:
    """Take every copy back that nobody has signed, and what is owed for it. ValueError names those that are signed."""
    visit, copies = session.get_one(Visit, row), copies_of(session, row)
    signed = [one.title for one in copies if one.state in (State.SIGNED, State.RELEASED)]
    if signed:
        titles = "; ".join(signed)
        raise ValueError(str(_("Signed already, and not taken back: %(titles)s. Go on handling it.", titles=titles)))
    if visit.waits:
        take_steps(session, visit, [("complete", acting().user_id)])
    for copy in copies:
        if copy.state in UNSIGNED:
            take_steps(session, copy, [("withdraw", acting().user_id)])
    close(session, row)


def close(session: Session, row: int) -> None:
    """End the visit, so that nothing is added to what is answered."""
    visit = session.get_one(Visit, row)
    if visit.state is Progress.RECEIVED:
        take_steps(session, visit, [("finish", acting().user_id)])


def pass_on(session: Session, row: int, unit_id: int) -> None:
    """Give a visit and its copies to the unit that took over. ValueError: one is signed and waits for the old seal."""
    visit, copies = session.get_one(Visit, row), copies_of(session, row)
    signed = [one.title for one in copies if one.state is State.SIGNED]
    if signed:
        titles = "; ".join(signed)
        raise ValueError(str(_("Signed by the unit that is closed, and not sealed yet: %(titles)s.", titles=titles)))
    for record in (visit, *(copy for copy in copies if copy.state in UNSIGNED)):
        old_id, record.unit_id = record.unit_id, unit_id
        session.flush()
        move_tasks(session, record, old_id, unit_id)
        Charge.pass_on(session, COPIES if isinstance(record, Copy) else VISITS, record)


def _put_off(session: Session, visit: Visit) -> tuple[date | None, str]:
    """The later day that was promised at the visit, and why; none where it was not put off."""
    if visit.due_at is None or not (visit.agreed_until or visit.extended_days):
        return None, ""
    reason = session.get(ExtensionReason, visit.extension_id or 0)
    return clock.local(visit.due_at).date(), visit.agreement or (reason.text if reason else "")


def _answer(session: Session, copies: Sequence[Copy], by: int | None) -> Answered:
    issued = [copy for copy in copies if copy.state not in (State.REFUSED, State.WITHDRAWN)]
    given = {
        one.copy_id: one for one in session.scalars(select(Handover).where(Handover.copy_id.in_(c.id for c in issued)))
    }
    live = [copy.id for copy in issued if copy.state is State.RELEASED]
    handed = bool(live) and all(number in given for number in live)
    if handed:
        by = max((given[number] for number in live), key=lambda one: one.at).by_id
    return Answered(
        [_result(session, copy) for copy in issued],
        [_refusal(session, c) for c in copies if c.state is State.REFUSED],
        handed,
        by,
    )


def _result(session: Session, copy: Copy) -> Result:
    if copy.certified_on is None:
        raise ValueError(str(copy))
    ended = ""
    if copy.state is State.ANNULLED:
        where = (Annulment.copy_id == copy.id, Annulment.state == Decided.IN_FORCE)
        decision = session.scalars(select(Annulment).where(*where)).first()
        ended = f"{decision.sentence}: {decision.reason}" if decision else str(copy.state)
    files = kept(session, copy, "final")
    return Result(copy.title, str(copy), copy.certified_on, files[-1] if files else None, ended)


def _refusal(session: Session, copy: Copy) -> Refusal:
    """The coded reason with its law, and what the clerk has written."""
    coded, written = copy.refusal, last_reason(session, copy)
    reason = ". ".join(part.rstrip(".") for part in (coded.reason if coded else "", written) if part)
    return Refusal(copy.title, reason, coded.source if coded else "")


def _last_actor(session: Session, row: int, copies: Sequence[Copy]) -> int | None:
    """Who has taken the last step on the visit or one of its copies; before any, who received it."""
    ids = [copy.id for copy in copies]
    own = and_(Passage.resource == VISITS, Passage.row_id == row)
    of_copies = and_(Passage.resource == COPIES, Passage.row_id.in_(ids))
    found = select(Passage.actor_id).where(or_(own, of_copies)).order_by(Passage.id.desc()).limit(1)
    return session.scalars(found).first() or session.get_one(Visit, row).created_by_id

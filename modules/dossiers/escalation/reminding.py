"""Telling people of steps that are nearly due or late: each rule once for each stay, in working hours of the unit."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.toolkit import _, calendar_of, clock, format_moment, holders, remind, tell, works_today
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.escalation.rules import EscalationRule, Moment
from modules.dossiers.escalation.told import Escalation
from modules.dossiers.journey.handlings import Handling
from modules.dossiers.roles import HANDLERS

AT_ONCE = 200  # stays that are looked up together
MARGIN = timedelta(days=3)  # by which a unit's own hours may lie behind those of the city
NAMES = [role.name for role in HANDLERS]
log = logging.getLogger(__name__)


def remind_all(session: Session) -> Iterator[tuple[int, int]]:
    """Follow every rule of today; a job of every working hour. A dossier that fails is logged and holds up no other."""
    if not works_today(session):
        return
    rules = EscalationRule.on(session, clock.today())
    for done, rule in enumerate(rules, 1):
        after = 0
        while stays := _stays(session, rule, after):
            for stay in stays:
                _follow_safely(session, rule, stay)
            after = stays[-1].id
            yield done, len(rules)


def _stays(session: Session, rule: EscalationRule, after: int) -> list[Handling]:
    """The next open stays that a rule may be about and has not been followed for."""
    now = clock.now()
    if rule.moment is Moment.NEAR:
        last = calendar_of(session, None).add_working_hours(now, rule.hours) + MARGIN
        due = [Handling.due_at > now, Handling.due_at <= last]
    else:
        due = [Handling.due_at <= now - timedelta(hours=rule.hours)]
    told = exists().where(Escalation.handling_id == Handling.id, Escalation.rule_id == rule.id)
    where = (Handling.role.in_(NAMES), Handling.left_at.is_(None), *due, ~told, Handling.id > after)
    return list(session.scalars(select(Handling).where(*where).order_by(Handling.id).limit(AT_ONCE)))


def _follow_safely(session: Session, rule: EscalationRule, stay: Handling) -> None:
    number = stay.dossier_id
    try:
        with session.begin_nested():
            _follow(session, rule, stay)
    except Exception:
        log.exception("nobody could be told of dossier %s", number)


def _follow(session: Session, rule: EscalationRule, stay: Handling) -> None:
    dossier, now = session.get_one(Dossier, stay.dossier_id), clock.now()
    if stay.due_at is None or dossier.competent_id is None:
        return
    near = rule.moment is Moment.NEAR
    since, until = (now, stay.due_at) if near else (stay.due_at, now)
    between = calendar_of(session, dossier.competent_id).working_hours_between(since, until)
    if between > rule.hours if near else between < rule.hours:
        return
    words = {"code": dossier, "step": stay.title, "due": format_moment(stay.due_at)}
    text = _("%(code)s: the step “%(step)s” is due at %(due)s.") if near else _(
        "%(code)s: the step “%(step)s” was due at %(due)s and is late."
    )  # fmt: skip
    heard = _tell(session, rule, dossier, str(text) % words)
    row = {"dossier_id": dossier.id, "handling_id": stay.id, "rule_id": rule.id}
    session.add(Escalation(at=now, heard=heard, **row))


def _tell(session: Session, rule: EscalationRule, dossier: Dossier, body: str) -> int:
    if rule.told.role is None:
        return remind(session, dossier, body)
    people = holders(session, rule.told.role, dossier.competent_id or dossier.unit_id, clock.today())
    for user in people:
        tell(session, user.id, dossier, body)
    return len(people)

"""When a survey opens: the officers and heads of the units that it asks are told, once, in the house and by mail."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import (
    User,
    _,
    clock,
    commune_units,
    format_day,
    holders,
    later,
    may_mail,
    public_address,
    send_mail,
    tell,
)
from modules.training.planning import screens
from modules.training.planning.surveys import Survey
from modules.training.roles import HEAD, OFFICER

SUBJECT = "Mời trả lời: %(name)s"
TEXT = """Kính gửi ông/bà %(who)s,

%(name)s đã mở. Đề nghị đơn vị gửi phiếu nhu cầu đến hết ngày %(day)s tại:
%(address)s

Thư được gửi tự động, xin không trả lời.
"""


def ask_units(session: Session) -> Iterator[tuple[int, int]]:
    """Tell of each survey that takes answers today and of which nobody has been told."""
    today = clock.today()
    where = (Survey.told_on.is_(None), Survey.opens_on <= today, Survey.closes_on >= today)
    rows = session.scalars(select(Survey).where(*where).order_by(Survey.id)).all()
    for done, survey in enumerate(rows, 1):
        survey.told_on = today  # in the transaction of the notices: nobody is told twice
        words = {"name": survey.name, "day": format_day(survey.closes_on)}
        said = str(_("“%(name)s” is open: please send your unit's answer by %(day)s.", **words))
        for user in _asked(session):
            tell(session, user.id, survey, said)
            if user.email and may_mail():
                later(session, "training.post_survey", survey_id=survey.id, user_id=user.id)
        yield done, len(rows)


def post_survey(session: Session, survey_id: int, user_id: int) -> None:
    """Mail one of those who are asked, unless the survey is over by now or gone."""
    survey, user = session.get(Survey, survey_id), session.get(User, user_id)
    if survey is None or survey.closes_on < clock.today() or user is None or not user.email:
        return
    address = public_address("resource.show", res=screens.surveys, row=survey.id)
    words = {"name": survey.name, "who": user.name, "day": format_day(survey.closes_on), "address": address}
    send_mail(user.email, SUBJECT % words, TEXT % words)


def _asked(session: Session) -> list[User]:
    today = clock.today()
    found: dict[int, User] = {}
    for unit in commune_units(session, today):
        for role in (OFFICER, HEAD):
            found |= {user.id: user for user in holders(session, role, unit.id, today)}
    return list(found.values())

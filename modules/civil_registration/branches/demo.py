"""Branches of the demo in every state, as if the Ministry and the agencies had answered already."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import clock, renew_due
from modules.civil_registration.branches import answers, sending
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import PORTS, Benefit, Kind, State, Trouble
from modules.civil_registration.cases.kinds import Event, Sex
from modules.civil_registration.ministry.answers import answered as ministry_answered
from modules.interconnect import Outgoing, Refused
from modules.interconnect.messages.outgoing import State as Going

FILLED: dict[Kind, dict[str, Any]] = {
    Kind.RESIDENCE: {"consent": True},
    Kind.INSURANCE: {"clinic": "Trạm Y tế phường Tân Bình"},
    Kind.ID_CARD: {},
    Kind.END_OF_RESIDENCE: {},
    Kind.FUNERAL: {
        "benefit": Benefit.PENSION,
        "bank": "Ngân hàng Nông nghiệp và Phát triển nông thôn",
        "account": "1600205123456",
    },
}
CHILD = (Kind.RESIDENCE, Kind.INSURANCE, Kind.ID_CARD)
DECEASED = (Kind.END_OF_RESIDENCE, Kind.FUNERAL)
# by the place of a birth or death among those of the demo: what its citizen wants, and whether that is filled in
BIRTHS: dict[int, tuple[tuple[Kind, ...], bool]] = {
    0: (CHILD[:2], False),
    3: (CHILD, True),
    6: (CHILD, True),
    7: (CHILD, True),
    8: (CHILD, True),
}
DEATHS: dict[int, tuple[tuple[Kind, ...], bool]] = {0: (DECEASED, False), 2: (DECEASED, True), 3: (DECEASED, True)}
# what the agencies have answered: a word of theirs, with the sentence or the number
SAID = {
    ("birth", 7): {Kind.RESIDENCE: ("DONE", "CT79-00412"), Kind.INSURANCE: ("REJECTED", "Nơi khám ban đầu đã đủ số thẻ"), Kind.ID_CARD: ("DONE", "CC00031877")},
    ("birth", 8): {Kind.RESIDENCE: ("SUPPLEMENT", "Thiếu giấy tờ về chỗ ở hợp pháp"), Kind.INSURANCE: ("DONE", "TE1790031420"), Kind.ID_CARD: ("LATE", "")},
    ("death", 3): {Kind.END_OF_RESIDENCE: ("DONE", "CT79-00398"), Kind.FUNERAL: ("SUPPLEMENT", "Thiếu quyết định hưởng trợ cấp hưu trí xã hội")},
}  # fmt: skip


def choose(case: Any, place: int) -> None:
    """Choose the branches of a case, before it goes its road."""
    kinds, filled = (BIRTHS if case.event is Event.BIRTH else DEATHS).get(place, ((), False))
    for branch in sending.want(case, kinds) if kinds else ():
        for name, value in FILLED[branch.kind].items() if filled else ():
            setattr(branch, name, value)


def answer(session: Session, case: Any, place: int) -> None:
    """Have the Ministry and the agencies answer about a case that has been registered."""
    said = SAID.get((case.event.value, place))
    if said is None:
        return
    push = f"{case.event.value}-{case.id}-1"
    entry = {"soDangKy": str(place + 120), "quyenSo": f"01/{clock.today().year}"}
    if case.event is Event.BIRTH:
        digit = 3 if case.sex is Sex.FEMALE else 2
        entry["soDinhDanh"] = f"079{digit}{case.born.year % 100:02d}{500000 + case.id:06d}"
    told = {"ketQuaXuLy": entry}
    _heard(session, "civil_status", push, told, ministry_answered)
    for branch in Branch.of(session, case):
        word, words = said[branch.kind]
        if word == "LATE":
            _late(session, branch)
        elif word == "REJECTED":
            message = _message(session, PORTS[branch.kind], branch.key)
            message.end({"code": word, "sentence": words}, words)
            message.state = Going.REFUSED
            answers.refused(session, message, Refused(word, words))
        else:
            until = (clock.today() + timedelta(days=9)).isoformat()
            content = {"trangThai": word, "soKetQua": words, "lyDo": words, "hanBoSung": until}
            _heard(session, PORTS[branch.kind], branch.key, content, answers.answered)


def _heard(session: Session, port: str, key: str, content: dict[str, Any], listener: Any) -> None:
    message = _message(session, port, key)
    message.sent_at, message.tries = clock.now(), 1
    message.end(content)
    message.state = Going.ANSWERED
    listener(session, message, content)


def _late(session: Session, branch: Branch) -> None:
    """Received days ago, and not a word since."""
    message = _message(session, PORTS[branch.kind], branch.key)
    message.sent_at, message.state, message.tries = clock.now() - timedelta(days=9), Going.SENT, 1
    message.next_at = clock.now() + timedelta(days=30)
    answers.taken(session, message)
    branch.sent_at, branch.due_by = message.sent_at, clock.now() - timedelta(days=2)
    renew_due(session, branch)
    branch.trouble = Trouble.LATE if branch.state is State.RECEIVED else None


def _message(session: Session, port: str, key: str) -> Outgoing:
    return session.scalars(select(Outgoing).where(Outgoing.port == port, Outgoing.key == key)).one()

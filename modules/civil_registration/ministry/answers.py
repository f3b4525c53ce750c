"""What the Ministry answers: the entry in its own register, the personal number, a question, a no. Each is an action."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.toolkit import Text, _, tell
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.branches import sending as branches
from modules.civil_registration.cases.actions import note
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import AtMinistry
from modules.civil_registration.ministry.pushing import is_last
from modules.interconnect import Listener, Outgoing, Refused

SUPPLEMENT = "2"  # trangThai
TABLES: dict[str, type[Case]] = {one.__tablename__: one for one in KINDS.values()}


def answered(session: Session, message: Outgoing, content: dict[str, Any]) -> None:
    """Note the result on its case. ValueError: the personal number is none; it is asked for again."""
    case = _case(session, message)
    if case is None:
        return None
    if str(content.get("trangThai")) == SUPPLEMENT:
        return _no(session, case, AtMinistry.SUPPLEMENT, str(content.get("noiDungXuLy") or content.get("ghiChu") or ""))
    result = content.get("ketQuaXuLy") or {}
    case.at_ministry = AtMinistry.DONE
    said = [str(result[name]) for name in ("soDangKy", "quyenSo", "trangSo") if result.get(name)]
    case.ministry_entry = " · ".join(said) or None
    news = case.number_came(str(result["soDinhDanh"])) if result.get("soDinhDanh") else None
    note(case, "ministry")
    branches.number_came(case)
    if news:
        _tell(session, case, news)
    return None


def refused(session: Session, message: Outgoing, no: Refused) -> None:
    """Note why the Ministry does not take it, and tell who declared it."""
    case = _case(session, message)
    if case is not None:
        _no(session, case, AtMinistry.REFUSED, str(no))


def _no(session: Session, case: Case, state: AtMinistry, why: str) -> None:
    case.at_ministry, case.ministry_says = state, why[:500] or None
    note(case, "ministry")
    _tell(session, case, _("%(what)s: %(why)s", what=state, why=why or "–"))


def _case(session: Session, message: Outgoing) -> Case | None:
    kind = TABLES.get(message.about_resource or "")
    case = session.get(kind, message.about_row, with_for_update=True) if kind else None
    return case if case is not None and is_last(session, case, message) else None


def _tell(session: Session, case: Case, said: Text) -> None:
    if case.created_by_id:
        tell(session, case.created_by_id, case, str(said))


LISTENER = Listener("civil_status", "push", answered, refused)

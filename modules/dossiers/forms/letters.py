"""The letters of the competent unit to a citizen: the apology with a new day (form 04), the notice of a stop (form 05)."""

from __future__ import annotations

from typing import Any

from app.toolkit import Passage, Signature, clock, db, last_passage, signature_by, title_held
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.grounds import bases_of
from modules.dossiers.forms.slips import facts
from modules.dossiers.roles import LEADER


def apology(dossier: Dossier) -> dict[str, Any]:
    """Mẫu 04: Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết."""
    passage = last_passage(db.session(), dossier, "extend")
    return _letter(dossier, passage) | {"reason": _within(passage)}


def stop(dossier: Dossier) -> dict[str, Any]:
    """Mẫu 05: Thông báo dừng giải quyết hồ sơ: on legal grounds, or because the citizen takes it back."""
    session = db.session()
    passage = last_passage(session, dossier, "stop", "let_go")
    withdrawn = passage is not None and passage.step == "let_go"
    told = last_passage(session, dossier, "withdraw") if withdrawn else passage
    words = {
        "withdrawn": withdrawn,
        "asked_at": told.at if told else None,
        "reason": _within(told),
    }
    return _letter(dossier, passage) | words | {"bases": bases_of(dossier)}


def _within(passage: Passage | None) -> str:
    """The reason of a step as it goes on within a sentence, whose full stop follows: what was typed in lines, in one."""
    lines = [line.strip(" -;").rstrip(".") for line in ((passage.reason if passage else "") or "").splitlines()]
    return "; ".join(filter(None, lines))


def _letter(dossier: Dossier, passage: Passage | None) -> dict[str, Any]:
    words = facts(dossier)
    words |= {"unit": words["competent"], "receiver": dossier.unit}
    if passage is None:
        return words
    signature = _signed(passage, dossier.competent_id or dossier.unit_id)
    return words | {"signature": signature, "today": signature.day}


def _signed(passage: Passage, unit_id: int) -> Signature:
    """A leader signs what he decided; where an official did, the place of the chairman is kept for a pen."""
    session, day = db.session(), clock.local(passage.at).date()
    leads = passage.actor_id and title_held(session, passage.actor_id, unit_id, day, LEADER.name)
    if leads or passage.delegated_by_id:
        return signature_by(session, passage, unit_id)
    return Signature(day=day)

"""“Must not be asked for again”: a result of the store stands for a paper of a dossier, with the citizen's consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import _, as_system, clock
from modules.dossiers.desk.papers import HandedPaper, Shape
from modules.dossiers.store.consents import Consent, Given
from modules.dossiers.store.readings import StoreReading, What
from modules.dossiers.store.results import StoredResult

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


def consent_of(session: Session, dossier: Dossier) -> Consent | None:
    """Return the consent that the applicant of a dossier has given for it and not withdrawn."""
    where = (
        Consent.dossier_id == dossier.id, Consent.citizen_id == dossier.citizen_id, Consent.state == Given.GIVEN
    )  # fmt: skip
    return session.scalars(select(Consent).where(*where).order_by(Consent.id.desc()).limit(1)).first()


def use(session: Session, dossier: Dossier, paper: HandedPaper, result_id: int | None) -> None:
    """Let a result stand for a paper.

    ValueError: received already, no consent (of today), another person's result, or one that has no value any more.
    """
    if dossier.received_at is not None or paper.dossier_id != dossier.id:
        raise ValueError(str(_("The dossier has been received; its papers do not change any more.")))
    consent = consent_of(session, dossier)
    if consent is None:
        raise ValueError(str(_("Only with the citizen's consent: say how he agreed.")))
    consent.require(dossier.citizen_id)
    result = _result(session, result_id)
    _require_fit(result, dossier.citizen_id)
    paper.shape, paper.digitised, paper.stored_id = Shape.STORED, True, result_id
    if result is not None:
        StoreReading.note(session, result, consent, What.USED)


def require_fit(session: Session, dossier: Dossier) -> None:
    """At reception: whatever is said to come from the store does, belongs to the applicant, and he has agreed.

    ValueError says which paper does not.
    """
    for paper in dossier.papers:
        if paper.shape is not Shape.STORED:
            paper.stored_id = None
            continue
        if paper.stored_id is None or consent_of(session, dossier) is None:
            text = _("“%(paper)s” is not taken from the results store: choose it there, with the citizen's consent.", paper=paper.name)  # fmt: skip
            raise ValueError(str(text))
        _require_fit(_result(session, paper.stored_id), dossier.citizen_id)


def _result(session: Session, result_id: int | None) -> StoredResult | None:
    with as_system():
        return session.scalar(select(StoredResult).where(StoredResult.id == (result_id or 0)))


def _require_fit(result: StoredResult | None, citizen_id: str | None) -> None:
    # A result that is none and one of somebody else get the same sentence: nobody finds out what others have.
    if result is None or not citizen_id or result.citizen_id != citizen_id:
        raise ValueError(str(_("The applicant has no such result in the store.")))
    refusal = result.refusal(clock.today())
    if refusal:
        raise ValueError(refusal)

"""The store beside a dossier: what it offers before reception, and the result that goes into it at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g
from sqlalchemy import select

from app.toolkit import Attachment, as_system, clock, kept
from modules.dossiers.desk.papers import HandedPaper, Shape
from modules.dossiers.roles import HANDLERS, RECEPTION
from modules.dossiers.store.consents import Consent, Means
from modules.dossiers.store.readings import StoreReading
from modules.dossiers.store.results import SLOT, StoredResult, number_of
from modules.dossiers.store.reuse import consent_of

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


@dataclass(frozen=True)
class Offer:
    """How many results the applicant has; which ones, only once he has agreed for this dossier.

    `stored`: the papers for which one stands, with its name while that consent, of today or not, has not been withdrawn.
    """

    dossier_id: int
    code: str
    number: int
    consent: Consent | None
    results: list[StoredResult]
    papers: list[HandedPaper]
    stored: list[tuple[str, str]]
    means: list[Means]


@dataclass(frozen=True)
class Kept:
    """The file of the result, whether it lies in the store, and whether this person may put it there."""

    dossier_id: int
    files: list[Attachment]
    result: StoredResult | None
    person: bool
    may: bool


@dataclass(frozen=True)
class Log:
    """Who has read a result, newest first."""

    readings: list[StoreReading]


def offer(dossier: Dossier) -> Offer | None:
    """What the desk is told before reception; None where the store has nothing of this person."""
    if dossier.received_at is not None or not dossier.citizen_id:
        return None
    if not g.principal.holds((RECEPTION,), dossier.unit_id):
        return None
    with as_system() as session:
        number = number_of(session, dossier.citizen_id)
        consent = consent_of(session, dossier)
        fresh = consent is not None and consent.holds_on == clock.today()
        results = StoredResult.of_person(session, dossier.citizen_id, clock.today()) if fresh else []
        where = HandedPaper.dossier_id == dossier.id
        papers = list(session.scalars(select(HandedPaper).where(where).order_by(HandedPaper.position)))
        taken = [paper for paper in papers if paper.shape is Shape.STORED]
        found = session.scalars(select(StoredResult).where(StoredResult.id.in_([one.stored_id for one in taken])))
        names = {one.id: str(one) for one in found} if consent else {}
        stored = [(paper.name, names.get(paper.stored_id or 0, "")) for paper in taken]
    if not number and not stored:
        return None
    open_ones = [paper for paper in papers if paper.shape is not Shape.STORED]
    words = (number, consent if fresh else None, results, open_ones, stored, list(Means))
    return Offer(dossier.id, dossier.code or "", *words)


def result_file(dossier: Dossier) -> Kept | None:
    """The result at the end of a dossier; None before it is handled."""
    if dossier.solved_at is None:
        return None
    with as_system() as session:
        files, result = kept(session, dossier, SLOT), StoredResult.of_dossier(session, dossier.id)
    may = any(g.principal.holds(HANDLERS, unit) for unit in (dossier.unit_id, dossier.competent_id) if unit)
    return Kept(dossier.id, files, result, bool(dossier.citizen_id), may)


def readings_of_result(result: StoredResult) -> Log:
    """Who has read a result, from whichever unit."""
    with as_system() as session:
        return Log(StoreReading.of(session, StoreReading.result_id == result.id))


def readings_by_consent(consent: Consent) -> Log:
    """What has been read by a consent; results of other units are named, not opened."""
    with as_system() as session:
        return Log(StoreReading.of(session, StoreReading.consent_id == consent.id))

"""The paper of a request: what it says of the entry, its number, and both signatures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.toolkit import Unit, User, _, as_system, clock, db, next_number
from modules.civil_registration.annotations.notes import notes_of
from modules.civil_registration.births import certificate
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.cases.paper import CHECK, PLACES, on_one_page
from modules.civil_registration.deaths import extract as certificate_of_death
from modules.civil_registration.extracts.extract import Extract, require_given
from modules.civil_registration.extracts.fee import KEY
from modules.civil_registration.roles import SIGNER
from modules.signing.appearance import paper
from modules.signing.both import Both, Drawn
from modules.signing.stamp import Stamp

TOLD = {Event.BIRTH: certificate.told, Event.DEATH: certificate_of_death.told}
TITLES = {Event.BIRTH: "TRÍCH LỤC KHAI SINH", Event.DEATH: "TRÍCH LỤC KHAI TỬ"}
SERIES = {Event.BIRTH: "TLKS-BS", Event.DEATH: "TLKT-BS"}


@dataclass(frozen=True)
class Given:
    """What a request gets with its number."""

    number: int
    year: int
    code: str
    day: str
    code_hash: str
    signer_title: str


def told(extract: Extract) -> dict[str, Any]:
    """Return what the paper says of the entry as it stands today."""
    session, case = db.session(), extract.case()
    with as_system():  # the entry may stand in another ward's book
        words: dict[str, Any] = TOLD[case.event](case)
        source = session.get_one(Unit, case.unit_id)
    return {
        "extract": extract,
        "case": case,
        "unit": session.get_one(Unit, extract.unit_id),
        "today": clock.today(),
        "title": TITLES[case.event],
        "series": SERIES[case.event],
        "words": words | {"source": source, "what": case.module, "notes": notes_of([case])[case.id]},
    }


def _drawn(extract: Extract, signer: User, test: bool) -> Drawn:  # noqa: FBT001 - the contract of Both
    """Draw the next number and the page that is to be signed. ValueError: the entry was revoked meanwhile."""
    require_given(extract.case())
    day, stamp = clock.today(), Stamp.new(extract.unit_id, signer, SIGNER.name, test=test)
    number = next_number(db.session(), extract.unit_id, f"civil_registration.extract.{extract.event.value}", day.year)
    code = f"{number:02d}/{day.year}/{SERIES[extract.event]}"
    words = told(extract) | stamp.words(CHECK) | {"entry": code, "today": day}
    page = on_one_page("civil_registration/extract_print.html", words)
    given = Given(number, day.year, code, day.isoformat(), stamp.hash, stamp.title)
    return Drawn(page, asdict(given))


def _enter(extract: Extract, signer: User, words: dict[str, Any]) -> None:
    given = Given(**words)
    extract.number, extract.year, extract.code = given.number, given.year, given.code
    extract.signed_on, extract.code_hash = date.fromisoformat(given.day), given.code_hash
    extract.signer_id, extract.signer_title = signer.id, given.signer_title


SIGNED = Both(KEY, Extract, _drawn, paper("extract", _("Copy of an extract")), PLACES, _enter)


def seal(extract: Extract) -> None:
    """Add the agency's signature and keep the file. ValueError: the entry was revoked after the official had signed."""
    require_given(extract.case())
    kind = "khai-sinh" if extract.event is Event.BIRTH else "khai-tu"
    SIGNED.seal(extract, f"trich-luc-{kind}-{extract.number}-{extract.year}.pdf")


def case_holds(case: Case) -> bool:
    """Whether an extract of a case may be asked for."""
    try:
        require_given(case)
    except ValueError:
        return False
    return True

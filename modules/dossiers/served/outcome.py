"""What the answer of a service leaves on its dossier: number and day, the files in the results store, the refusal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import acting, content_of, keep, take_steps
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.served.service import Answered, Result
from modules.dossiers.store.results import SLOT, Standing, StoredResult

LONGEST = 60  # of the number on a dossier


def of_results(results: Sequence[Result]) -> dict[str, Any]:
    """What is asked with the step that ends the work: the numbers, as many as have room, and the last day."""
    numbers = [one.number for one in results]
    number = "; ".join(numbers)
    if len(number) > LONGEST:
        number = f"{numbers[0]} … {numbers[-1]}"[:LONGEST]
    return {"result_number": number, "result_on": max(one.day for one in results), "digital_result": True}


def reason_of(answered: Answered) -> str:
    """The sentence of a dossier of which everything was refused."""
    return "; ".join(f"{one.what}: {one.reason}" for one in answered.refusals)


def basis_of(answered: Answered) -> str:
    """The legal bases of the refusals, each once."""
    return "\n".join(dict.fromkeys(one.basis for one in answered.refusals))


def keep_results(session: Session, dossier: Dossier, answered: Answered) -> None:
    """Put the file of each result on its dossier and into the store, once; revoke there what was annulled since."""
    known = session.scalars(select(StoredResult).where(StoredResult.dossier_id == dossier.id)).all()
    stored = {one.number: one for one in known}
    for result in answered.results:
        held = stored.get(result.number)
        if result.annulled:
            if held is not None and held.state is Standing.IN_FORCE:
                take_steps(session, held, [("revoke", acting().user_id)], reason=result.annulled)
        elif held is None and result.file is not None and dossier.citizen_id:
            content = content_of(result.file)
            keep(session, dossier, result.file.name, content, slot=SLOT)
            StoredResult.put_one(session, dossier, result.title, result.number, result.day, result.file.name, content)

"""The screen of requests for extracts, and their road: asked for, put forward, signed, sealed, paid and handed over."""

from __future__ import annotations

from typing import Any

from app.toolkit import (
    Allow,
    Board,
    List,
    Panel,
    Preview,
    Resource,
    Section,
    Step,
    Workflow,
    _,
    acting,
    db,
    note_reading,
)
from modules.civil_registration.cases.road import SAME_DAY
from modules.civil_registration.extracts import issuing
from modules.civil_registration.extracts.extract import Extract, State
from modules.civil_registration.extracts.fee import KEY
from modules.civil_registration.roles import ARCHIVIST, OFFICER, OVERSEER, SEALER, SIGNER
from modules.fees.pages import panel


def _owed(extract: Extract) -> Any:
    """What is owed, and the receipt."""
    found = panel(KEY, extract.id)
    return found if found.charges else None


def _to_sign(extract: Extract) -> dict[str, Any] | None:
    """The paper as it will be, for whoever signs or seals it: the entry may stand in another ward's book."""
    return issuing.told(extract) if extract.state in (State.FORWARDED, State.SIGNED) else None


def _opened(extract: Extract) -> None:
    """Write down who looked at an entry through the request for its extract."""
    note_reading(db.session(), extract, str(_("Entry %(entry)s", entry=extract.entry)), acting().user_id)


road = Workflow(
    Extract.state,
    [
        Step(
            "put_forward", _("Put forward"), State.REQUESTED, State.FORWARDED, by=OFFICER,
            do=Extract.put_forward, icon="send",
        ),
        Step(
            "refuse", _("Refuse"), State.REQUESTED, State.REFUSED, by=OFFICER, reason=True,
            form=[Extract.legal_basis], do=Extract.refuse, main=False, icon="ban",
        ),
        Step(
            "withdraw", _("The citizen wants it no more"), State.REQUESTED, State.WITHDRAWN, by=OFFICER, reason=True,
            do=Extract.withdraw, main=False, icon="arrow-back-up",
        ),
        Step(
            "sign", _("Sign the extract"), State.FORWARDED, State.SIGNED, by=SIGNER, not_by=["put_forward"],
            confirm=_("The extract gets its number; it is never given again."),
            do=issuing.SIGNED.sign, decides=True, icon="signature",
        ),
        Step(
            "return", _("Return to the officer"), State.FORWARDED, State.REQUESTED, by=SIGNER, reason=True,
            main=False, icon="arrow-back-up",
        ),
        Step(
            "seal", _("Seal the extract"), State.SIGNED, State.SEALED, by=SEALER,
            confirm=_("The agency's signature closes the file."), do=issuing.seal, icon="certificate",
        ),
        Step(
            "hand_over", _("Hand over to the citizen"), State.SEALED, State.ISSUED, by=OFFICER,
            confirm=_("Only with a receipt, also one over 0 đ for whoever is exempt."),
            do=Extract.hand_over, icon="circle-check",
        ),
    ],
    bar=[State.REQUESTED, State.FORWARDED, State.SIGNED, State.SEALED, State.ISSUED],
    terms={State.REQUESTED: SAME_DAY, State.FORWARDED: SAME_DAY, State.SIGNED: SAME_DAY},
    editable=[State.REQUESTED],
)  # fmt: skip
extracts = Resource(
    Extract,
    _("Copies of extracts"),
    one=_("Copy of an extract"),
    slug="extracts",
    icon="file-text",
    heading=Extract.about,
    access=[
        Allow(OFFICER, "read", "update", "export"),
        *(Allow(role, "read", "export") for role in (SIGNER, SEALER, ARCHIVIST)),
        Allow(OVERSEER, "read"),
    ],
    views=[
        List(
            [Extract.code, Extract.about, Extract.event, Extract.entry, Extract.copies, Extract.due_at, Extract.state],
            under=Extract.asker_name,
        ),
        Board(by=Extract.state),
    ],
    filters=[Extract.state, Extract.event, Extract.signed_on, Extract.source_id],
    groups=[Extract.state, Extract.event],
    form=[
        Section(_("Entry in the register"), [Extract.event, Extract.about, Extract.entry, Extract.source_id]),
        Section(
            _("Who asks"),
            [
                Extract.asker_name, Extract.asker_relation, Extract.asker_citizen_id, Extract.asker_paper,
                Extract.asker_paper_number, Extract.phone, Extract.purpose, Extract.copies,
            ],
        ),
        Section(
            _("Extract"),
            [Extract.code, Extract.signed_on, Extract.signer_id],
            when=lambda extract: extract.number is not None,
        ),
        Section(
            _("Refusal"), [Extract.legal_basis], when=lambda extract: extract.state is State.REFUSED
        ),
    ],
    workflow=road,
    panels=[
        Panel("paper", _("Copy of an extract"), "extract_leaf.html", _to_sign),
        Panel("fee", _("Fee"), "extract_fee.html", _owed),
    ],
    findings=Extract.found,
    preview=Preview(_("Copy of an extract"), "extract_preview.html", issuing.told),
    opened=_opened,
)  # fmt: skip

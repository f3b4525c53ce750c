"""The screens of stored results and of consents."""

from app.toolkit import Allow, List, Panel, Resource, Section, Step, Workflow, _
from modules.dossiers.roles import LEADER, RECEPTION, SEALER, SUPERVISOR
from modules.dossiers.store.consents import Consent, Given
from modules.dossiers.store.panels import readings_by_consent, readings_of_result
from modules.dossiers.store.results import Standing, StoredResult

results = Resource(
    StoredResult,
    _("Stored results"),
    one=_("New stored result"),
    slug="results",
    icon="database",
    heading=StoredResult.title,
    under=_("Results store"),
    access=[Allow(role, "read") for role in (SEALER, LEADER, SUPERVISOR)],
    views=[
        List(
            [StoredResult.number, StoredResult.title, StoredResult.issued_on, StoredResult.valid_to, StoredResult.state]
        )
    ],
    filters=[StoredResult.state, StoredResult.procedure_id, StoredResult.issued_on],
    form=[
        Section(
            _("Result"),
            [
                StoredResult.title, StoredResult.number, StoredResult.issued_on, StoredResult.valid_to,
                StoredResult.procedure_id, StoredResult.citizen_id,
            ],
        )
    ],
    workflow=Workflow(
        StoredResult.state,
        [
            Step(
                "revoke", _("Revoke"), Standing.IN_FORCE, Standing.REVOKED, by=LEADER, reason=True,
                main=False, icon="ban",
            ),
        ],
        bar=[Standing.IN_FORCE, Standing.REVOKED],
        editable=[],
    ),
    panels=[Panel("readings", _("Who has read it"), "readings.html", readings_of_result)],
    attachments=False,  # handed out by consent alone (pages.py)
)  # fmt: skip
consents = Resource(
    Consent,
    _("Consents of citizens"),
    one=_("New consent"),
    slug="consents",
    icon="shield-check",
    heading=Consent.reason,
    under=_("Results store"),
    access=[Allow(RECEPTION, "read"), Allow(SUPERVISOR, "read")],
    views=[List([Consent.reason, Consent.citizen_id, Consent.means, Consent.holds_on, Consent.state])],
    filters=[Consent.state, Consent.means, Consent.holds_on],
    form=[Section(_("Consent"), [Consent.reason, Consent.citizen_id, Consent.means, Consent.holds_on])],
    workflow=Workflow(
        Consent.state,
        [
            Step(
                "withdraw", _("Citizen withdraws it"), Given.GIVEN, Given.WITHDRAWN, by=RECEPTION,
                main=False, icon="arrow-back-up",
            ),
        ],
        bar=[Given.GIVEN, Given.WITHDRAWN],
        editable=[],
    ),
    panels=[Panel("readings", _("What was read by it"), "readings.html", readings_by_consent)],
    attachments=False,
)  # fmt: skip
ALL = [results, consents]

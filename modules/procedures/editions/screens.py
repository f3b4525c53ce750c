"""The screens of editions."""

from __future__ import annotations

from app.toolkit import Allow, Attach, Board, Lines, List, Panel, Pivot, Report, Resource, Section, _
from modules.procedures.editions.contents import Basis, EditionLevel, Outcome, Required, Route
from modules.procedures.editions.difference import since_before
from modules.procedures.editions.edition import HOLDS, Edition, Stage
from modules.procedures.editions.paper import sheet
from modules.procedures.editions.road import road
from modules.procedures.roles import DRAFTER, OFFICE, READER, SIGNER

editions = Resource(
    Edition,
    _("Editions of procedures"),
    one=_("New edition of a procedure"),
    slug="editions",
    icon="file-text",
    shared=True,
    heading=Edition.name,
    access=[
        Allow(DRAFTER, "read", "create", "update", "delete", "export"),
        Allow(OFFICE, "read", "create", "update", "export"),
        Allow(SIGNER, "read", "export"),
        # What was in force as well: an open dossier asks for what its edition asked for.
        Allow(READER, "read", "export", only=Edition.state.in_((*HOLDS, Stage.SUPERSEDED, Stage.ABOLISHED))),
    ],
    views=[
        List([Edition.code, Edition.name, Edition.number, Edition.state, Edition.valid_from, Edition.due_at]),
        Board(by=Edition.state),
        Pivot(rows=Edition.act, columns=Edition.state),
    ],
    filters=[Edition.state, Edition.act, Edition.decision_id, Edition.valid_from],
    groups=[Edition.state, Edition.act],
    form=[
        Section(
            _("The procedure"),
            [
                Edition.procedure_id,
                Edition.act,
                Edition.name,
                Edition.course,
                Edition.applicants,
                Edition.conditions,
            ],
        ),
        Lines(Edition.levels, [EditionLevel.level_id]),
        Lines(Edition.routes, [Route.way, Route.time, Route.time_unit, Route.fee, Route.note]),
        Lines(
            Edition.papers,
            [Required.case, Required.name, Required.form, Required.originals, Required.copies, Required.instead],
        ),
        Lines(Edition.outcomes, [Outcome.name, Outcome.code]),
        Lines(Edition.bases, [Basis.number, Basis.about, Basis.issued_on, Basis.issuer]),
        Section(
            _("Agencies"),
            [Edition.agency, Edition.authority, Edition.delegated, Edition.coordinating, Edition.place],
        ),
        Section(_("For searching"), [Edition.keywords, Edition.note]),
        Section(
            _("In force"),
            [Edition.decision_id, Edition.valid_from, Edition.valid_to, Edition.public_on, Edition.address],
            when=lambda edition: bool(edition.decision_id),
        ),
    ],
    workflow=road,
    panels=[Panel("changes", _("Against the edition before"), "changes.html", since_before)],
    reports=[Report("noi-dung", _("Sheet of the procedure"), "sheet_print.html", sheet)],
)

TABS = [
    Attach("procedures.procedures", editions, on=Edition.procedure_id, begins=bool),
    Attach("procedures.decisions", editions, on=Edition.decision_id),
]

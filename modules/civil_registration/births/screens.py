"""The screen of births: one form with the certificate beside it."""

from app.toolkit import Allow, Board, Lines, List, Preview, Resource, Section, _
from modules.civil_registration.births import certificate, findings
from modules.civil_registration.births.birth import Birth, Doubt
from modules.civil_registration.branches.panel import PANEL as BRANCHES
from modules.civil_registration.cases import fee
from modules.civil_registration.cases.draft import draft_of
from modules.civil_registration.cases.look_up import asking
from modules.civil_registration.cases.road import road_of
from modules.civil_registration.ministry.pages import PANEL
from modules.civil_registration.roles import ARCHIVIST, OFFICER, OVERSEER, SEALER, SIGNER

births = Resource(
    Birth,
    _("Births"),
    one=_("Declare a birth"),
    slug="births",
    icon="baby-carriage",
    heading=Birth.child_name,
    access=[
        Allow(OFFICER, "read", "create", "update", "export", "import"),
        *(Allow(role, "read", "export") for role in (SIGNER, SEALER, ARCHIVIST)),
        Allow(OVERSEER, "read"),
    ],
    views=[
        List(
            [Birth.entry, Birth.child_name, Birth.born, Birth.declarer_name, Birth.registration, Birth.due_at, Birth.state],
            under=Birth.mother_name,
        ),
        Board(by=Birth.state),
    ],
    filters=[Birth.state, Birth.pid, Birth.at_ministry, Birth.registration, Birth.origin, Birth.registered_on, Birth.sex],
    groups=[Birth.state, Birth.registration, Birth.sex],
    form=[
        Section(
            _("Who declares"),
            [
                Birth.declarer_name, Birth.relation, Birth.declarer_citizen_id, Birth.declarer_home,
                Birth.declarer_paper, Birth.declarer_paper_number, Birth.phone, Birth.copies, Birth.mobile_at,
            ],
        ),
        Section(
            _("The child"),
            [
                Birth.child_name, Birth.born, Birth.sex, Birth.ethnicity_id, Birth.country_id, Birth.citizen_id,
                Birth.born_at, Birth.native_place,
            ],
        ),
        Section(_("Proof of the birth"), [Birth.proof, Birth.proof_number, Birth.proof_on, Birth.proof_by, Birth.registration]),
        Section(
            _("Mother"),
            [
                Birth.mother_name, Birth.mother_born, Birth.mother_citizen_id, Birth.mother_ethnicity_id,
                Birth.mother_country_id, Birth.mother_home,
            ],
            asks=asking(
                "mother", Birth.mother_citizen_id, Birth.mother_name, Birth.mother_born,
                {"ethnicity": Birth.mother_ethnicity_id, "country": Birth.mother_country_id, "home": Birth.mother_home},
            ),
        ),
        Section(
            _("Father"),
            [
                Birth.father_name, Birth.father_born, Birth.father_citizen_id, Birth.father_ethnicity_id,
                Birth.father_country_id, Birth.father_home, Birth.fatherhood, Birth.marriage,
            ],
            asks=asking(
                "father", Birth.father_citizen_id, Birth.father_name, Birth.father_born,
                {"ethnicity": Birth.father_ethnicity_id, "country": Birth.father_country_id, "home": Birth.father_home},
            ),
        ),
        Lines(Birth.doubts, [Doubt.text, Doubt.why], fills=[], when=Birth.has_doubts),
        Section(
            _("Entry in the register"),
            [Birth.entry, Birth.book, Birth.registered_on, Birth.signer_id, Birth.pid, Birth.pid_told],
            when=Birth.is_entered,
        ),
        Section(_("Papers asked for"), [Birth.missing, Birth.missing_why], when=Birth.is_asked_for),
        Section(_("Refused"), [Birth.basis], when=Birth.is_refused),
    ],
    workflow=road_of(Birth, Doubt, certificate.ENTERING),
    panels=[PANEL, BRANCHES, fee.PANEL],
    reports=[draft_of("birth_draft.html", certificate.told)],
    findings=findings.of,
    preview=Preview(_("Birth certificate"), "birth_preview.html", certificate.told),
)  # fmt: skip

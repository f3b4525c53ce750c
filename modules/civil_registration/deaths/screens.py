"""The screen of deaths: one form with the extract beside it."""

from app.toolkit import Allow, Board, Lines, List, Preview, Resource, Section, _
from modules.civil_registration.branches.panel import PANEL as BRANCHES
from modules.civil_registration.cases import fee
from modules.civil_registration.cases.draft import draft_of
from modules.civil_registration.cases.look_up import asking
from modules.civil_registration.cases.road import road_of
from modules.civil_registration.deaths import extract, findings
from modules.civil_registration.deaths.death import Death, DeathDoubt
from modules.civil_registration.ministry.pages import PANEL
from modules.civil_registration.roles import ARCHIVIST, OFFICER, OVERSEER, SEALER, SIGNER

deaths = Resource(
    Death,
    _("Deaths"),
    one=_("Declare a death"),
    slug="deaths",
    icon="file-text",
    heading=Death.person_name,
    access=[
        Allow(OFFICER, "read", "create", "update", "export", "import"),
        *(Allow(role, "read", "export") for role in (SIGNER, SEALER, ARCHIVIST)),
        Allow(OVERSEER, "read"),
    ],
    views=[
        List(
            [Death.entry, Death.person_name, Death.died_on, Death.declarer_name, Death.registration, Death.due_at, Death.state],
            under=Death.home,
        ),
        Board(by=Death.state),
    ],
    filters=[Death.state, Death.at_ministry, Death.registration, Death.origin, Death.registered_on, Death.notice],
    groups=[Death.state, Death.registration, Death.sex],
    form=[
        Section(
            _("Who declares"),
            [
                Death.declarer_name, Death.relation, Death.declarer_citizen_id, Death.declarer_home,
                Death.declarer_paper, Death.declarer_paper_number, Death.phone, Death.copies, Death.mobile_at,
            ],
        ),
        Section(
            _("The deceased"),
            [
                Death.person_name, Death.born, Death.sex, Death.citizen_id, Death.ethnicity_id, Death.country_id,
                Death.paper, Death.paper_number, Death.home,
            ],
            asks=asking(
                "deceased", Death.citizen_id, Death.person_name, Death.born,
                {"sex": Death.sex, "ethnicity": Death.ethnicity_id, "country": Death.country_id, "home": Death.home},
            ),
        ),
        Section(_("The death"), [Death.died_on, Death.died_at, Death.place, Death.cause]),
        Section(
            _("Death notice"),
            [Death.notice, Death.notice_number, Death.notice_on, Death.notice_by, Death.registration],
        ),
        Lines(Death.doubts, [DeathDoubt.text, DeathDoubt.why], fills=[], when=Death.has_doubts),
        Section(
            _("Entry in the register"),
            [Death.entry, Death.book, Death.registered_on, Death.signer_id],
            when=Death.is_entered,
        ),
        Section(_("Papers asked for"), [Death.missing, Death.missing_why], when=Death.is_asked_for),
        Section(_("Refused"), [Death.basis], when=Death.is_refused),
    ],
    workflow=road_of(Death, DeathDoubt, extract.ENTERING),
    panels=[PANEL, BRANCHES, fee.PANEL],
    reports=[draft_of("death_draft.html", extract.told)],
    findings=findings.of,
    preview=Preview(_("Extract of a death"), "death_preview.html", extract.told),
)  # fmt: skip

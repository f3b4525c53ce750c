"""The screens of changes: begun from the entry, with the extract beside the form; and the rules of their kinds."""

from app.toolkit import Allow, Attach, Board, Lines, List, Preview, Resource, Section, _
from modules.civil_registration.annotations import findings, paper
from modules.civil_registration.annotations.change import Change, ChangeDoubt, ChangedPart
from modules.civil_registration.annotations.rules import ChangeRule
from modules.civil_registration.cases import fee
from modules.civil_registration.cases.kinds import ENTERED
from modules.civil_registration.cases.road import road_of
from modules.civil_registration.law.screens import READERS
from modules.civil_registration.ministry.pages import PANEL
from modules.civil_registration.roles import ARCHIVIST, OFFICER, OVERSEER, SEALER, SIGNER

changes = Resource(
    Change,
    _("Changes of entries"),
    one=_("Change an entry"),
    slug="changes",
    icon="edit",
    heading=Change.person_name,
    access=[
        Allow(OFFICER, "read", "create", "update", "export"),
        *(Allow(role, "read", "export") for role in (SIGNER, SEALER, ARCHIVIST)),
        Allow(OVERSEER, "read"),
    ],
    views=[
        List([Change.entry, Change.person_name, Change.kind, Change.due_at, Change.state], under=Change.grounds),
        Board(by=Change.state),
    ],
    filters=[Change.state, Change.kind, Change.at_ministry, Change.registered_on],
    groups=[Change.state, Change.kind],
    form=[
        Section(
            _("Who asks for it"),
            [
                Change.declarer_name, Change.relation, Change.declarer_citizen_id, Change.declarer_home,
                Change.declarer_paper, Change.declarer_paper_number, Change.phone,
            ],
        ),
        Section(
            _("The entry"),
            [
                Change.birth_id, Change.death_id, Change.person_name,
                Change.former_place, Change.former_entry, Change.former_on,
            ],
        ),
        Section(
            _("The change"),
            [Change.kind, Change.grounds, Change.proof, Change.fault, Change.agrees, Change.looked_into],
        ),
        Lines(Change.lines, [ChangedPart.what, ChangedPart.old, ChangedPart.new]),
        Lines(Change.doubts, [ChangeDoubt.text, ChangeDoubt.why], fills=[], when=Change.has_doubts),
        Section(_("Papers asked for"), [Change.missing, Change.missing_why], when=Change.is_asked_for),
        Section(_("Refused"), [Change.basis], when=Change.is_refused),
        Section(
            _("Entry in the register"),
            [Change.entry, Change.book, Change.registered_on, Change.signer_id, Change.notice],
            when=Change.is_entered,
        ),
    ],
    workflow=road_of(Change, ChangeDoubt, paper.ENTERING),
    panels=[PANEL, fee.PANEL],
    findings=findings.of,
    preview=Preview(_("Extract of a change"), "change_preview.html", paper.told),
    reports=[paper.NOTICE],
)  # fmt: skip
rules = Resource(
    ChangeRule,
    _("Rules of changes"),
    one=_("New rule of changes"),
    slug="change-rules",
    icon="settings",
    shared=True,
    menu=(OVERSEER,),
    access=READERS,
    views=[List([ChangeRule.kind, ChangeRule.days, ChangeRule.more, ChangeRule.source, ChangeRule.valid_from, ChangeRule.valid_to])],
    form=[
        Section(
            _("Rule"),
            [
                ChangeRule.kind, ChangeRule.days, ChangeRule.more, ChangeRule.cut_off, ChangeRule.agrees_from,
                ChangeRule.source, ChangeRule.valid_from, ChangeRule.valid_to,
            ],
        )
    ],
)  # fmt: skip


def _holds(case: object) -> bool:
    return getattr(case, "state", None) in ENTERED


ATTACHED = [
    Attach("civil_registration.births", changes, on=Change.birth_id, begins=_holds),
    Attach("civil_registration.deaths", changes, on=Change.death_id, begins=_holds),
]

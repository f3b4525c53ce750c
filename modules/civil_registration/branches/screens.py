"""The screens of branches and of their rules."""

from collections.abc import Callable

from app.toolkit import Allow, Board, List, Resource, Section, _
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import Kind
from modules.civil_registration.branches.panel import BESIDE
from modules.civil_registration.branches.road import road
from modules.civil_registration.branches.rules import BranchRule
from modules.civil_registration.law.screens import READERS
from modules.civil_registration.roles import ARCHIVIST, OFFICER, OVERSEER, SEALER, SIGNER

MONEY = (Kind.FUNERAL, Kind.SURVIVOR)


def _of(*kinds: Kind) -> Callable[[Branch], bool]:
    def fits(branch: Branch) -> bool:
        return branch.kind in kinds

    return fits


branches = Resource(
    Branch,
    _("Branches of interconnected dossiers"),
    one=_("New branch"),
    slug="branches",
    icon="sitemap",
    heading=Branch.about,
    access=[
        Allow(OFFICER, "read", "update", "export"),
        *(Allow(role, "read") for role in (SIGNER, SEALER, ARCHIVIST)),
    ],
    views=[
        List(
            [Branch.case_code, Branch.about, Branch.kind, Branch.result_number, Branch.due_at, Branch.trouble, Branch.state],
            under=Branch.says,
        ),
        Board(by=Branch.state),
    ],
    filters=[Branch.state, Branch.trouble, Branch.kind],
    groups=[Branch.state, Branch.kind, Branch.trouble],
    form=[
        Section(_("Answer of the agency"), [Branch.says, Branch.supply_by], when=lambda branch: bool(branch.says)),
        Section(_("Result"), [Branch.result_number, Branch.result_on], when=Branch.is_ended_well),
        Section(
            _("Household"),
            [Branch.head_name, Branch.head_citizen_id, Branch.head_relation, Branch.address, Branch.consent],
            when=_of(Kind.RESIDENCE),
        ),
        Section(_("Residence that ends"), [Branch.address], when=_of(Kind.END_OF_RESIDENCE)),
        Section(_("Health insurance card"), [Branch.clinic, Branch.delivery, Branch.post_address], when=_of(Kind.INSURANCE)),
        Section(_("Identity card"), [Branch.delivery, Branch.post_address], when=_of(Kind.ID_CARD)),
        Section(_("Support"), [Branch.benefit], when=_of(Kind.FUNERAL)),
        Section(
            _("Benefit of the survivors"),
            [Branch.insurance_number, Branch.survivors, Branch.dependants],
            when=_of(Kind.SURVIVOR),
        ),
        Section(_("Paying out"), [Branch.payment, Branch.holder, Branch.bank, Branch.account], when=_of(*MONEY)),
        Section(
            _("What was sent"),
            [Branch.case_code, Branch.times, Branch.sent_at, Branch.verifying],
            when=lambda branch: branch.times > 0,
        ),
    ],
    workflow=road,
    panels=[BESIDE],
)  # fmt: skip
rules = Resource(
    BranchRule,
    _("Times of interconnected branches"),
    one=_("New time of a branch"),
    slug="branch-rules",
    icon="clock",
    shared=True,
    menu=(OVERSEER,),
    access=READERS,
    views=[List([BranchRule.kind, BranchRule.days, BranchRule.source, BranchRule.valid_from, BranchRule.valid_to])],
    filters=[BranchRule.event, BranchRule.kind],
    form=[
        Section(
            _("Time of a branch"),
            [
                BranchRule.event, BranchRule.kind, BranchRule.procedure, BranchRule.days, BranchRule.hours,
                BranchRule.cut_off, BranchRule.verify_days, BranchRule.supplement_days, BranchRule.patience,
                BranchRule.source, BranchRule.valid_from, BranchRule.valid_to,
            ],
        )
    ],
)  # fmt: skip

"""The screens of the catalogue: procedures, online services, and the lists behind them."""

from __future__ import annotations

from app.toolkit import Allow, Attach, List, Pivot, Resource, Section, _
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.online import OnlineService, ServiceLevel
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.catalogue.sectors import Sector
from modules.procedures.roles import DRAFTER, OFFICE, READER, SIGNER

ALL_ACTS = ("read", "create", "update", "delete", "export", "import")
READS = [Allow(role, "read", "export") for role in (DRAFTER, SIGNER, READER)]
LISTS = _("Lists")

procedures = Resource(
    Procedure,
    _("Procedures"),
    one=_("New procedure"),
    slug="procedures",
    icon="clipboard-list",
    shared=True,
    heading=Procedure.name,
    key=[Procedure.code],
    access=[
        Allow(OFFICE, *ALL_ACTS),
        Allow(DRAFTER, "read", "create", "update", "export"),
        *[Allow(role, "read", "export") for role in (SIGNER, READER)],
    ],
    views=[
        List(
            [Procedure.code, Procedure.name, Procedure.sector_id, Procedure.standing, Procedure.since, Procedure.public]
        ),
        Pivot(rows=Procedure.sector_id, columns=Procedure.standing),
    ],
    filters=[Procedure.standing, Procedure.sector_id, Procedure.kind, Procedure.public],
    groups=[Procedure.sector_id, Procedure.standing, Procedure.kind],
    form=[
        Section(_("Procedure"), [Procedure.code, Procedure.name, Procedure.sector_id, Procedure.kind]),
        Section(
            _("In force"),
            [Procedure.standing, Procedure.since, Procedure.until, Procedure.public],
            when=lambda procedure: bool(procedure.since),
        ),
    ],
)

online_services = Resource(
    OnlineService,
    _("Online services"),
    one=_("New online service"),
    slug="online-services",
    icon="world",
    shared=True,
    heading=OnlineService.name,
    key=[OnlineService.code],
    access=[Allow(OFFICE, *ALL_ACTS), *READS],
    views=[
        List(
            [
                OnlineService.code,
                OnlineService.name,
                OnlineService.procedure_id,
                OnlineService.level_id,
                OnlineService.valid_from,
                OnlineService.valid_to,
            ]
        ),
        Pivot(rows=OnlineService.level_id, columns=OnlineService.pays),
    ],
    filters=[OnlineService.level_id, OnlineService.pays],
    groups=[OnlineService.level_id],
    form=[
        Section(
            _("Online service"),
            [
                OnlineService.procedure_id,
                OnlineService.name,
                OnlineService.code,
                OnlineService.level_id,
                OnlineService.pays,
                OnlineService.address,
                OnlineService.valid_from,
                OnlineService.valid_to,
            ],
        )
    ],
)

sectors = Resource(
    Sector,
    _("Sectors"),
    one=_("New sector"),
    slug="sectors",
    icon="stack-2",
    under=LISTS,
    shared=True,
    heading=Sector.name,
    key=[Sector.name],
    access=[Allow(OFFICE, *ALL_ACTS), *READS],
    views=[List([Sector.name, Sector.department_id])],
    form=[Section(_("Sector"), [Sector.name, Sector.department_id])],
    attachments=False,
)

LEVEL = [Level.code, Level.name, Level.rank, Level.communal, Level.day_hours, Level.valid_from, Level.valid_to]
levels = Resource(
    Level,
    _("Levels of procedures"),
    one=_("New level of procedures"),
    slug="levels",
    icon="stack-2",
    under=LISTS,
    shared=True,
    heading=Level.name,
    access=[Allow(OFFICE, *ALL_ACTS), *READS],
    views=[List(LEVEL, sort=Level.rank)],
    form=[Section(_("Level of procedures"), [*LEVEL, Level.source])],
    attachments=False,
)

SERVICE = [ServiceLevel.name, ServiceLevel.rank, ServiceLevel.handed_in, ServiceLevel.valid_from, ServiceLevel.valid_to]
service_levels = Resource(
    ServiceLevel,
    _("Levels of online services"),
    one=_("New level of online services"),
    slug="service-levels",
    icon="stack-2",
    under=LISTS,
    shared=True,
    heading=ServiceLevel.name,
    access=[Allow(OFFICE, *ALL_ACTS), *READS],
    views=[List(SERVICE, sort=ServiceLevel.rank)],
    form=[Section(_("Level of online services"), [*SERVICE, ServiceLevel.source])],
    attachments=False,
)

BEHIND = [sectors, levels, service_levels]
TABS = [Attach("procedures.procedures", online_services, on=OnlineService.procedure_id, begins=bool)]

"""The screens of what completeness is counted against."""

from app.toolkit import Allow, List, Resource, Section, _
from modules.civil_registration.figures.expected import VitalRate, WardPopulation
from modules.civil_registration.law.screens import READERS
from modules.civil_registration.roles import OVERSEER

populations = Resource(
    WardPopulation,
    _("Population of wards"),
    one=_("New population of a ward"),
    slug="populations",
    icon="users",
    shared=True,
    menu=(OVERSEER,),
    access=[Allow(OVERSEER, "read", "create", "update", "export", "import"), *READERS[1:]],
    views=[List([WardPopulation.ward_id, WardPopulation.people, WardPopulation.source, WardPopulation.valid_from, WardPopulation.valid_to])],
    form=[
        Section(
            _("Number of people"),
            [
                WardPopulation.ward_id, WardPopulation.people, WardPopulation.source,
                WardPopulation.valid_from, WardPopulation.valid_to,
            ],
        )
    ],
)  # fmt: skip
rates = Resource(
    VitalRate,
    _("Birth and death rates"),
    one=_("New birth or death rate"),
    slug="rates",
    icon="chart-bar",
    shared=True,
    menu=(OVERSEER,),
    access=READERS,
    views=[
        List(
            [
                VitalRate.event,
                VitalRate.ward_id,
                VitalRate.rate,
                VitalRate.source,
                VitalRate.valid_from,
                VitalRate.valid_to,
            ]
        )
    ],
    form=[
        Section(
            _("Birth or death rate"),
            [
                VitalRate.event,
                VitalRate.ward_id,
                VitalRate.rate,
                VitalRate.source,
                VitalRate.valid_from,
                VitalRate.valid_to,
            ],
        )
    ],
)

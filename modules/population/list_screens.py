"""The screens of the code lists."""

from app.toolkit import Allow, List, Resource, Section, _
from modules.population.lists import Country, Ethnicity, Province
from modules.population.roles import EVERYBODY, KEEPER

LISTS = _("Code lists")
ACCESS = [
    Allow(KEEPER, "read", "create", "update", "export"),
    *(Allow(role, "read") for role in EVERYBODY if role is not KEEPER),
]

ethnicities = Resource(
    Ethnicity,
    _("Ethnicities"),
    one=_("New ethnicity"),
    slug="ethnicities",
    icon="users",
    shared=True,
    under=LISTS,
    access=ACCESS,
    views=[
        List([Ethnicity.code, Ethnicity.name, Ethnicity.aliases, Ethnicity.valid_from, Ethnicity.valid_to], sort=Ethnicity.code)
    ],
    form=[
        Section(
            _("Ethnicity"),
            [
                Ethnicity.code, Ethnicity.name, Ethnicity.aliases, Ethnicity.source,
                Ethnicity.valid_from, Ethnicity.valid_to,
            ],
        )
    ],
    attachments=False,
)  # fmt: skip
countries = Resource(
    Country,
    _("Countries"),
    one=_("New country"),
    slug="countries",
    icon="world",
    shared=True,
    under=LISTS,
    access=ACCESS,
    views=[List([Country.code, Country.alpha3, Country.name, Country.valid_from, Country.valid_to], sort=Country.name)],
    form=[
        Section(
            _("Country"),
            [Country.code, Country.alpha3, Country.name, Country.source, Country.valid_from, Country.valid_to],
        )
    ],
    attachments=False,
)
provinces = Resource(
    Province,
    _("Provinces"),
    one=_("New province"),
    slug="provinces",
    icon="building-community",
    shared=True,
    under=LISTS,
    access=ACCESS,
    views=[
        List([Province.kind, Province.code, Province.name, Province.now, Province.valid_from, Province.valid_to], sort=Province.code)
    ],
    filters=[Province.kind],
    form=[
        Section(
            _("Province"),
            [
                Province.kind, Province.code, Province.name, Province.now, Province.source,
                Province.valid_from, Province.valid_to,
            ],
        )
    ],
    attachments=False,
)  # fmt: skip
ALL = [ethnicities, countries, provinces]

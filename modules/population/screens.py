"""The screens of people, of differences, and of who looked up whom."""

from app.toolkit import Allow, Board, Lines, List, Panel, Resource, Section, _
from modules.population import panels
from modules.population.beside import PersonAddress, PersonPaper, Relation
from modules.population.difference import Difference, workflow
from modules.population.person import Person
from modules.population.register import LookUp
from modules.population.roles import OFFICER, OVERSEER

people = Resource(
    Person,
    _("People"),
    one=_("New person"),
    slug="people",
    icon="users",
    heading=Person.full_name,
    access=[Allow(OFFICER, "read", "create", "update", "export", "import"), Allow(OVERSEER, "read")],
    views=[
        List([Person.full_name, Person.born, Person.sex, Person.citizen_id, Person.ethnicity_id, Person.died_on]),
    ],
    filters=[Person.born, Person.sex, Person.ethnicity_id, Person.country_id],
    groups=[Person.sex, Person.ethnicity_id],
    form=[
        Section(
            _("Person"),
            [
                Person.full_name,
                Person.surname,
                Person.middle_name,
                Person.given_name,
                Person.born,
                Person.sex,
                Person.ethnicity_id,
                Person.country_id,
                Person.other_country_id,
                Person.died_on,
            ],
        ),
        Section(_("Numbers"), [Person.citizen_id, Person.old_number, Person.phone]),
        Lines(Person.papers, [PersonPaper.kind, PersonPaper.number, PersonPaper.issued_on, PersonPaper.issuer]),
        Lines(
            Person.addresses,
            [
                PersonAddress.kind,
                PersonAddress.unit_id,
                PersonAddress.detail,
                PersonAddress.commune,
                PersonAddress.province,
                PersonAddress.country_id,
                PersonAddress.legacy_text,
            ],
        ),
        Lines(Person.relations, [Relation.kind, Relation.other_id]),
    ],
    panels=[
        Panel("doubts", _("To look at again"), "doubts.html", panels.doubts),
        Panel("known", _("What is known, and from where"), "known.html", panels.history),
        Panel("old", _("Old addresses"), "old_addresses.html", panels.old_addresses),
        Panel("family", _("Family"), "family.html", panels.family),
    ],
)
differences = Resource(
    Difference,
    _("Differences"),
    one=_("Difference"),
    slug="differences",
    icon="arrow-back-up",
    access=[Allow(OFFICER, "read", "export"), Allow(OVERSEER, "read")],
    views=[
        List([
            Difference.person_id, Difference.column, Difference.present, Difference.present_source, Difference.other,
            Difference.other_source, Difference.state,
        ]),
        Board(by=Difference.state),
    ],
    filters=[Difference.state, Difference.column],
    form=[
        Section(
            _("Difference"),
            [
                Difference.person_id, Difference.column, Difference.present, Difference.present_source,
                Difference.other, Difference.other_source, Difference.why,
            ],
        )
    ],
    workflow=workflow,
    attachments=True,
)  # fmt: skip
look_ups = Resource(
    LookUp,
    _("Look-ups"),
    one=_("Look-up"),
    slug="look-ups",
    icon="search",
    access=[Allow(OFFICER, "read"), Allow(OVERSEER, "read")],
    views=[
        List([
            LookUp.created_at, LookUp.created_by_id, LookUp.person_id, LookUp.service, LookUp.purpose, LookUp.about, LookUp.outcome,
            LookUp.unit_id,
        ]),
    ],
    filters=[LookUp.outcome, LookUp.created_at],
    form=[
        Section(
            _("Look-up"),
            [
                LookUp.person_id, LookUp.full_name, LookUp.citizen_id, LookUp.born, LookUp.service, LookUp.purpose, LookUp.about,
                LookUp.outcome, LookUp.sentence, LookUp.request_id,
            ],
        )
    ],
    attachments=False,
)  # fmt: skip
ALL = [people, differences, look_ups]

"""The screens of the catalogues: city-wide lists, and each unit's list of trainees."""

from __future__ import annotations

from app.toolkit import Allow, Lines, List, Panel, Resource, Section, _
from modules.training.catalogue.courses import Course, CoursePart, Requirement, Subject
from modules.training.catalogue.people import Position, Trainee
from modules.training.catalogue.trainers import Rank, Rate, Trainer, TrainerSubject
from modules.training.catalogue.venues import Closure, Journey, Region, Room, Venue
from modules.training.roles import APPROVER, COORDINATOR, EVERYBODY, FINANCE, HEAD, OFFICER, SEAL_KEEPER, TRAINER
from modules.training.timetable.shut import lessons_of

UNDER = _("Training catalogues")
KEEPERS = (COORDINATOR, FINANCE)  # others meet these rows on the forms that name them
KEEPS = Allow(COORDINATOR, "read", "create", "update", "delete", "export", "import")
READERS = [Allow(role, "read") for role in EVERYBODY if role is not COORDINATOR]
SHARED = [KEEPS, *READERS]

subjects = Resource(
    Subject,
    _("Subjects of training"),
    one=_("New subject of training"),
    slug="subjects",
    under=UNDER,
    menu=KEEPERS,
    icon="bookmark",
    shared=True,
    heading=Subject.name,
    key=[Subject.name],
    access=SHARED,
    views=[List([Subject.name, Subject.tone])],
    form=[Section(_("Subject of training"), [Subject.name, Subject.tone])],
    attachments=False,
)

courses = Resource(
    Course,
    _("Courses"),
    one=_("New course"),
    slug="courses",
    icon="book-2",
    shared=True,
    heading=Course.name,
    key=[Course.code],
    access=SHARED,
    views=[List([Course.code, Course.name, Course.subject_id, Course.months, Course.tested], under=Course.matter)],
    filters=[Course.subject_id, Course.withdrawn],
    groups=[Course.tested],
    form=[
        Section(
            _("Course"),
            [Course.code, Course.name, Course.subject_id, Course.matter, Course.prerequisite_id, Course.withdrawn],
        ),
        Section(_("What is learnt"), [Course.objectives]),
        Lines(Course.topics, [CoursePart.title, CoursePart.periods]),
        Section(_("The certificate"), [Course.least_present, Course.tested, Course.pass_mark, Course.months]),
    ],
)

REQUIREMENT = [Requirement.course_id, Requirement.position_id, Requirement.source]
REQUIREMENT += [Requirement.valid_from, Requirement.valid_to]
requirements = Resource(
    Requirement,
    _("Mandatory courses"),
    one=_("New mandatory course"),
    slug="requirements",
    under=UNDER,
    menu=KEEPERS,
    icon="checklist",
    shared=True,
    key=[Requirement.course_id, Requirement.position_id, Requirement.valid_from],
    access=SHARED,
    views=[List([Requirement.source, *REQUIREMENT[:2], Requirement.valid_from, Requirement.valid_to])],
    filters=[Requirement.course_id, Requirement.position_id],
    form=[Section(_("Mandatory course"), REQUIREMENT)],
    attachments=False,
)

positions = Resource(
    Position,
    _("Positions"),
    one=_("New position"),
    slug="positions",
    under=UNDER,
    menu=KEEPERS,
    icon="id",
    shared=True,
    heading=Position.name,
    key=[Position.code],
    access=SHARED,
    views=[List([Position.code, Position.name])],
    form=[Section(_("Position"), [Position.code, Position.name])],
    attachments=False,
)

TRAINEE = [Trainee.code, Trainee.name, Trainee.position_id, Trainee.email, Trainee.phone, Trainee.user_id, Trainee.left]
trainees = Resource(
    Trainee,
    _("Trainees"),
    one=_("New trainee"),
    slug="trainees",
    icon="users",
    heading=Trainee.name,
    key=[Trainee.code],
    access=[
        Allow(OFFICER, "read", "create", "update", "export", "import"),
        Allow(COORDINATOR, "read", "update", "export"),
        *[Allow(role, "read") for role in (HEAD, TRAINER, APPROVER, SEAL_KEEPER)],
    ],
    views=[List([Trainee.code, Trainee.name, Trainee.unit_id, Trainee.position_id, Trainee.left])],
    filters=[Trainee.position_id, Trainee.left],
    form=[Section(_("Trainee"), TRAINEE)],
)

ranks = Resource(
    Rank,
    _("Ranks of trainers"),
    one=_("New rank of trainers"),
    slug="ranks",
    under=UNDER,
    menu=KEEPERS,
    icon="star",
    shared=True,
    heading=Rank.name,
    key=[Rank.name],
    access=SHARED,
    views=[List([Rank.name])],
    form=[Section(_("Rank of the trainer"), [Rank.name])],
    attachments=False,
)

trainers = Resource(
    Trainer,
    _("Trainers"),
    one=_("New trainer"),
    slug="trainers",
    under=UNDER,
    menu=KEEPERS,
    icon="school",
    shared=True,
    heading=Trainer.name,
    key=[Trainer.name],
    access=SHARED,
    views=[List([Trainer.name, Trainer.rank_id, Trainer.workplace, Trainer.left])],
    filters=[Trainer.rank_id, Trainer.left],
    form=[
        Section(
            _("Trainer"),
            [Trainer.name, Trainer.rank_id, Trainer.workplace, Trainer.email, Trainer.user_id, Trainer.left],
        ),
        Lines(Trainer.subjects, [TrainerSubject.subject_id]),
    ],
)

RATE = [Rate.cost, Rate.rank_id, Rate.measure, Rate.price, Rate.source, Rate.valid_from, Rate.valid_to]
rates = Resource(
    Rate,
    _("Rates of training costs"),
    one=_("New rate"),
    slug="rates",
    under=UNDER,
    menu=KEEPERS,
    icon="cash",
    shared=True,
    key=[Rate.cost, Rate.rank_id, Rate.valid_from],
    access=[Allow(FINANCE, "read", "create", "update", "delete", "export", "import"), KEEPS]
    + [one for one in READERS if one.role is not FINANCE],
    views=[List([Rate.source, *RATE[:4], Rate.valid_from, Rate.valid_to])],
    filters=[Rate.cost],
    form=[Section(_("Rate"), RATE)],
    attachments=False,
)

regions = Resource(
    Region,
    _("Regions"),
    one=_("New region"),
    slug="regions",
    under=UNDER,
    menu=KEEPERS,
    icon="world",
    shared=True,
    heading=Region.name,
    key=[Region.name],
    access=SHARED,
    views=[List([Region.name])],
    form=[Section(_("Region"), [Region.name])],
    attachments=False,
)

JOURNEY = [Journey.one_id, Journey.other_id, Journey.minutes, Journey.source, Journey.valid_from, Journey.valid_to]
journeys = Resource(
    Journey,
    _("Travel times"),
    one=_("New travel time"),
    slug="journeys",
    under=UNDER,
    menu=KEEPERS,
    icon="clock",
    shared=True,
    key=[Journey.one_id, Journey.other_id, Journey.valid_from],
    access=SHARED,
    views=[List([Journey.source, *JOURNEY[:3], Journey.valid_from, Journey.valid_to])],
    form=[Section(_("Travel time"), JOURNEY)],
    attachments=False,
)

venues = Resource(
    Venue,
    _("Places of training"),
    one=_("New place of training"),
    slug="venues",
    under=UNDER,
    menu=KEEPERS,
    icon="building-community",
    shared=True,
    heading=Venue.name,
    key=[Venue.name],
    access=SHARED,
    views=[List([Venue.name, Venue.address, Venue.region_id])],
    filters=[Venue.region_id],
    form=[Section(_("Place of training"), [Venue.name, Venue.address, Venue.region_id])],
)

ROOM = [Room.name, Room.venue_id, Room.seats, Room.computers, Room.furnished]
rooms = Resource(
    Room,
    _("Rooms"),
    one=_("New room"),
    slug="rooms",
    under=UNDER,
    menu=KEEPERS,
    icon="building",
    shared=True,
    heading=Room.name,
    key=[Room.name],
    access=SHARED,
    views=[List(ROOM)],
    filters=[Room.venue_id],
    form=[Section(_("Room"), ROOM)],
)

CLOSURE = [Closure.room_id, Closure.first_day, Closure.last_day, Closure.reason]
closures = Resource(
    Closure,
    _("Closed rooms"),
    one=_("New closure of a room"),
    slug="closures",
    under=UNDER,
    menu=KEEPERS,
    icon="ban",
    shared=True,
    access=SHARED,
    views=[List([Closure.reason, *CLOSURE[:3]])],
    filters=[Closure.room_id],
    form=[Section(_("Closure"), CLOSURE)],
    panels=[Panel("hit", _("Lessons booked there"), "closure_lessons.html", lessons_of)],
    attachments=False,
)

ALL = [courses, trainees]
LISTS = [subjects, requirements, positions, trainers, ranks, rates, venues, rooms, closures, regions, journeys]

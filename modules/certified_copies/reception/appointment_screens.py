"""Booking list and calendar of appointments; the hours a unit offers."""

from app.toolkit import Allow, Calendar, List, Resource, Section, Step, Workflow, _
from modules.certified_copies.reception.appointments import OPEN, Appointment, Standing
from modules.certified_copies.reception.hours import BookingHours
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK

road = Workflow(
    Appointment.state,
    [
        Step(
            "arrive",
            _("Has come: receive"),
            OPEN,
            Standing.ARRIVED,
            by=CLERK,
            do=Appointment.arrive,
            onward=Appointment.received,
            icon="user-check",
        ),
        Step(
            "confirm",
            _("Confirm"),
            Standing.BOOKED,
            Standing.CONFIRMED,
            by=CLERK,
            main=False,
            icon="check",
        ),
        Step(
            "no_show",
            _("Mark as not come"),
            OPEN,
            Standing.NO_SHOW,
            by=CLERK,
            guard=Appointment.has_begun,
            main=False,
            icon="x",
        ),
        Step(
            "cancel",
            _("Cancel the appointment"),
            OPEN,
            Standing.CANCELLED,
            by=CLERK,
            do=Appointment.cancel,
            reason=True,
            main=False,
            icon="ban",
        ),
    ],
    bar=[Standing.BOOKED, Standing.CONFIRMED, Standing.ARRIVED],
    editable=[],
    promised=lambda appointment, _due: appointment.ends if appointment.state in OPEN else None,
)

appointments = Resource(
    Appointment,
    _("Appointments"),
    one=_("New appointment"),
    slug="appointments",
    icon="calendar",
    heading=Appointment.requester,
    access=[Allow(CLERK, "read", "export"), *(Allow(role, "read") for role in (CERTIFIER, AUDITOR))],
    views=[
        List(
            [
                Appointment.number,
                Appointment.begins,
                Appointment.requester,
                Appointment.phone,
                Appointment.paper_type_id,
                Appointment.originals,
                Appointment.state,
            ],
            sort=Appointment.begins.desc(),
        ),
        Calendar(on=Appointment.begins),
    ],
    filters=[Appointment.state, Appointment.begins],
    groups=[Appointment.state],
    form=[
        Section(
            _("Appointment"),
            [
                Appointment.number,
                Appointment.begins,
                Appointment.ends,
                Appointment.requester,
                Appointment.phone,
                Appointment.paper_type_id,
                Appointment.originals,
                Appointment.visit_id,
            ],
        )
    ],
    workflow=road,
    attachments=False,
)

HOURS = [
    BookingHours.weekday,
    BookingHours.opens,
    BookingHours.closes,
    BookingHours.places,
    BookingHours.source,
    BookingHours.valid_from,
    BookingHours.valid_to,
]
booking_hours = Resource(
    BookingHours,
    _("Booking hours"),
    one=_("New booking hours"),
    slug="booking-hours",
    under=_("Catalogues"),
    icon="calendar",
    access=[
        Allow(CERTIFIER, "read", "create", "update", "delete"),
        *(Allow(role, "read") for role in (CLERK, AUDITOR)),
    ],
    views=[List(HOURS, sort=BookingHours.weekday)],
    filters=[BookingHours.weekday],
    form=[Section(_("Booking hours"), HOURS)],
    attachments=False,
)
ALL = [appointments, booking_hours]

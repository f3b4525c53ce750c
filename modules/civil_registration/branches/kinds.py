"""The closed lists of a branch."""

from app.toolkit import Choice, _
from modules.civil_registration.cases.kinds import Event


class Kind(Choice):
    """Nhánh liên thông: what another agency does once the birth or the death is registered."""

    RESIDENCE = "residence", _("Permanent residence of the child"), "grey"
    INSURANCE = "insurance", _("Health insurance card of the child"), "grey"
    ID_CARD = "id_card", _("Identity card of the child"), "grey"
    END_OF_RESIDENCE = "end_of_residence", _("End of permanent residence"), "grey"
    FUNERAL = "funeral", _("Funeral support"), "grey"
    SURVIVOR = "survivor", _("Survivors' benefit"), "grey"


class State(Choice):
    """Where a branch stands."""

    WANTED = "wanted", _("Waits for the registration"), "grey"
    NUMBER = "number", _("Waits for the child's number"), "violet"
    SENT = "sent", _("On its way to the agency"), "violet"
    RECEIVED = "received", _("Received by the agency"), "violet"
    SUPPLEMENT = "supplement", _("The agency asks for more"), "amber"
    DONE = "done", _("Result is there"), "green"
    REFUSED = "refused", _("Refused by the agency"), "rose"
    WITHDRAWN = "withdrawn", _("No longer wanted"), "grey"


class Trouble(Choice):
    """What a person should look at; found by a job, gone with the next step."""

    LATE = "late", _("Over its time"), "rose"
    STUCK = "stuck", _("Does not get on"), "amber"


class Delivery(Choice):
    """How a card comes to the family."""

    ELECTRONIC = "electronic", _("Electronic, in VNeID"), "grey"
    WARD = "ward", _("Fetched at the ward"), "grey"
    POST = "post", _("By post, to this address"), "grey"


class Benefit(Choice):
    """Why there is funeral support."""

    PENSION = "pension", _("Received a social pension"), "grey"
    PROTECTION = "protection", _("Received monthly social assistance"), "grey"
    VETERAN = "veteran", _("Veteran or person of merit"), "grey"
    INSURED = "insured", _("Was in the social insurance"), "grey"


class Survivors(Choice):
    """Which survivors' benefit is asked for."""

    ONCE = "once", _("Paid once"), "grey"
    MONTHLY = "monthly", _("Paid monthly"), "grey"


class Payment(Choice):
    """How money comes."""

    BANK = "bank", _("To a bank account"), "grey"
    CASH = "cash", _("In cash at the ward"), "grey"


GROUPS = {
    Event.BIRTH: (Kind.RESIDENCE, Kind.INSURANCE, Kind.ID_CARD),
    Event.DEATH: (Kind.END_OF_RESIDENCE, Kind.FUNERAL, Kind.SURVIVOR),
}
USUAL = (Kind.RESIDENCE, Kind.INSURANCE, Kind.END_OF_RESIDENCE)  # ticked before anybody has chosen
NUMBERED = (Kind.INSURANCE, Kind.ID_CARD)  # made out in the child's number: they wait until it is there
PORTS = {
    Kind.RESIDENCE: "residence",
    Kind.INSURANCE: "health_insurance",
    Kind.ID_CARD: "identity_card",
    Kind.END_OF_RESIDENCE: "residence",
    Kind.FUNERAL: "funeral_support",
    Kind.SURVIVOR: "funeral_support",
}
OUT = (State.SENT, State.RECEIVED)  # an answer is waited for
MENDED = (State.WANTED, State.NUMBER, State.SUPPLEMENT, State.REFUSED)  # its fields may be changed
ENDED = (State.DONE, State.WITHDRAWN)

"""The ten national states of a dossier, and who applies."""

from __future__ import annotations

from app.toolkit import Choice, _


class State(Choice):
    """The ten states that every system reports to the national portal, in the order of their codes 1 to 10."""

    REGISTERED = "registered", _("Newly registered"), "grey"
    RECEIVED = "received", _("Received at the desk"), "blue"
    REJECTED = "rejected", _("Not received"), "rose"
    SOLVING = "solving", _("Being handled"), "blue"
    WAITING = "waiting", _("Papers asked for"), "violet"
    DUTY = "duty", _("Payment asked for"), "violet"
    WITHDRAWAL = "withdrawal", _("Citizen asks to withdraw it"), "amber"
    STOPPED = "stopped", _("Handling stopped"), "rose"
    SOLVED = "solved", _("Handled"), "green"
    RETURNED = "returned", _("Result handed over"), "green"


class Applicant(Choice):
    """Who applies (national codes 0, 1, 2)."""

    CITIZEN = "citizen", _("Citizen")
    ENTERPRISE = "enterprise", _("Enterprise or organisation")
    HOUSEHOLD = "household", _("Household business")


PAUSED = (State.WAITING, State.DUTY, State.STOPPED)

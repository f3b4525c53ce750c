"""The roads of messages: most steps are the machine's; an official sends again what was given up, or settles it by hand."""

from app.toolkit import Step, Workflow, _
from modules.interconnect.messages.incoming import Incoming, Stage
from modules.interconnect.messages.outgoing import Outgoing, State
from modules.interconnect.roles import OFFICER

OPEN, STOPPED = (State.WAITING, State.SENT), (State.DEAD, State.REFUSED)

# `deliver` and `answer` happen by the thousand: the sending job writes these two states itself, without a passage each.
out = Workflow(
    Outgoing.state,
    [
        Step("deliver", _("Has been taken"), State.WAITING, State.SENT, by=()),
        Step("answer", _("Has been answered"), OPEN, State.ANSWERED, by=()),
        Step("refuse", _("Has been refused"), OPEN, State.REFUSED, by=()),
        Step("give_up", _("Is given up"), OPEN, State.DEAD, by=()),
        Step("again", _("Send again"), STOPPED, State.WAITING, by=OFFICER, do=Outgoing.again, icon="refresh"),
        Step(
            "settle",
            _("Settled in another way"),
            STOPPED,
            State.SETTLED,
            by=OFFICER,
            reason=True,
            main=False,
            icon="check",
        ),
    ],
    bar=[State.WAITING, State.SENT, State.ANSWERED],
    editable=[],
)
into = Workflow(
    Incoming.state,
    [
        Step("handle", _("Has been handled"), Stage.RECEIVED, Stage.HANDLED, by=()),
        Step("stick", _("Cannot be handled"), Stage.RECEIVED, Stage.STUCK, by=()),
        Step("again", _("Handle again"), Stage.STUCK, Stage.RECEIVED, by=OFFICER, do=Incoming.again, icon="refresh"),
        Step(
            "settle",
            _("Settled in another way"),
            Stage.STUCK,
            Stage.HANDLED,
            by=OFFICER,
            reason=True,
            main=False,
            icon="check",
        ),
    ],
    bar=[Stage.RECEIVED, Stage.HANDLED],
    editable=[],
)

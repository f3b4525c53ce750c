"""What the module declares: screens, jobs, the door for messages, the simulator. `modules.interconnect.MODULE` leads here."""

from pathlib import Path

from app.toolkit import Job, Module, Takes, _
from modules.interconnect import screens
from modules.interconnect.links import pages
from modules.interconnect.messages import incoming, opening, polling, receiving, sending
from modules.interconnect.messages.listening import Listener, Receiver, faults
from modules.interconnect.ports.port import Port
from modules.interconnect.roles import EVERYBODY
from modules.interconnect.sharing import screens as sharing
from modules.interconnect.sharing import shares
from modules.interconnect.simulators import beginning
from modules.interconnect.simulators.command import simulate

MODULE = Module(
    "interconnect",
    _("Interconnection"),
    folder=Path(__file__).parent,
    depends=["core"],
    icon="sitemap",
    tone="c4",
    roles=EVERYBODY,
    resources=[*screens.ALL, *sharing.ALL],
    takes=[Takes(Listener, faults), Takes(Receiver, faults), Takes(Port)],
    routes=[pages.bp, opening.bp, receiving.bp],
    jobs=[
        Job("send", _("Send messages to other systems"), sending.send_all, every="* * * * *", long=True),
        Job("results", _("Ask other systems for results"), polling.ask_for_results, every="* * * * *", long=True),
        Job("handle", _("Handle messages that came"), incoming.handle_all, every="*/2 * * * *"),
        Job("end_access", _("Let access to data run out"), shares.end_all, every="15 0 * * *"),
    ],
    commands=[simulate],
    serving=[beginning.begin],
    seed="modules.interconnect.seed:load",
    demo="modules.interconnect.demo:load",
)

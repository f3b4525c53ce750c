"""Liên thông: how the house talks to other systems. `send`, `ask` and what other modules declare with come from here.

What is named is loaded when somebody asks for it: the process of the simulators takes its own files alone, without a screen.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modules.interconnect.asking import Answer, NotAnswering, ask
    from modules.interconnect.links.accounts import OfficerAccount
    from modules.interconnect.links.connections import Connection
    from modules.interconnect.manifest import MODULE
    from modules.interconnect.messages.calls import Call
    from modules.interconnect.messages.incoming import Incoming
    from modules.interconnect.messages.listening import Listener, Receiver
    from modules.interconnect.messages.outgoing import Outgoing
    from modules.interconnect.ports.port import Operation, Port, Refused
    from modules.interconnect.sending_out import send
    from modules.interconnect.sharing.subscribers import Subscriber, publish

__all__ = [
    "MODULE",
    "Answer",
    "Call",
    "Connection",
    "Incoming",
    "Listener",
    "NotAnswering",
    "OfficerAccount",
    "Operation",
    "Outgoing",
    "Port",
    "Receiver",
    "Refused",
    "Subscriber",
    "ask",
    "publish",
    "send",
]
PLACES = {
    "MODULE": "manifest",
    "Answer": "asking",
    "Call": "messages.calls",
    "Connection": "links.connections",
    "Incoming": "messages.incoming",
    "Listener": "messages.listening",
    "NotAnswering": "asking",
    "OfficerAccount": "links.accounts",
    "Operation": "ports.port",
    "Outgoing": "messages.outgoing",
    "Port": "ports.port",
    "Receiver": "messages.listening",
    "Refused": "ports.port",
    "Subscriber": "sharing.subscribers",
    "ask": "asking",
    "publish": "sharing.subscribers",
    "send": "sending_out",
}


def __getattr__(name: str) -> Any:
    if name in PLACES:
        return getattr(import_module(f"{__name__}.{PLACES[name]}"), name)
    raise AttributeError(name)

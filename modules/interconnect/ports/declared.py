"""All ports of the house: those below, and those that modules give (`Module(gives=[Port(…)])`)."""

from __future__ import annotations

from app.toolkit import add_name, given
from modules.interconnect.ports.civil_status import CIVIL_STATUS
from modules.interconnect.ports.funeral import FUNERAL_SUPPORT
from modules.interconnect.ports.identity_card import IDENTITY_CARD
from modules.interconnect.ports.insurance import HEALTH_INSURANCE
from modules.interconnect.ports.population import POPULATION
from modules.interconnect.ports.port import Operation, Port
from modules.interconnect.ports.portal import PORTAL
from modules.interconnect.ports.residence import RESIDENCE
from modules.interconnect.ports.webhook import WEBHOOK
from modules.interconnect.ports.xroad import XROAD

SYSTEMS = (POPULATION, CIVIL_STATUS, PORTAL, RESIDENCE, HEALTH_INSURANCE, IDENTITY_CARD, FUNERAL_SUPPORT, XROAD)
OWN = (*SYSTEMS, WEBHOOK)
for _port in OWN:
    add_name("ports", _port.name, _port.title)


def port_of(name: str) -> Port:
    """Return a port by name; LookupError when nobody declares it."""
    for one in (*OWN, *given(Port)):
        if one.name == name:
            return one
    raise LookupError(name)


def operation_of(port: str, call: str) -> Operation:
    """Return what a port can be asked, by name; LookupError when it cannot."""
    return port_of(port).operation(call)

"""Which addresses may be called: only what an administrator has entered, and none that leads into this machine by mistake.

`https://` to any host; `http://` only to an address within the own network, written as a number (10.…, 172.16.…, 192.168.…)
or this machine, since secrets go along; never user:password, never a link-local address (169.254.…), where clouds keep
the secrets of a machine, and no other address that the answer names. `simulator:` is the simulator of the demo.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import current_app

from app.toolkit import _
from modules.interconnect.simulators.whereabouts import SCHEME, base_of

HERE = {"localhost"}


def require_callable(address: str) -> None:
    """ValueError with a sentence for an address that must not be called."""
    if address.startswith(SCHEME):
        return
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        _port = parts.port
    except ValueError as error:
        raise ValueError(str(_("This is not an address that can be called."))) from error
    if (
        parts.scheme not in {"http", "https"}
        or not host
        or parts.username
        or parts.password
        or parts.query
        or parts.fragment
    ):
        raise ValueError(str(_("This is not an address that can be called.")))
    number = _number(host)
    if number is not None and not may_reach(str(number)):
        raise ValueError(str(_("This is not an address that can be called.")))
    if parts.scheme == "http" and host not in HERE and not (number is not None and number.is_private):
        raise ValueError(
            str(_("Secrets go along: the address must begin with https://, or be one of the own network."))
        )


def may_reach(number: str) -> bool:
    """Whether a numeric address, as a name has led to it, may be talked to."""
    found = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return not (found.is_link_local or found.is_multicast or found.is_unspecified)


def resolved(address: str) -> str:
    """Return the address to call: that of the running simulator for one of the demo; empty when none runs."""
    if not address.startswith(SCHEME):
        return address.rstrip("/")
    base = base_of(current_app.config["DATA_DIR"])
    return f"{base}/{address.removeprefix(SCHEME)}" if base else ""


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None

"""How often somebody may call: so many times a minute, counted in this process."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from ipaddress import ip_address, ip_network

from flask import request

HOUSE = {4: 32, 6: 64}  # one house has one IPv4 address, or a whole /64 of IPv6


def network_of_caller(bits: Mapping[int, int] = HOUSE) -> str:
    """Return the network that the present request comes from, so many bits of it by IP version; "" when it is unknown."""
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return ""
    return str(ip_network((address, bits[address.version]), strict=False))


class PerMinute:
    """Counts calls by key; the count begins anew with every minute."""

    def __init__(self) -> None:
        self._minute = 0
        self._calls: Counter[object] = Counter()

    def admit(self, key: object, most: int) -> bool:
        """Count a call; False when `key` has called more than `most` times in this minute."""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute = minute
            self._calls.clear()
        self._calls[key] += 1
        return self._calls[key] <= most

    def admit_caller(self, most: int) -> bool:
        """The same for the house that the present request comes from."""
        return self.admit(network_of_caller(), most)

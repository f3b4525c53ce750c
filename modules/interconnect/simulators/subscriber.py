"""A subscriber of the demo: it takes each delivery once, and checks nothing, as it does not know the secret."""

from __future__ import annotations

from modules.interconnect.simulators.heard import Heard, Said


def answer(heard: Heard) -> Said:
    """Thank for a delivery."""
    key = heard.headers.get("x-motcua-delivery", "")
    return Said(heard.memory.once(heard.system, key, "event", heard.body, 0, lambda: b"{}"))

"""What a simulated system is asked and what it says, without HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from modules.interconnect.simulators.memory import Memory


@dataclass(frozen=True)
class Heard:
    """One request: the system, the path after it, and how long a result takes to be there (seconds)."""

    system: str
    path: str
    body: bytes
    headers: Mapping[str, str]
    memory: Memory
    wait: float = 0.0
    twice: bool = False
    method: str = "POST"


@dataclass(frozen=True)
class Said:
    """The answer."""

    body: bytes
    status: int = 200
    kind: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

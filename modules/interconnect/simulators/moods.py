"""How a simulated system behaves, and what that does to an answer on its way out."""

from __future__ import annotations

MOODS = ("well", "slow", "down", "wrong", "half", "late", "twice")
SLOW, LATE = 3.0, 20.0  # seconds: how long a slow one thinks, and how long a late result takes
RUBBISH = b"\x00<<<not an answer>>>" * 3

"""How often somebody may call: so many times a minute, counted in this process."""

from __future__ import annotations

import time
from collections import Counter


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

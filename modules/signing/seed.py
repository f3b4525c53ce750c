"""What a new house begins with: the keys of seals and of the log are there before the first copy is."""

from __future__ import annotations

from typing import Any

from modules.signing.site_keys import key_set


def load(_session: Any) -> None:
    """Make the keys that are not there yet."""
    key_set()

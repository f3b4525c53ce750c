"""Where a form leads back to: only paths of this site, since an address of another one is an open door for deceivers."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(wanted: str, otherwise: str) -> str:
    """Return what was asked for, if it is a path of this site, else the other one."""
    parts = urlsplit(wanted)
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if own else otherwise

"""What a role includes, and what those include in turn."""

from __future__ import annotations

from collections.abc import Mapping

from app.spec.words import Role


def included(role: str, roles: Mapping[str, Role]) -> list[str]:
    """Return the names of the roles that whoever holds `role` holds: itself first, then what it includes, each once."""
    names = [role]
    for name in names:  # it grows while it is walked
        declared = roles.get(name)
        names += [one.name for one in (declared.includes if declared else ()) if one.name not in names]
    return names

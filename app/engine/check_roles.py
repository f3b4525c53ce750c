"""Start-up checks of roles: how they are named, and what they include. The ids stand in `checks.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.spec.words import Module, Role


def check_roles(module: Module, roles: Mapping[str, Role]) -> Iterator[str]:
    """Yield one line per role of a module that is misnamed or cannot include what it does."""
    for role in module.roles:
        if not re.fullmatch(rf"{module.name}\.[a-z_]+", role.name):
            yield f"M011 {module.name}: role {role.name!r} must be named {module.name}.<person>"
        for one in role.includes:
            if one.name not in roles:
                yield f"M027 {module.name}: {role.name!r} includes {one.name!r}, which no loaded module declares"
            elif one.name.startswith("core."):
                # Who makes administrators, and that one is left, is asked of posts by name.
                yield f"M027 {module.name}: {role.name!r} includes {one.name!r}; give that one by a post of its own"
        if way := _circle(role, roles):
            yield f"M027 {module.name}: roles include each other in a circle: {' → '.join(way)}"


def _circle(role: Role, roles: Mapping[str, Role]) -> list[str]:
    """The shortest way from a role back to itself; empty where there is none."""
    ways, seen = [[role.name]], set[str]()
    for way in ways:  # it grows while it is walked
        declared = roles.get(way[-1])
        for one in declared.includes if declared else ():
            if one.name == role.name:
                return [*way, one.name]
            if one.name not in seen:
                seen.add(one.name)
                ways.append([*way, one.name])
    return []

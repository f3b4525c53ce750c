"""Start-up checks of what modules give each other and say where others are. The ids stand in `checks.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pkgutil import resolve_name
from typing import Any, Protocol

from app.spec.others import Extra
from app.spec.words import Module, Resource


class House(Protocol):
    """The modules that are here, with what they say where others are."""

    modules: dict[str, Module]
    resources: dict[str, Resource]
    extras: dict[str, dict[str, Extra]]


def check_gifts(module: Module, house: House) -> Iterator[str]:
    """Yield one line per gift that nobody takes or whose taker refuses it, and per extra that cannot be."""
    yield from _check_extras(module, house)
    yield from _check_given(module, module.gives, {module.name, *module.depends}, house)
    for other, extra in house.extras.get(module.name, {}).items():
        yield from _check_given(module, extra.gives, {module.name, *module.depends, other}, house)


def _check_extras(module: Module, house: House) -> Iterator[str]:
    for other, name in module.extras.items():
        if other == module.name or other in module.depends:
            yield f"M030 {module.name}: {other} is always here; say what {name!r} says in the module itself"
        elif other in house.modules:
            try:
                found = resolve_name(name)
            except Exception as error:  # noqa: BLE001 - whatever stops the import is the finding
                yield f"M030 {module.name}: {name!r} cannot be imported: {type(error).__name__}: {error}"
                continue
            if not isinstance(found, Extra):
                yield f"M030 {module.name}: {name!r} is no Extra; write 'package.file:NAME' of one"


def _check_given(module: Module, gifts: Any, near: set[str], house: House) -> Iterator[str]:
    for gift in gifts:
        kind = type(gift).__name__
        taking = {one.name: take for one in house.modules.values() for take in one.takes if isinstance(gift, take.kind)}
        if not taking:
            yield f"M028 {module.name}: gives a {kind}, which no module takes"
        for name, take in taking.items():
            if name not in near:
                yield f"M028 {module.name}: gives a {kind} to {name}; add that to depends, or say it in an extra"
            everyone = [one for one in _all_gifts(house) if isinstance(one, take.kind)]
            for sentence in take.faults(gift, everyone, house.resources):
                yield f"M029 {module.name}: {sentence}"


def _all_gifts(house: House) -> Iterator[Any]:
    for name, module in house.modules.items():
        yield from module.gives
        for extra in house.extras.get(name, {}).values():
            yield from extra.gives

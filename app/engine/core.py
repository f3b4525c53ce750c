"""The core's own module: the administrator's role and the resources every deployment needs."""

from __future__ import annotations

from pathlib import Path

from app.data.text import _
from app.spec.words import Module, Reach, Role

ADMINISTRATOR = Role("core.administrator", _("Administrator"), reach=Reach.CITY)

CORE = Module(
    "core",
    _("Administration"),
    folder=Path(__file__).resolve().parents[2],
    icon="settings",
    roles=[ADMINISTRATOR],
)
